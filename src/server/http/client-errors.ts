import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { AppError } from '../../errors.ts';
import { errorBody } from './errors.ts';

/** What never became a request: answered on the bare connection, which is then closed. */
const ANSWERS: Readonly<Record<string, readonly [number, string, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'the request did not come in whole in time'],
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'the headers are too large'],
};

export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, phrase, message] = ANSWERS[error.code ?? ''] ?? [400, 'Bad Request', 'this is not HTTP'];
  const body = JSON.stringify(errorBody(new AppError('bad_request', message), requestId()));
  const head = [
    `HTTP/1.1 ${status} ${phrase}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Content-Type: application/json; charset=utf-8',
    'Connection: close',
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
}

/** Our own and never the client's: it goes into the log. */
export function requestId(): string {
  return randomBytes(9).toString('base64url');
}
