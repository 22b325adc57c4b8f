import rateLimit from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import type { App, AppParts } from '../app-parts.ts';
import { actorOf, type Principal } from '../principal.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the limiter that decides for this request. */
    rateLimitKey?: string;
  }
}

export interface RateLimits {
  /** Counts a request of a principal in force. */
  countPrincipal(request: FastifyRequest, reply: FastifyReply, principal: Principal): Promise<void>;
  /** Counts a request that proved nothing, by its address. */
  countStranger(request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

const WINDOW_MS = 60_000;

/**
 * Limits by the minute, in the memory of this process: with several processes each counts for itself. A request is counted
 * by who asks once that was verified, and else by its address, so that invented bearers are no way round. Rightly signed deliveries
 * are not counted at all; `INBOX_LIMIT` bounds those.
 */
export async function rateLimits(app: App, { config }: AppParts): Promise<RateLimits> {
  const max = config.rateLimitPerMinute;
  if (max === 0) return { countPrincipal: async () => {}, countStranger: async () => {} };
  await app.register(rateLimit, { global: false });
  const principals = app.createRateLimit({
    max,
    timeWindow: WINDOW_MS,
    keyGenerator: (request) => `principal ${request.rateLimitKey}`,
  });
  const strangers = app.createRateLimit({ max, timeWindow: WINDOW_MS });
  const count = async (limiter: typeof principals, request: FastifyRequest, reply: FastifyReply) => {
    const counted = await limiter(request);
    if (counted.isAllowed) return;
    reply.headers({
      'x-ratelimit-limit': counted.max,
      'x-ratelimit-remaining': counted.remaining,
      'x-ratelimit-reset': counted.ttlInSeconds,
    });
    if (!counted.isExceeded) return;
    reply.header('retry-after', counted.ttlInSeconds);
    throw new AppError('rate_limited', `more than ${counted.max} requests in a minute`);
  };
  return {
    countPrincipal(request, reply, principal) {
      request.rateLimitKey = `${principal.store.shop}/${actorOf(principal)}`;
      return count(principals, request, reply);
    },
    countStranger: (request, reply) => count(strangers, request, reply),
  };
}
