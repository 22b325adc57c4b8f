import rateLimit from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import type { VerifiedKey } from '../api-keys.ts';
import type { App, AppParts } from '../app-parts.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the limiter that decides for this request. */
    rateLimitKey?: string;
  }
}

export interface RateLimits {
  /** Counts a request with a key that is in force. */
  countKey(request: FastifyRequest, reply: FastifyReply, key: VerifiedKey): Promise<void>;
  /** Counts a request that proved nothing, by its address. */
  countStranger(request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

const WINDOW_MS = 60_000;

/**
 * Limits by the minute, in the memory of this process: with several processes each counts for itself. A request is counted
 * by its key once that was verified, and else by its address, so that invented keys are no way round. Rightly signed deliveries
 * are not counted at all; `INBOX_LIMIT` bounds those.
 */
export async function rateLimits(app: App, { config }: AppParts): Promise<RateLimits> {
  const max = config.rateLimitPerMinute;
  if (max === 0) return { countKey: async () => {}, countStranger: async () => {} };
  await app.register(rateLimit, { global: false });
  const keys = app.createRateLimit({
    max,
    timeWindow: WINDOW_MS,
    keyGenerator: (request) => `key ${request.rateLimitKey}`,
  });
  const strangers = app.createRateLimit({ max, timeWindow: WINDOW_MS });
  const count = async (limiter: typeof keys, request: FastifyRequest, reply: FastifyReply) => {
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
    countKey(request, reply, key) {
      request.rateLimitKey = `${key.store.shop}/${key.id}`;
      return count(keys, request, reply);
    },
    countStranger: (request, reply) => count(strangers, request, reply),
  };
}
