import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { type LiveEvent, type LiveGiven, type LiveState, openLive } from '../../extension-ui/src/api/live-stream.ts';
import { seeded } from '../support/seeded.ts';

/** The client of the event stream against a small server that behaves as it is told, one connection after the other. */

type Answer = (response: ServerResponse, request: IncomingMessage) => unknown;

const HEAD = { 'content-type': 'text/event-stream; charset=utf-8' };
const customer = (id: string) => `event: customer\ndata: {"id":"${id}"}\nid: ${id}\n\n`;
const open =
  (...messages: string[]): Answer =>
  (response) => {
    response.writeHead(200, HEAD);
    for (const message of messages) response.write(message);
  };
const refuse =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end('{}');

/** Short times, and jitter of hardly anything. */
const TIMES = { pauseMinMs: 10, pauseMaxMs: 50, goodMs: 1, silenceMs: 20_000, downMs: 20_000, backMs: 20_000 };

/** `answers` to the first, second … connection; the last one to all that follow. */
async function listening(t: Test, answers: Answer[], given: Partial<LiveGiven> = {}) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    void answers[Math.min(requests.length, answers.length) - 1]?.(response, request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const events: LiveEvent[] = [];
  const states: LiveState[] = [];
  const close = openLive({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/events`,
    token: async () => 'the-token',
    onEvent: (event) => void events.push(event),
    onState: (state) => void states.push(state),
    ...given,
    times: { ...TIMES, ...given.times },
  });
  t.teardown(() => {
    close();
    server.closeAllConnections();
    server.close();
  });
  const ids = () => events.map(({ data }) => (data as { id?: string }).id);
  const until = async (what: () => boolean) => {
    while (!what()) await sleep(5);
  };
  return { requests, events, states, ids, until, close, server };
}

t.test('what the server says arrives, however it is cut into pieces', async (t) => {
  const text = Buffer.from(`: here\nid: 1\n\n${customer('Nguyễn')}event: settings\ndata: {}\nid: 3\n\n`);
  const { requests, events, states, until } = await listening(t, [
    async (response) => {
      response.writeHead(200, HEAD);
      for (const byte of text) {
        response.write(Buffer.from([byte]));
        await sleep(1);
      }
    },
  ]);
  await until(() => events.length === 2);
  t.same(events, [
    { name: 'customer', data: { id: 'Nguyễn' } },
    { name: 'settings', data: {} },
  ]);
  t.same(states, ['live']);
  t.match(requests[0]?.headers, { authorization: 'Bearer the-token', accept: 'text/event-stream' });
  t.notOk('last-event-id' in (requests[0]?.headers ?? {}), 'nothing was heard before');
});

t.test('after a drop it goes on after what it heard last, and loses nothing', async (t) => {
  const { seed, below } = seeded();
  t.comment(`seed ${seed}`);
  const all = Array.from({ length: 200 }, (_, i) => String(i).padStart(3, '0'));
  const { ids, until, requests, states } = await listening(t, [
    async (response, request) => {
      response.writeHead(200, HEAD);
      const last = request.headers['last-event-id'];
      const missed = all.filter((id) => last === undefined || id > last);
      const told = missed.slice(0, 1 + below(20));
      for (const [i, id] of told.entries()) {
        const isCutOff = i === told.length - 1 && told.length < missed.length;
        response.write(isCutOff ? customer(id).slice(0, below(customer(id).length)) : customer(id));
      }
      await sleep(10);
      if (told.length === missed.length) return;
      if (below(2) === 0) response.socket?.destroy();
      else response.socket?.end();
    },
  ]);
  await until(() => ids().includes('199'));
  t.same(ids(), all, 'each once and in order');
  t.ok(requests.length > 5, `${requests.length} connections`);
  t.equal(states.at(-1), 'live');
});

t.test('a comment with an id counts as heard', async (t) => {
  const { requests, until } = await listening(t, [
    (response) => {
      response.writeHead(200, HEAD);
      response.end(': here\nid: 7\n\n');
    },
    open(),
  ]);
  await until(() => requests.length === 2);
  t.equal(requests[1]?.headers['last-event-id'], '7');
});

t.test('a stream that the server ends in order is opened again without a word', async (t) => {
  let response: ServerResponse | undefined;
  const keep: Answer = (given) => {
    response = given;
    open(customer('a'))(given, given.req);
  };
  const { requests, states, ids, until } = await listening(t, [keep, keep, open(customer('c'))]);
  for (const count of [1, 2]) {
    await until(() => ids().length === count);
    await sleep(10);
    response?.end();
  }
  await until(() => ids().includes('c'));
  t.equal(requests.length, 3);
  t.same(states, ['live']);
});

t.test('a server that ends every stream at once is not asked without end', async (t) => {
  const { requests, states, until } = await listening(
    t,
    [
      (response) => {
        response.writeHead(200, HEAD);
        response.end();
      },
    ],
    { times: { goodMs: 5000, pauseMinMs: 100, pauseMaxMs: 10_000 } },
  );
  await Promise.all([sleep(1000), until(() => states.length > 1)]);
  t.ok(requests.length <= 6, `${requests.length} times in a second`);
  t.same(states.slice(0, 2), ['live', 'waiting']);
});

t.test('silence is a dead connection, and a comment is not silence', async (t) => {
  let beats = 0;
  const { requests, ids, states, until } = await listening(
    t,
    [
      async (response) => {
        open(customer('a'))(response, response.req);
        for (; beats < 30; beats++) {
          await sleep(100);
          response.write(': here\n\n');
        }
      },
      open(customer('b')),
    ],
    { times: { silenceMs: 2000 } },
  );
  await until(() => ids().includes('b'));
  t.equal(beats, 30, 'not while it was heard');
  t.equal(requests[1]?.headers['last-event-id'], 'a');
  t.same(states.slice(0, 3), ['live', 'waiting', 'live']);
});

t.test('a token that is refused is replaced once; then it waits', async (t) => {
  const asked: (string | undefined)[] = [];
  const byToken: Answer = (response, request) =>
    (request.headers.authorization === 'Bearer good' ? open(customer('a')) : refuse(401))(response, request);
  const { ids, until, states } = await listening(t, [byToken], {
    token: async (refused) => {
      asked.push(refused);
      return refused === undefined ? 'old' : 'good';
    },
  });
  await until(() => ids().includes('a'));
  t.same(asked, [undefined, 'old']);
  t.same(states, ['live'], 'nobody notices');

  const never = await listening(t, [refuse(401)], { times: { pauseMinMs: 100_000, pauseMaxMs: 100_000 } });
  await never.until(() => never.requests.length === 2);
  await sleep(100);
  t.equal(never.requests.length, 2);
});

t.test('a server that is away is tried again, later each time, and said to be down in the end', async (t) => {
  const { requests, states, ids, until } = await listening(
    t,
    [...Array.from({ length: 8 }, () => refuse(503)), (response) => response.socket?.destroy(), open(customer('a'))],
    { times: { downMs: 60 } },
  );
  await until(() => ids().includes('a'));
  t.equal(requests.length, 10);
  t.same(states, ['down', 'live'], 'it was waiting before');
});

t.test('it comes back when the server says', async (t) => {
  const times: number[] = [];
  const noting =
    (answer: Answer): Answer =>
    (response, request) => {
      times.push(performance.now());
      answer(response, request);
    };
  const { ids, until } = await listening(t, [noting(refuse(429, { 'retry-after': '1' })), noting(open(customer('a')))]);
  await until(() => ids().includes('a'));
  const [refused = 0, accepted = 0] = times;
  t.ok(accepted - refused >= 990, 'not before');
});

t.test('what is no event stream is none', async (t) => {
  const page: Answer = (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>');
  const { events, states, ids, until } = await listening(t, [page, page, open(customer('a'))]);
  await until(() => ids().includes('a'));
  t.equal(events.length, 1);
  t.same(states, ['live']);
});

t.test('a network that is back is used at once, also by a connection that has not noticed', async (t) => {
  const window = new EventTarget();
  const listen = { addEventListener: globalThis.addEventListener, removeEventListener: globalThis.removeEventListener };
  Object.assign(globalThis, {
    addEventListener: window.addEventListener.bind(window),
    removeEventListener: window.removeEventListener.bind(window),
  });
  t.teardown(() => Object.assign(globalThis, listen));
  const far = { pauseMinMs: 200_000, pauseMaxMs: 200_000 };
  const { requests, ids, until } = await listening(t, [refuse(503), open(customer('a')), open(customer('b'))], {
    times: far,
  });
  await until(() => requests.length === 1);
  await sleep(50);
  window.dispatchEvent(new Event('online'));
  await until(() => ids().includes('a'));
  window.dispatchEvent(new Event('online'));
  await until(() => ids().includes('b'));
  t.equal(requests.length, 3);
});

t.test('a token that cannot be had, or never comes, is asked for again', async (t) => {
  let asked = 0;
  const { ids, until, states } = await listening(t, [open(customer('a'))], {
    token: () => {
      asked++;
      if (asked === 1) return Promise.reject(new Error('signed out'));
      return asked === 2 ? new Promise(() => {}) : Promise.resolve('t');
    },
    times: { silenceMs: 100 },
  });
  await until(() => ids().includes('a'));
  t.equal(asked, 3);
  t.same(states, ['live']);
});

t.test('whoever could not listen for long when it began asks for everything', async (t) => {
  const slow = await listening(t, [refuse(503), refuse(503), refuse(503), open(customer('a'))], {
    times: { backMs: 5 },
  });
  await slow.until(() => slow.events.length === 2);
  t.same(slow.events, [
    { name: 'reset', data: {} },
    { name: 'customer', data: { id: 'a' } },
  ]);
});

t.test('what cannot be read is asked for', async (t) => {
  const { events, until } = await listening(t, [open('event: order\ndata: {"id\nid: 1\n\n', customer('a'))]);
  await until(() => events.length === 2);
  t.same(events[0], { name: 'reset', data: {} });
});

t.test('closed, it is silent and leaves nothing behind', async (t) => {
  let response: ServerResponse | undefined;
  const { events, states, close, until, requests, server } = await listening(t, [
    (given) => {
      response = given;
      open(customer('a'))(given, given.req);
    },
  ]);
  await until(() => events.length === 1);
  const gone = once(response as ServerResponse, 'close');
  close();
  response?.write(customer('b'));
  await gone;
  server.closeAllConnections();
  await sleep(100);
  t.equal(requests.length, 1);
  t.equal(events.length, 1);
  t.same(states, ['live']);
});
