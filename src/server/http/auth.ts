import type { FastifyRequest } from 'fastify';
import { AppError, invariant } from '../../errors.ts';
import { holds, SCOPES, type Scope } from '../api-keys.ts';
import type { App, AppParts } from '../app-parts.ts';
import { actorOf, type Principal } from '../principal.ts';
import type { ShopState } from '../shop-state.ts';
import type { ShopStore } from '../store/index.ts';
import type { RateLimits } from './rate-limit.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a principal must hold to use the route. Every route of the API names one, or says that it is for `everyone` or `public`. */
    scope?: Scope;
    /** For every principal, whatever it holds: what they see is about themselves. */
    everyone?: true;
    /** Without any principal. */
    public?: true;
    /** A public route where secrets could be guessed: each request counts for its address. */
    isCounted?: true;
  }
  interface FastifyRequest {
    /** Who asks, verified; reading it on a public route is our own mistake. */
    readonly principal: Principal;
    /** Data of the principal's shop, and of no other: made from the verified principal only. */
    readonly scope: ShopStore;
    /** `key <id>` or `staff <id>`, for the audit log and as who changed something. */
    readonly actor: string;
    /** Settings and live segments of the principal's shop. */
    shopState(): Promise<ShopState>;
  }
}

/** Verified principals by request, out of reach of whatever could be sent. */
const verified = new WeakMap<FastifyRequest, Principal>();

/** Guards every route of `app`: a principal in force, which holds the scope that the route declares. */
export function requirePrincipal(app: App, { states, principals }: AppParts, limits: RateLimits): void {
  app.decorateRequest('principal', {
    getter() {
      return principalOf(this);
    },
  });
  app.decorateRequest('scope', {
    getter() {
      return principalOf(this).store;
    },
  });
  app.decorateRequest('actor', {
    getter() {
      return actorOf(principalOf(this));
    },
  });
  app.decorateRequest('shopState', async function shopState(this: FastifyRequest) {
    const state = await states.get(principalOf(this).store.shop);
    if (!state) throw new AppError('unauthorized', 'this shop is no more');
    return state;
  });

  app.addHook('onRoute', ({ url, config }) => {
    const declared = config?.scope;
    const isScoped = declared !== undefined && SCOPES.includes(declared);
    const ways = [isScoped, config?.everyone === true, config?.public === true];
    invariant(ways.filter(Boolean).length === 1, `${url} declares its scope`);
  });

  app.addHook('onRequest', async (request, reply) => {
    const { config } = request.routeOptions;
    if (config.isCounted === true) await limits.countStranger(request, reply);
    if (config.public === true) return;
    const principal = await principals.read(bearerOf(request));
    if (!principal) {
      await limits.countStranger(request, reply);
      reply.header('www-authenticate', 'Bearer');
      throw new AppError('unauthorized', 'the API key or session is missing, wrong or no longer in force');
    }
    verified.set(request, principal);
    await limits.countPrincipal(request, reply, principal);
    if (config.everyone !== true && (config.scope === undefined || !holds(principal.scopes, config.scope)))
      throw new AppError('forbidden', `this needs the scope ${config.scope}`);
  });
}

function principalOf(request: FastifyRequest): Principal {
  const principal = verified.get(request);
  invariant(principal, 'only a guarded route asks for the shop');
  return principal;
}

export function bearerOf(request: FastifyRequest): string {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
}
