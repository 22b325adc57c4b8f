import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod';
import { MongoError, MongoNetworkError, MongoServerSelectionError } from 'mongodb';
import { z } from 'zod';
import { AppError, ERRORS, type ErrorCode } from '../../errors.ts';
import type { App } from '../app-parts.ts';

/** The one form of every error answer. */
export const ApiError = z
  .object({
    code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]).describe('Stable; decide by this one.'),
    message: z.string().describe('What is wrong and what to do about it, for people.'),
    requestId: z.string().describe('Names this request in the log of the server.'),
    details: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'ApiError', description: 'Every answer of status 400 and above.' });

export type ApiErrorBody = z.infer<typeof ApiError>;

/** Seconds to wait before trying again, where the one who throws has not said. */
const RETRY_AFTER_SECONDS: Partial<Record<ErrorCode, number>> = { rate_limited: 60, overloaded: 10, shutting_down: 5 };

/** Turns whatever a request ended with into a coded answer. What is not ours to tell becomes `internal`, and is in the log. */
export function handleErrors(app: App): void {
  app.setErrorHandler((error, request, reply) => sendError(request, reply, error));
}

export function sendError(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  const coded = asAppError(error);
  if (coded.code === 'internal')
    request.log.error({ err: error, route: request.routeOptions?.url }, 'a request failed');
  const wait = RETRY_AFTER_SECONDS[coded.code];
  if (wait !== undefined && !reply.hasHeader('retry-after')) reply.header('retry-after', wait);
  reply.header('x-request-id', request.id); // hooks have not run for an address that cannot be read
  return reply.code(coded.status).type('application/json; charset=utf-8').send(errorBody(coded, request.id));
}

export function errorBody(error: AppError, requestId: string): ApiErrorBody {
  // A sentence begins with a capital; the name of a field (`body.name: …`) stays as it is.
  const what = error.message.replace(/^[a-z](?=[a-z]* )/, (letter) => letter.toUpperCase());
  const message = `${what.replace(/\.$/, '')}. ${ERRORS[error.code].advice}`;
  return { code: error.code, message, requestId, ...(error.details ? { details: error.details } : {}) };
}

/** Fastify's own refusals, by its codes. Its texts are replaced, because they may quote what was sent. */
const FASTIFY_ERRORS: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['payload_too_large', 'the body is larger than this address takes'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported_media_type',
    'the body has a media type that this address does not take',
  ],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['bad_request', 'the body is not as long as Content-Length says'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['invalid_json', 'the body is empty'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['invalid_json', 'the body is not JSON'],
  FST_ERR_BAD_URL: ['bad_request', 'the address is not validly encoded'],
  FST_ERR_MAX_PARAM_LENGTH: ['not_found', 'a part of the address is too long'],
  FST_UNDER_PRESSURE: ['overloaded', 'the server has more to do than it can'],
};

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return invalid(error);
  if (error instanceof MongoServerSelectionError || error instanceof MongoNetworkError) {
    return new AppError('overloaded', 'the database does not answer', { cause: error });
  }
  // Many write one thing at once, and this one has met others in each of its tries: nothing was done.
  if (error instanceof MongoError && error.hasErrorLabel('TransientTransactionError'))
    return new AppError('overloaded', 'too many change this at once', { cause: error });
  if (typeof error !== 'object' || error === null || isResponseSerializationError(error)) return internal(error);
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  const known = FASTIFY_ERRORS[String(code)];
  if (known) return new AppError(known[0], known[1], { cause: error });
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return new AppError('bad_request', 'the request is not valid HTTP', { cause: error });
  return internal(error);
}

function internal(cause: unknown): AppError {
  return new AppError('internal', 'something went wrong in this server', { cause });
}

const PLACES: Readonly<Record<string, string>> = {
  body: 'body',
  querystring: 'query',
  params: 'path',
  headers: 'header',
};
const SHOWN_MAX = 5;

/** `body.include.0.kind: expected …`, the first few. zod names what it expects and of which type it got something, not the value. */
interface Invalid {
  readonly validation: readonly { readonly instancePath: string; readonly message?: string | undefined }[];
  readonly validationContext?: string | undefined;
}

function invalid(error: Invalid): AppError {
  const place = PLACES[error.validationContext ?? ''] ?? 'request';
  const issues = error.validation.map((issue) => ({
    field: fieldName(place, issue.instancePath),
    message: issue.message ?? 'is not valid',
  }));
  const shown = issues.slice(0, SHOWN_MAX).map((issue) => `${issue.field}: ${issue.message}`);
  return new AppError('invalid', shown.join('; '), { details: { issues: issues.slice(0, 50) } });
}

function fieldName(place: string, instancePath: string): string {
  return [place, ...instancePath.split('/').filter((part) => part !== '')].join('.');
}
