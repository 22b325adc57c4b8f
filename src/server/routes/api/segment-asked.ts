import type { FastifyReply } from 'fastify';
import { AppError } from '../../../errors.ts';
import type { Instant } from '../../../model.ts';

/** What questions about definitions have in common. */

/** What was so a minute ago is so now, as far as anybody can tell; before that it is told from history. */
const NOW_MS = 60_000;

export const isPast = (asOf: Instant, now: Instant): boolean => asOf < now - NOW_MS;

/** Counts until the client goes away: nobody reads the answer then. */
export async function whileAsked<R>(reply: FastifyReply, work: (signal: AbortSignal) => Promise<R>): Promise<R> {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return work(gone.signal).catch((error: unknown) => {
    throw gone.signal.aborted ? new AppError('bad_request', 'the client went away') : error;
  });
}
