import t from 'tap';
import { z } from 'zod';
import { AppError } from '../../src/errors.ts';
import type { App } from '../../src/server/app-parts.ts';
import { type TestAppOptions, testApp } from '../support/app.ts';

/** A write that is sent again is answered again and not done again. */

async function counting(t: Parameters<typeof testApp>[0], options: TestAppOptions = {}) {
  let done = 0;
  // A slow request ends when the test says so, however slow the machine is.
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const routes = (api: App) => {
    const config = { scope: 'segments:write' } as const;
    const body = z.object({
      name: z.string(),
      outcome: z.enum(['fail', 'refuse', 'slow', 'nothing']).optional(),
      tags: z
        .array(z.string())
        .transform((tags) => new Set(tags))
        .optional(),
    });
    api.post('/x/things', { config, schema: { body } }, async (request, reply) => {
      done++;
      if (request.body.outcome === 'fail') throw new Error('the first time');
      if (request.body.outcome === 'refuse') throw new AppError('name_taken', 'this name is in use');
      if (request.body.outcome === 'slow') await released;
      if (request.body.outcome === 'nothing') return reply.code(204).send();
      return reply.code(201).send({ number: done, key: 'tsk_shown-once' });
    });
    api.get('/x/things', { config }, async () => ({ number: ++done }));
  };
  const made = await testApp(t, { ...options, routes });
  const shop = await made.house.addShop({ platform: 'pos', domain: 'one' });
  const headers = await made.authorise(shop.id);
  const post = async (key: string | null, payload: object, own: Record<string, string> = headers) => {
    const answer = await made.app.inject({
      method: 'POST',
      url: '/api/v1/x/things',
      headers: { ...own, ...(key === null ? {} : { 'idempotency-key': key }) },
      payload,
    });
    return {
      status: answer.statusCode,
      replayed: answer.headers['idempotency-replayed'] === 'true',
      wait: answer.headers['retry-after'],
      type: answer.headers['content-type'],
      text: answer.body,
    };
  };
  return { ...made, shop, headers, post, done: () => done, release };
}

/** One of several equal requests: the one that is being done ends when all the others have been told to wait. */
function untilTold(
  post: Awaited<ReturnType<typeof counting>>['post'],
  name: string,
  others: number,
  release: () => void,
) {
  let told = 0;
  return async () => {
    const answer = await post('k', { name, outcome: 'slow' });
    if (answer.status === 409 && ++told === others) release();
    return answer;
  };
}

t.test('the same request with the same key gets the stored answer', async (t) => {
  const { post, done, shop, headers, app } = await counting(t);
  const first = await post('order-1', { name: 'a' });
  t.match(first, { status: 201, replayed: false, text: '{"number":1,"key":"tsk_shown-once"}' });
  const again = await post('order-1', { name: 'a' });
  t.same(again, { ...first, replayed: true }, 'status, body and type are the same');
  t.equal(done(), 1);
  await post(null, { name: 'a' });
  t.equal(done(), 2, 'without a key every request is a new one');
  t.match(await post('order-2', { name: 'a' }), { status: 201, replayed: false });
  t.notMatch(
    JSON.stringify(await shop.scope.idempotency.find().toArray()),
    /tsk_|number/,
    'what is kept cannot be read in the database',
  );

  t.match(await post('empty', { name: 'a', outcome: 'nothing' }), { status: 204, text: '' });
  t.match(await post('empty', { name: 'a', outcome: 'nothing' }), { status: 204, text: '', replayed: true });
  const before = done();
  for (let i = 0; i < 2; i++)
    await app.inject({ url: '/api/v1/x/things', headers: { ...headers, 'idempotency-key': 'read' } });
  t.equal(done(), before + 2, 'reading is not a write');
});

t.test('the same key with another request is a mistake', async (t) => {
  const { post, done, authorise, shop } = await counting(t);
  await post('k', { name: 'a', tags: ['x'] });
  t.match(await post('k', { name: 'b', tags: ['x'] }), { status: 409, text: /idempotency_mismatch/ });
  t.match(
    await post('k', { name: 'a', tags: ['y'] }),
    { status: 409, text: /idempotency_mismatch/ },
    'also where validation makes a set of the list',
  );
  t.equal(done(), 1);
  t.match(
    await post('k', { name: 'b' }, await authorise(shop.id)),
    { status: 201, replayed: false },
    'keys of another API key are its own',
  );
  for (const bad of ['', 'a b', 'x'.repeat(256), 'ü'])
    t.match(await post(bad, { name: 'a' }), { status: 400, text: /Idempotency-Key has/ });
});

t.test('of several at once one is done; the others are told to wait', async (t) => {
  const { post, done, release } = await counting(t);
  const answers = await Promise.all(Array.from({ length: 8 }, untilTold(post, 'a', 7, release)));
  t.equal(answers.filter(({ status, replayed }) => status === 201 && !replayed).length, 1);
  const others = answers.filter(({ status }) => status !== 201);
  t.equal(others.length, 7);
  for (const answer of others) t.match(answer, { status: 409, wait: '1', text: /still being answered/ });
  t.match(await post('k', { name: 'a', outcome: 'slow' }), { status: 201, replayed: true });
  t.equal(done(), 1);
});

t.test('a refusal is an answer; our own failure and an invalid request are not', async (t) => {
  const { post, done } = await counting(t);
  t.match(await post('refused', { name: 'a', outcome: 'refuse' }), {
    status: 409,
    replayed: false,
    text: /name_taken/,
  });
  t.match(await post('refused', { name: 'a', outcome: 'refuse' }), { status: 409, replayed: true, text: /name_taken/ });
  t.equal(done(), 1);
  for (let i = 0; i < 2; i++)
    t.match(await post('failed', { name: 'a', outcome: 'fail' }), { status: 500, replayed: false });
  t.equal(done(), 3, 'it is tried again');
  t.match(await post('invalid', {}), { status: 422 });
  t.match(
    await post('invalid', { name: 'corrected' }),
    { status: 201, replayed: false },
    'a corrected request may use the key',
  );
});

t.test('answers are kept for a day, and a request whose process died for a minute', async (t) => {
  let now = Date.now();
  const { post, done, shop, release } = await counting(t, { now: () => now });
  await post('k', { name: 'a' });
  const kept = await shop.scope.idempotency.find().toArray();
  t.equal(kept[0]?.expiresAt.getTime(), now + 86_400_000);
  now += 86_400_000 + 1;
  t.match(await post('k', { name: 'b' }), { status: 201, replayed: false }, 'a day later the key is new');

  await shop.scope.idempotency.updateMany(
    {},
    { $unset: { status: '', body: '' }, $set: { expiresAt: new Date(now + 60_000) } },
  );
  t.match(await post('k', { name: 'b' }), { status: 409, text: /still being answered/ });
  now += 60_001;
  const answers = await Promise.all(Array.from({ length: 4 }, untilTold(post, 'b', 3, release)));
  t.equal(answers.filter(({ status }) => status === 201).length, 1, 'one takes it over');
  t.equal(done(), 3);
});
