import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { ShopId } from '../../src/model.ts';
import { type TestApp, testApp } from './app.ts';
import { freePort, gone, pause, startProcess } from './server-process.ts';
import type { Answer } from './till.ts';

/** Real server processes over the database of a test: nothing but the database is between them, and between them and the test. */
export interface SeveralServers {
  /** Of the test itself, whose clock goes with theirs. */
  readonly own: TestApp;
  now(): number;
  /** Starts them, once there is what they are to find. */
  start(count: number): Promise<void>;
  /** A quarter of an hour passes for all. */
  pass(): void;
  /** Asks one after the other as one principal, again where one has too much to do: as it was asked, under the same key. */
  asking(shop: ShopId): Promise<(path: string, body: object, key: string) => Promise<Answer>>;
}

const QUARTER_MS = 15 * 60_000;
const CLOCK = new URL('moved-clock.ts', import.meta.url).href;

export async function severalServers(t: Test): Promise<SeveralServers> {
  let movedMs = 0;
  const now = () => Date.now() + movedMs;
  const key = randomBytes(32);
  const own = await testApp(t, { now, key });
  const running: { readonly url: string; readonly child: Awaited<ReturnType<typeof startProcess>> }[] = [];
  const dataDir = await mkdtemp(join(tmpdir(), 'tessera-several-'));
  t.teardown(async () => {
    for (const { child } of running) child.kill('SIGKILL');
    await Promise.all(running.map(({ child }) => gone(child)));
    await rm(dataDir, { recursive: true, force: true });
  });
  return {
    own,
    now,
    async start(count) {
      const started = Array.from({ length: count }, async (_, index) => {
        const port = await freePort();
        const env = {
          ...process.env,
          NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --import=${CLOCK}`,
          DATA_DIR: join(dataDir, String(index)),
          PORT: String(port),
          DEMO: '0',
          LOG_LEVEL: 'silent',
          MONGODB_URI: own.mongodbUri,
          MONGODB_DATABASE: own.parts.store.db.databaseName,
          TESSERA_KEY: key.toString('base64'),
          RATE_LIMIT_PER_MINUTE: '0',
        };
        running.push({ url: `http://127.0.0.1:${port}`, child: await startProcess(env, port) });
      });
      await Promise.all(started);
    },
    pass() {
      movedMs += QUARTER_MS;
      for (const { child } of running) child.kill('SIGWINCH');
    },
    async asking(shop) {
      const headers = { ...(await own.authorise(shop)), 'content-type': 'application/json' };
      let turn = 0;
      return async (path, body, idempotencyKey) => {
        for (;;) {
          const answer = await fetch(`${running[turn++ % running.length]?.url}/api/v1${path}`, {
            method: 'POST',
            headers: { ...headers, 'idempotency-key': idempotencyKey },
            body: JSON.stringify(body),
          });
          const told = { status: answer.status, body: await answer.json() };
          if (told.status !== 503) return told;
          await pause(200);
        }
      };
    },
  };
}
