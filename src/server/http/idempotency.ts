import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import type { App, AppParts } from '../app-parts.ts';
import type { IdempotencyDocument } from '../store/documents.ts';

/** How long an answer is kept for repeats. */
const KEPT_MS = 24 * 60 * 60_000;
/** A request that has not ended by then has died with its process, and its key may be used anew. */
const HELD_MS = 60_000;
const KEY = /^[\x21-\x7e]{1,255}$/;
const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];

interface Reservation {
  readonly id: string;
  readonly requestHash: string;
}

/**
 * Answers a repeated write as the first time, without doing it again: a client that lost our answer asks again with the same
 * `Idempotency-Key`. A key is one principal's; another request under it is a mistake and is told so. Answers of status 500 and above are
 * not kept, since nothing was done. They are kept encrypted: an answer may show a secret that is shown once.
 */
export function answerRepeatsOnce(app: App, { box, now }: AppParts): void {
  const reserved = new WeakMap<FastifyRequest, Reservation>();
  const bodyHashes = new WeakMap<FastifyRequest, string>();

  // Before validation, which may turn two different bodies into one.
  app.addHook('preValidation', async (request) => {
    if (keyOf(request) !== undefined) bodyHashes.set(request, hash(JSON.stringify(request.body ?? null)));
  });

  app.addHook('preHandler', async (request, reply) => {
    const key = keyOf(request);
    if (key === undefined) return;
    if (!KEY.test(key))
      throw new AppError('bad_request', 'Idempotency-Key has 1 to 255 printable characters without spaces');
    const { scope } = request;
    const id = `${scope.shop}/${hash(request.actor, key).slice(0, 32)}`;
    const requestHash = hash(request.method, request.url, bodyHashes.get(request) ?? '');
    const reservation: IdempotencyDocument = {
      _id: id,
      shop: scope.shop,
      requestHash,
      expiresAt: new Date(now() + HELD_MS),
    };
    if (await reserve(request, reservation)) {
      reserved.set(request, { id, requestHash });
      return;
    }
    const first = await scope.idempotency.findOne({ _id: id });
    if (first && first.requestHash !== requestHash)
      throw new AppError('idempotency_mismatch', 'this is not the request that the Idempotency-Key was used with');
    if (first?.status === undefined || first.body === undefined) {
      reply.header('retry-after', 1);
      throw new AppError('conflict', 'the first request with this Idempotency-Key is still being answered');
    }
    return replay(reply, first.status, box.open(first.body, id));
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const reservation = reserved.get(request);
    if (!reservation) return;
    reserved.delete(request);
    const own = { _id: reservation.id, requestHash: reservation.requestHash, status: { $exists: false } };
    const isKept = reply.statusCode < 500 && (typeof payload === 'string' || payload === null || payload === undefined);
    // What was done was done: the answer goes out even if it cannot be kept.
    const kept = {
      status: reply.statusCode,
      body: box.seal(typeof payload === 'string' ? payload : '', reservation.id),
      expiresAt: new Date(now() + KEPT_MS),
    };
    const end = isKept
      ? request.scope.idempotency.updateOne(own, { $set: kept })
      : request.scope.idempotency.deleteOne(own);
    await end.catch((err: unknown) => request.log.error({ err }, 'an answer was not kept for repeats'));
  });

  /** One of several at once wins: by the unique `_id`, or by taking over what has run out. */
  async function reserve({ scope }: FastifyRequest, reservation: IdempotencyDocument): Promise<boolean> {
    try {
      await scope.idempotency.insert([reservation]);
      return true;
    } catch (error) {
      if ((error as { code?: number }).code !== DUPLICATE_KEY) throw error;
    }
    const { _id, requestHash, expiresAt } = reservation;
    const taken = await scope.idempotency.updateOne(
      { _id, expiresAt: { $lte: new Date(now()) } },
      { $set: { requestHash, expiresAt }, $unset: { status: '', body: '' } },
    );
    return taken.matchedCount > 0;
  }
}

/** The key of a request that has been let through, for what is named by it. */
export function idempotencyKeyOf({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  return headers['idempotency-key'] as string | undefined;
}

const DUPLICATE_KEY = 11000;

function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  return WRITES.includes(request.method) && request.routeOptions.config.public !== true
    ? (key as string | undefined)
    : undefined;
}

function replay(reply: FastifyReply, status: number, body: string): FastifyReply {
  reply.code(status).header('idempotency-replayed', 'true');
  if (body === '') return reply.send();
  // As it was sent the first time, past the serialiser.
  return reply
    .type('application/json; charset=utf-8')
    .serializer((text) => text as string)
    .send(body);
}

/** Each part with its length before it, so that no two lists of parts read the same. */
function hash(...parts: string[]): string {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(`${part.length}:`).update(part);
  return sum.digest('hex');
}
