import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { SCOPES } from '../api-keys.ts';
import type { App, AppParts } from '../app-parts.ts';
import { ROLE_NAMES } from '../staff/roles.ts';
import { ApiError } from './errors.ts';
import { tidied } from './openapi-tidy.ts';

const DESCRIPTION = `
Customers, orders and segments of one shop: the one that the API key or session belongs to.

- Authenticate with \`Authorization: Bearer\` and an API key, a session token or a Shopify ID token. Each operation names the scope it needs.
- Amounts are whole numbers of the currency's smallest unit, with the currency beside them. Times are ISO 8601.
- Lists come in pages: pass \`nextCursor\` of one answer as \`cursor\` of the next request; it is null on the last page.
- Writes take an \`Idempotency-Key\` header: sent again within a day, they are answered again and not done again.
- Errors have one form, \`ApiError\`: decide by \`code\`, show \`message\`, report \`requestId\`.
`;

/** Begins to collect routes: before any of them is registered. Those without a place in the document hide themselves. */
export async function collectOpenapi(app: App, { config }: AppParts): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Tessera', version: '1', description: DESCRIPTION.trim() },
      servers: [{ url: config.publicUrl }],
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description: [
              'One of: an API key (`tsk_…`); a session token of `POST /api/v1/session`; inside Shopify the ID token of App Bridge.',
              `A key has scopes: ${SCOPES.join(', ')}; \`*\` gives all but metrics:read. Staff have those of their role: ${ROLE_NAMES.join(', ')}.`,
            ].join(' '),
          },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: (given) =>
      tidied(jsonSchemaTransformObject(given) as object) as ReturnType<typeof jsonSchemaTransformObject>,
  });
}

/** What any operation may answer besides its own; a route says more by declaring the status itself. */
const COMMON_ANSWERS = {
  400: 'The request or its JSON is malformed.',
  401: 'No API key or session, or one that is not in force.',
  403: 'The key or the role lacks the scope.',
  404: 'Not found in this shop.',
  409: 'Another state, another use of this name or of this Idempotency-Key, or it is being worked on.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  422: 'A value is not valid; `message` names it.',
  429: 'Too many requests; see `Retry-After`.',
  500: 'Our fault.',
  503: 'Overloaded or stopping; see `Retry-After`.',
};

/** Completes what each route of the API says about itself: error answers, who may ask, the scope, the idempotency header. */
export function describeRoutes(app: App): void {
  const answers = Object.fromEntries(
    Object.entries(COMMON_ANSWERS).map(([status, description]) => [
      status,
      { description, content: { 'application/json': { schema: ApiError } } },
    ]),
  );
  app.addHook('onRoute', (route) => {
    const own = route.schema ?? {};
    const { scope, everyone } = route.config ?? {};
    const needed = everyone === true ? 'Everybody who is signed in.' : scope && `Scope: \`${scope}\`.`;
    route.schema = {
      ...own,
      response: { ...answers, ...(own.response as object | undefined) },
      ...(needed === undefined
        ? { security: [] }
        : {
            security: [{ bearer: [] }],
            description: [own.description, needed].filter(Boolean).join('\n\n'),
          }),
    };
  });
}

/**
 * The document and a page that shows it, for everybody: they hold no data. The page is the one answer that loads scripts, all
 * from here; styles may stand in the page because its framework puts them there.
 */
export async function publishOpenapi(app: App): Promise<void> {
  app.get('/openapi.json', { schema: { hide: true }, config: { public: true } }, async () => app.swagger());
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    // The page names its scripts by address, and does not know under which prefix it was registered.
    indexPrefix: app.prefix,
    staticCSP:
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  });
}
