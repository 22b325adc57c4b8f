import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { showAdmin } from './admin/index.ts';
import type { App, AppConfig, AppParts } from './app-parts.ts';
import { requirePrincipal } from './http/auth.ts';
import { answerClientError, requestId } from './http/client-errors.ts';
import { handleErrors, sendError } from './http/errors.ts';
import { answerRepeatsOnce } from './http/idempotency.ts';
import { readJsonBodies } from './http/json-body.ts';
import { collectOpenapi, describeRoutes, publishOpenapi } from './http/openapi.ts';
import { refuseUnderPressure } from './http/pressure.ts';
import { rateLimits } from './http/rate-limit.ts';
import { logRequests } from './http/request-log.ts';
import { keepOutOfCaches, securityHeaders } from './http/security.ts';
import { refuseOtherMethods, refuseUnknown } from './http/unknown.ts';
import { showPages } from './pages/index.ts';
import { registerApi } from './routes/api/index.ts';
import { serveExports } from './routes/exports.ts';
import { answerProbes } from './routes/health.ts';
import { showMetrics } from './routes/metrics.ts';
import { receiveWebhooks } from './routes/webhooks.ts';

/** A body that trickles in holds a connection no longer than this. Hosts send theirs in one go. */
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * The HTTP service; on which port, signals and the order of stopping are the process's (main.ts). `routes` are those of the API,
 * for principals.
 */
export async function buildApp(
  parts: AppParts,
  routes: (api: App, parts: AppParts) => void = registerApi,
): Promise<App> {
  const requestTimeout = parts.config.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
  const logger: FastifyBaseLogger = parts.logger;
  const app: App = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: requestId,
    trustProxy: trusted(parts.config.trustProxy),
    requestTimeout,
    // Ids of orders hold what the host calls them: up to 128 characters, each up to nine in an address.
    routerOptions: { maxParamLength: 1200 },
    // Headers too, because Node takes the longer of the two for the whole request.
    http: {
      requestTimeout,
      headersTimeout: requestTimeout,
      connectionsCheckingInterval: Math.min(5000, requestTimeout),
    },
    // Ours says it in the form of every other error (http/pressure.ts).
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => sendError(request, reply, error),
    clientErrorHandler: answerClientError,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);

  // Telemetry first, since it has to see every route; refusals before whatever they protect.
  if (parts.telemetry) await app.register(parts.telemetry.plugin);
  handleErrors(app);
  logRequests(app, parts);
  await securityHeaders(app, parts);
  await refuseUnderPressure(app, parts);
  const limits = await rateLimits(app, parts);
  await collectOpenapi(app, parts);
  const refuseOthers = refuseOtherMethods(app);
  refuseUnknown(app, limits);

  showPages(app, parts);
  await showAdmin(app, parts, limits);
  answerProbes(app, parts);
  showMetrics(app, parts, limits);
  await app.register(async (webhooks: App) => receiveWebhooks(webhooks, parts, limits), { prefix: '/webhooks' });
  await app.register(async (exports: App) => serveExports(exports, parts, limits), { prefix: '/exports' });
  await app.register(async (docs: App) => publishOpenapi(docs), { prefix: '/api/v1' });
  await app.register(
    async (api: App) => {
      requirePrincipal(api, parts, limits);
      keepOutOfCaches(api);
      readJsonBodies(api);
      answerRepeatsOnce(api, parts);
      describeRoutes(api);
      routes(api, parts);
    },
    { prefix: '/api/v1' },
  );
  refuseOthers();
  return app;
}

/**
 * Fastify takes a number of proxies for "nobody", because whoever reaches the server past them could invent addresses. Here the
 * number is the operator's word that nobody does.
 */
function trusted(setting: AppConfig['trustProxy']) {
  return typeof setting === 'number' ? (_address: string, hop: number) => hop < setting : setting;
}
