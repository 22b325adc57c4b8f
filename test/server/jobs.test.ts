import { ObjectId } from 'mongodb';
import t, { type Test } from 'tap';
import { AppError } from '../../src/errors.ts';
import { RUNS_MAX } from '../../src/server/jobs/history.ts';
import { JOBS, type Job, startJobs } from '../../src/server/jobs/index.ts';
import { eraseShops } from '../../src/server/privacy.ts';
import { type TestApp, testApp } from '../support/app.ts';
import { till } from '../support/till.ts';

const NAME = 'drop old exports';
const ADDRESS = `/jobs/${encodeURIComponent(NAME)}`;

/** The hourly job with other work, so that after its first run it runs only when it is asked to. */
const hourly = (run: Job['run']): Job => ({ ...(JOBS.find(({ name }) => name === NAME) as Job), run });

/** A process that runs jobs: it looks often, and its locks are short since each leaves a timer of half of one behind. */
async function process(t: Test, { house, parts }: TestApp, ...jobs: Job[]): Promise<{ stop(): Promise<void> }> {
  const { logger, builder, now } = parts;
  const given = { store: house.store, builder: builder as never, logger, now };
  const running = await startJobs(given, { jobs, lookMs: 100, lockMs: 3000 });
  t.teardown(running.stop);
  return running;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until<Value>(look: () => Promise<Value | false | null | undefined>): Promise<Value> {
  for (;;) {
    const found = await look();
    if (found) return found;
    await sleep(30);
  }
}

type Shop = Awaited<ReturnType<typeof till>>;
const jobOf = async (shop: Shop, name = NAME) =>
  (await shop.ask('GET', '/jobs')).body.items.find((job: { name: string }) => job.name === name);
const runsOf = async (shop: Shop) => (await shop.ask('GET', `${ADDRESS}/runs`)).body.items;
/** Its first run, which comes when it is new, has ended. */
const rested = (shop: Shop) =>
  until(async () => {
    const job = await jobOf(shop);
    return job?.state === 'waiting' && job.lastRunAt;
  });

t.test('several who ask at once, and several processes, make one run', async (t) => {
  const server = await testApp(t);
  const [shop, other] = [await till(server, 'one.example.vn'), await till(server, 'two.example.vn')];
  let runs = 0;
  const job = hourly(async () => {
    runs += 1;
    await sleep(200);
    return { done: 0 };
  });
  await Promise.all([process(t, server, job), process(t, server, job), process(t, server, job)]);
  await rested(shop);
  t.equal(runs, 1, 'it was new');
  t.equal(await server.house.store.system.jobs.countDocuments({ name: NAME }), 1, 'and is there once');
  t.same(await runsOf(shop), [], 'a run in which there was nothing to do has no line of its own');

  const answers = await Promise.all(Array.from({ length: 6 }, () => shop.ask('POST', `${ADDRESS}/run`)));
  t.ok(answers.every(({ status }) => status === 202));
  t.equal(answers.filter(({ body }) => body.isNew).length, 1, 'one of them is what makes it run');
  t.match(answers[0]?.body, { name: NAME, state: /queued|running/ });
  const [run] = await until(async () => ((await runsOf(shop)).length > 0 ? runsOf(shop) : null));
  await sleep(500);
  t.equal(runs, 2, 'it ran once');
  t.equal((await runsOf(shop)).length, 1);
  t.match(run, {
    outcome: 'ok',
    code: null,
    advice: null,
    started: 'hand',
    done: 0,
    by: { kind: 'key', name: 'test' },
  });
  t.ok(run.durationMs >= 190 && Date.parse(run.finishedAt) - Date.parse(run.startedAt) === run.durationMs);
  t.match((await runsOf(other))[0], { started: 'hand', by: null }, 'another shop is not told by whom');
  t.match(await shop.scope.audit.find({ action: 'job.started' }).toArray(), [
    { target: `job ${NAME}`, actor: /^key / },
  ]);
  t.equal((await server.house.store.system.jobs.findOne({ name: NAME }))?.asked, undefined, 'nobody waits any more');
});

t.test('what runs is told with its progress, and asking for it again does nothing', async (t) => {
  const server = await testApp(t);
  const [shop, other] = [await till(server, 'one.example.vn'), await till(server, 'two.example.vn')];
  let end = () => {};
  let runs = 0;
  const job = hourly(async (_parts, tell) => {
    runs += 1;
    if (runs === 1) return { done: 0 };
    tell(0.4);
    await new Promise<void>((resolve) => {
      end = resolve;
    });
    return { done: 12 };
  });
  await process(t, server, job);
  await rested(shop);
  await shop.ask('POST', `${ADDRESS}/run`);
  const running = await until(async () => {
    const found = await jobOf(shop);
    return found.state === 'running' && found.progress !== null ? found : null;
  });
  t.match(running, { progress: 0.4, started: 'hand', askedBy: { kind: 'key' }, canRun: true });
  t.ok(running.runningSince !== null && running.tookMs !== null, 'and how long the one before took');
  t.match(await jobOf(other), { state: 'running', started: 'hand', askedBy: null });
  t.match((await other.ask('POST', `${ADDRESS}/run`)).body, { state: 'running', isNew: false });
  t.equal(await other.scope.audit.count({ action: 'job.started' }), 0, 'which is no act of theirs');
  end();
  await until(async () => (await jobOf(shop)).state === 'waiting');
  t.match(await runsOf(shop), [{ done: 12, started: 'hand' }]);
  t.match(await jobOf(shop), { progress: null, runningSince: null, started: null, askedBy: null, lastFailure: null });
  await sleep(300);
  t.equal(runs, 2);
});

t.test('a failure is kept by its code, and never with a text of the database', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'one.example.vn');
  const reasons = [
    Object.assign(new Error('E11000 duplicate key { : "x/p:+84912345671" }'), { codeName: 'DuplicateKey' }),
    new AppError('shutting_down', 'x'),
    new Error('of +84912345671'),
  ];
  const codes = ['DuplicateKey', 'shutting_down', 'internal'];
  let runs = 0;
  const job = hourly(async () => {
    const reason = reasons[runs++];
    if (reason) throw reason;
    return { done: 0 };
  });
  await process(t, server, job);
  for (const [index, code] of codes.entries()) {
    if (index > 0) await shop.ask('POST', `${ADDRESS}/run`);
    const failed = await until(async () => ((await jobOf(shop))?.failures === index + 1 ? jobOf(shop) : null));
    t.match(failed, { state: 'failed', failure: code, lastFailure: { code } });
    for (const words of [failed.lastFailure.advice.vi, failed.lastFailure.advice.en]) t.ok(words.length > 20, words);
  }
  const kept = await runsOf(shop);
  t.same(
    kept.map((run: any) => [run.outcome, run.code, run.started]),
    codes.map((code, index) => ['failed', code, index === 0 ? 'schedule' : 'hand']).reverse(),
  );
  t.notMatch(JSON.stringify(await server.house.store.system.jobRuns.find().toArray()), '84912345671');
  await shop.ask('POST', `${ADDRESS}/run`);
  await until(async () => (await jobOf(shop)).state === 'waiting');
  t.match(await jobOf(shop), { failures: 0, failure: null, lastFailure: { code: 'internal' } }, 'it is well again');
});

