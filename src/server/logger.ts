import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import { AppError } from '../errors.ts';

/**
 * Logs hold no personal data, no secret and no payload at any level: what is logged is named one by one (code, route, ids of ours),
 * and the objects that carry everything else are cut down here, whoever logs them. Error messages are left out too, since those
 * of the database quote keys, and keys hold phone numbers.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { req: requestFields, res: responseFields, err: errorFields, error: errorFields },
    hooks: {
      // Without a text pino takes the message of the error for one.
      logMethod(args, method) {
        const [what, text] = args as [unknown, unknown];
        method.apply(this, typeof what === 'object' && text === undefined ? [what, 'no text'] : args);
      },
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** The route's pattern instead of the address: ids, queries and whatever a stranger types stay out. */
function requestFields(request: { method?: string; routeOptions?: { url?: string | undefined } }): object {
  return { method: request.method, route: request.routeOptions?.url ?? 'unknown' };
}

function responseFields(response: { statusCode?: number }): object {
  return { status: response.statusCode };
}

/** What and where, without the message. */
export function errorFields(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, code, codeName, stack, cause } = error as Error & { code?: unknown; codeName?: unknown };
  const frames = (stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return {
    type: name,
    code: error instanceof AppError ? error.code : (codeName ?? code),
    frames: frames.slice(0, 8).map((line) => line.trim()),
    ...(cause === undefined ? {} : { cause: errorFields(cause) }),
  };
}
