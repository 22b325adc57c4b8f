import { depthOf } from '../../adapters/json.ts';
import { AppError } from '../../errors.ts';
import type { App } from '../app-parts.ts';

/** A segment definition of the deepest kind we take has a third of this. */
const DEPTH_MAX = 100;

/**
 * JSON as RFC 8259 has it: bytes that are not UTF-8 are refused and not replaced by �, and what nests so deep that a recursive
 * reader would run out of stack is refused before anything recurses. `__proto__` and `constructor.prototype` are refused by
 * Fastify's own reader.
 */
export function readJsonBodies(app: App): void {
  const read = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      return done(new AppError('invalid_json', 'the body is not UTF-8'));
    }
    if (depthOf(text) > DEPTH_MAX)
      return done(new AppError('invalid', `the body nests deeper than ${DEPTH_MAX} levels`));
    // Where no body is needed, a client that always says "JSON" sends an empty one.
    if (text === '') return done(null, undefined);
    return read(request, text, (error, value) =>
      error
        ? done(new AppError('invalid_json', 'the body is not JSON that we take', { cause: error }))
        : done(null, value),
    );
  });
}