t.test('a run that did something has its line; of all the usual duration is known', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'one.example.vn');
  await process(
    t,
    server,
    hourly(async () => ({ done: 3 })),
  );
  await rested(shop);
  t.match(await runsOf(shop), [{ done: 3, started: 'schedule', by: null, outcome: 'ok' }]);
  const { jobs } = server.house.store.system;
  t.equal((await jobs.findOne({ name: NAME }))?.recent?.length, 1);
  await jobs.updateOne({ name: NAME }, { $set: { recent: [900, 10, 30, 20] } });
  t.equal((await jobOf(shop)).medianMs, 20);
});

t.test('the history is bounded, by number and by time, and comes in pages', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'one.example.vn');
  const { jobRuns } = server.house.store.system;
  const run = { durationMs: 5, outcome: 'failed' as const, code: 'internal', started: 'schedule' as const, done: 0 };
  const at = Date.now() - 86_400_000;
  await jobRuns.insertMany(
    Array.from({ length: RUNS_MAX }, (_, index) => ({
      ...run,
      _id: new ObjectId(),
      name: NAME,
      startedAt: at + Math.floor(index / 2),
      finishedAt: at + Math.floor(index / 2) + 5,
      expiresAt: new Date(Date.now() + 86_400_000),
    })),
  );
  await process(
    t,
    server,
    hourly(async () => ({ done: 1 })),
  );
  await rested(shop);
  const count = await until(async () => {
    const left = await jobRuns.countDocuments({ name: NAME });
    return left <= RUNS_MAX && left;
  });
  t.ok(count >= RUNS_MAX - 2, `${count} are left`);
  t.equal(await jobRuns.countDocuments({ name: NAME, startedAt: at }), 0, 'the oldest are gone');
  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await shop.ask('GET', `${ADDRESS}/runs?limit=99${cursor}`);
    seen.push(...body.items.map(({ id }: { id: string }) => id));
    cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
  } while (cursor !== '');
  t.equal(seen.length, count);
  t.equal(new Set(seen).size, count, 'each once');
  const indexes = await jobRuns.indexes();
  t.ok(
    indexes.some(({ key, expireAfterSeconds }) => 'expiresAt' in key && expireAfterSeconds === 0),
    'the database drops what has run out',
  );
  const [newest] = await jobRuns.find({ name: NAME }).sort({ startedAt: -1 }).limit(1).toArray();
  t.equal(Math.round(((newest?.expiresAt.getTime() ?? 0) - (newest?.finishedAt ?? 0)) / 86_400_000), 30);
  t.equal((await shop.ask('GET', `${ADDRESS}/runs?cursor=x`)).status, 400);
});

