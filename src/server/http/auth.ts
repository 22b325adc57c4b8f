import type { FastifyRequest } from 'fastify';
import { AppError, invariant } from '../../errors.ts';
import { type ApiKeys, holds, SCOPES, type Scope, type VerifiedKey } from '../api-keys.ts';
import type { App, AppParts } from '../app-parts.ts';
import type { ShopState } from '../shop-state.ts';
import type { ShopStore } from '../store/index.ts';
import type { RateLimits } from './rate-limit.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a key must hold to use the route. Every route of the API names one, or says that it is `public`. */
    scope?: Scope;
    public?: true;
  }
  interface FastifyRequest {
    /** The key that was verified; reading it on a public route is our own mistake. */
    readonly apiKey: VerifiedKey;
    /** Data of the key's shop, and of no other: made from the verified key only. */
    readonly scope: ShopStore;
    /** `key <id>`, for the audit log and as who changed something. */
    readonly actor: string;
    /** Settings and live segments of the key's shop. */
    shopState(): Promise<ShopState>;
  }
}

/** Verified keys by request, out of reach of whatever could be sent. */
const verified = new WeakMap<FastifyRequest, VerifiedKey>();

/** Guards every route of `app`: a key in force, which holds the scope that the route declares. */
export function requireKey(app: App, { states }: AppParts, keys: ApiKeys, limits: RateLimits): void {
  app.decorateRequest('apiKey', {
    getter() {
      return keyOf(this);
    },
  });
  app.decorateRequest('scope', {
    getter() {
      return keyOf(this).store;
    },
  });
  app.decorateRequest('actor', {
    getter() {
      return `key ${keyOf(this).id}`;
    },
  });
  app.decorateRequest('shopState', async function shopState(this: FastifyRequest) {
    const state = await states.get(keyOf(this).store.shop);
    if (!state) throw new AppError('unauthorized', 'this shop is no more');
    return state;
  });

  app.addHook('onRoute', ({ url, config }) => {
    const declared = config?.scope;
    invariant(
      config?.public === true || (declared !== undefined && SCOPES.includes(declared)),
      `${url} declares its scope`,
    );
  });

  app.addHook('onRequest', async (request, reply) => {
    const { config } = request.routeOptions;
    if (config.public === true) return;
    const key = await keys.verify(bearerOf(request));
    if (!key) {
      await limits.countStranger(request, reply);
      reply.header('www-authenticate', 'Bearer');
      throw new AppError('unauthorized', 'the API key is missing, wrong or revoked');
    }
    verified.set(request, key);
    await limits.countKey(request, reply, key);
    if (config.scope === undefined || !holds(key.scopes, config.scope))
      throw new AppError('forbidden', `this needs the scope ${config.scope}`);
  });
}

function keyOf(request: FastifyRequest): VerifiedKey {
  const key = verified.get(request);
  invariant(key, 'only a guarded route asks for the shop');
  return key;
}

export function bearerOf(request: FastifyRequest): string {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
}
