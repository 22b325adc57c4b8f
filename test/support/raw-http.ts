import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../../src/server/app-parts.ts';

/** Listens on a free port of this machine; closed with the service. */
export async function listening(app: App): Promise<number> {
  await app.listen({ port: 0, host: '127.0.0.1' });
  return (app.server.address() as AddressInfo).port;
}

/**
 * Writes bytes as they are to a connection, piece by piece with `pauseMs` between, and gives all that came back when the other end has
 * closed it. What no HTTP client would send.
 */
export async function sendRaw(port: number, pieces: Iterable<string | Buffer>, pauseMs = 0): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let said = '';
  let isOver = false;
  const over = new Promise<void>((resolve) => {
    socket.on('close', () => {
      isOver = true;
      resolve();
    });
  });
  socket.on('data', (chunk) => {
    said += chunk.toString('latin1');
  });
  socket.on('error', () => undefined); // a connection that is cut off is an answer too
  for (const piece of pieces) {
    if (isOver || !socket.writable) break;
    const isFull = !socket.write(piece);
    if (isFull) await Promise.race([once(socket, 'drain').catch(() => undefined), over]);
    if (pauseMs > 0) await sleep(pauseMs);
  }
  await over;
  return said;
}

/** The head of a request, with one header line for each pair, also where a name comes twice. */
export function head(method: string, path: string, headers: readonly (readonly [string, string])[]): string {
  return [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    ...headers.map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n');
}