t.test('a process that starts leaves the lock and the last run of a job alone', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'one.example.vn');
  const { jobs } = server.house.store.system;
  const job = hourly(async () => {
    throw new AppError('internal', 'x');
  });
  await process(t, server, job);
  await until(async () => (await jobOf(shop))?.state === 'failed');
  await jobs.updateOne({ name: NAME }, { $set: { lockedAt: new Date() } });
  const before = await jobs.findOne({ name: NAME });
  await process(t, server, job);
  t.same(await jobs.findOne({ name: NAME }), before);
  await process(t, server, { ...job, every: '2 hours' });
  t.match(
    await jobs.findOne({ name: NAME }),
    { _id: before?._id, repeatInterval: '2 hours' },
    'but other times are taken',
  );
});

t.test('a process that stops gives back what it has locked ahead of its time', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'one.example.vn');
  const { jobs } = server.house.store.system;
  let runs = 0;
  const job = hourly(async () => {
    runs += 1;
    return { done: 0 };
  });
  const { logger, builder, now } = server.parts;
  const given = { store: server.house.store, builder: builder as never, logger, now };
  const { stop } = await startJobs(given, { jobs: [job], lookMs: 1000, lockMs: 3000 });
  await rested(shop);
  await jobs.updateOne({ name: NAME }, { $set: { nextRunAt: new Date(Date.now() + 1900) } });
  await until(() => jobs.findOne({ name: NAME, lockedAt: { $ne: null } }));
  await stop();
  // On a slow machine its time may have come meanwhile: then it ends what it began. Nobody else would unlock it.
  t.ok(await until(() => jobs.findOne({ name: NAME, lockedAt: null })), 'nobody has it');
  await process(t, server, job);
  await until(async () => runs === 2);
  t.pass('and another does it');
});

t.test('what a process that died has left locked can be asked for', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'one.example.vn');
  let runs = 0;
  const died = new Date(Date.now() - 300_000);
  await server.house.store.system.jobs.insertOne({
    name: NAME,
    type: 'single',
    repeatInterval: '1 hour',
    nextRunAt: new Date(Date.now() + 3_600_000),
    lockedAt: died,
    lastRunAt: died,
  } as never);
  t.match((await shop.ask('POST', `${ADDRESS}/run`)).body, { state: 'queued', isNew: true }, 'before any process runs');
  t.match(await jobOf(shop), { state: 'queued', started: 'hand', askedBy: { name: 'test' } });
  t.match((await shop.ask('POST', `${ADDRESS}/run`)).body, { state: 'queued', isNew: false });
  await process(
    t,
    server,
    hourly(async () => {
      runs += 1;
      return { done: 0 };
    }),
  );
  await until(async () => (await runsOf(shop)).length === 1);
  t.equal(runs, 1);
});

t.test('what is locked ahead of its time is asked for as well', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'one.example.vn');
  const { jobs } = server.house.store.system;
  const [ran, due] = [new Date(Date.now() - 60_000), new Date(Date.now() + 4000)];
  const times = { lastRunAt: ran, lastFinishedAt: ran, lockedAt: new Date(), nextRunAt: due };
  await jobs.insertOne({ name: NAME, type: 'single', ...times } as never);
  t.equal((await jobOf(shop)).state, 'waiting', 'it does not run yet');
  t.match((await shop.ask('POST', `${ADDRESS}/run`)).body, { state: 'queued', isNew: true });
  t.match(
    await jobs.findOne({ name: NAME }),
    { ...times, asked: { shop: shop.shop } },
    'and keeps its time and its lock',
  );
});

t.test('a job that nobody runs yet, that is none, or that is not a shop’s business', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'one.example.vn');
  t.match(await shop.ask('POST', `${ADDRESS}/run`), { status: 409, body: { code: 'conflict' } });
  for (const name of ['none', 'erase shops', 'rebuild', 'segment build']) {
    t.equal((await shop.ask('POST', `/jobs/${encodeURIComponent(name)}/run`)).status, 404, name);
    t.equal((await shop.ask('GET', `/jobs/${encodeURIComponent(name)}/runs`)).status, 404, name);
  }
  const asks = async (method: 'GET' | 'POST', path: string, scope: 'jobs:read' | 'jobs:write') =>
    (
      await server.app.inject({
        method,
        url: `/api/v1${ADDRESS}${path}`,
        headers: await server.authorise(shop.shop, scope),
      })
    ).statusCode;
  t.equal(await asks('GET', '/runs', 'jobs:read'), 200);
  t.equal(await asks('POST', '/run', 'jobs:read'), 403);
  t.equal(await asks('POST', '/run', 'jobs:write'), 409);
});

t.test('of a shop that is erased no word is left in the history', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'one.example.vn');
  const { jobRuns, privacyRequests } = server.house.store.system;
  await process(
    t,
    server,
    hourly(async () => ({ done: 0 })),
  );
  await rested(shop);
  await shop.ask('POST', `${ADDRESS}/run`);
  await until(() => jobRuns.findOne({ 'asked.shop': shop.shop }));
  await privacyRequests.insertOne({
    _id: `${shop.shop}/r`,
    shop: shop.shop,
    at: 0,
    kind: 'erase_shop',
    source: 'x',
    hostRequestId: null,
    customers: [],
    state: 'pending',
    doneAt: 0,
  });
  await eraseShops(server.house.store, Date.now, 0);
  t.match(await jobRuns.find().toArray(), [{ started: 'hand', asked: undefined }]);
  t.notMatch(JSON.stringify(await jobRuns.find().toArray()), shop.shop);
});

t.test('every job says in both languages what it is called and what it is for', async (t) => {
  t.equal(new Set(JOBS.map(({ name }) => name)).size, JOBS.length, 'names are their own');
  for (const { name, title, about } of JOBS)
    for (const words of [title, about]) {
      t.ok(words.vi.length > 5 && words.en.length > 5 && words.vi !== words.en, `${name}: ${words.vi}`);
      t.equal(words.vi.normalize('NFC'), words.vi, 'composed letters');
    }
});
