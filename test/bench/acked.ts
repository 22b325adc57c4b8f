import autocannon from 'autocannon';
import Fastify from 'fastify';
import { MongoClient } from 'mongodb';
import { pino } from 'pino';
import { buildApp } from '../../src/server/app.ts';
import { LiveEvents } from '../../src/server/live/live-events.ts';
import { BackTests } from '../../src/server/loyalty/back-tests.ts';
import { Metrics } from '../../src/server/metrics.ts';
import { Principals } from '../../src/server/principals.ts';
import { BulkActions } from '../../src/server/segments/actions.ts';
import { SegmentBuilder } from '../../src/server/segments/build.ts';
import { houseOver } from '../support/house.ts';
import { sampleOf, sign } from '../support/samples.ts';
import { invoice } from './invoice.ts';
import { median, type Row } from './report.ts';

const CONNECTIONS = 50;

/**
 * Webhooks answered 200 a second (verified, stored by a majority), beside the barest service that does the same to the database:
 * Fastify and one `insertOne` of the same body with `w: majority`, no verification. The worker is off in both: what it does is
 * measured in `processed.ts`. Rounds alternate.
 */
export async function benchAcked(uri: string, options: { seconds: number; rounds: number }): Promise<Row[]> {
  const client = await new MongoClient(uri, { maxPoolSize: 100 }).connect();
  const name = `bench_acked_${process.pid}`;
  const house = await houseOver(client, name);
  const shop = await house.addShop({ platform: 'pos', domain: 'bench' });
  const logger = pino({ level: 'silent' });
  const { store, box, states, worker, reception } = house;
  const metrics = new Metrics();
  const app = await buildApp({
    config: {
      publicUrl: 'http://localhost',
      rateLimitPerMinute: 0,
      webhookBodyLimitBytes: 5 << 20,
      inboxLimit: 100_000_000,
      trustProxy: false,
      shopifyApiKey: null,
    },
    store,
    box,
    principals: new Principals({ store, box, states, config: { shopifyApiKey: null }, now: Date.now }),
    states,
    worker,
    reception,
    logger,
    builder: new SegmentBuilder({ store, states, logger, owner: 'bench', now: Date.now }),
    backTests: new BackTests({ store, states, logger, owner: 'bench', now: Date.now, mongodbUri: uri }),
    live: new LiveEvents({ store, states, metrics, logger }),
    actions: new BulkActions({
      store,
      states,
      box,
      logger,
      owner: 'bench',
      now: Date.now,
      mail: null,
      publicUrl: 'http://localhost',
    }),
    hasMail: false,
    metrics,
    now: Date.now,
    isReady: () => true,
    telemetry: null,
  });
  const bare = Fastify();
  bare.removeAllContentTypeParsers();
  bare.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const inserted = client.db(name, { writeConcern: { w: 'majority' } }).collection('bare_inbox');
  bare.post('/webhook', async (request) => {
    await inserted.insertOne({ body: request.body, receivedAt: Date.now() });
    return { ok: true };
  });
  const requests = Array.from({ length: 2000 }, (_, i) => {
    const sample = sampleOf('pos', 'invoice.saved', invoice(i));
    return sign('pos', sample, shop.secret);
  });
  const [ours, theirs]: [number[], number[]] = [[], []];
  try {
    const oursUrl = `${await app.listen({ port: 0, host: '127.0.0.1' })}/webhooks/pos/${shop.installation}`;
    const bareUrl = `${await bare.listen({ port: 0, host: '127.0.0.1' })}/webhook`;
    for (let round = 0; round < options.rounds; round++) {
      theirs.push(await rate(bareUrl, requests, options.seconds, `b${round}`));
      ours.push(await rate(oursUrl, requests, options.seconds, `o${round}`));
    }
  } finally {
    await app.close();
    await bare.close();
    await client.db(name).dropDatabase();
    await client.close();
  }
  return [
    {
      what: 'webhooks acknowledged a second',
      ours: median(ours),
      against: median(theirs),
      baseline: 'bare Fastify + `insertOne`',
      ratio: median(ours) / median(theirs),
      aim: '≥ 0.8',
    },
  ];
}

/** Requests answered 200 a second. Each is a delivery of its own. */
async function rate(url: string, requests: ReturnType<typeof sign>[], seconds: number, run: string): Promise<number> {
  let sent = 0;
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    requests: requests.map((request) => ({
      method: 'POST' as const,
      body: request.rawBody,
      headers: request.headers as Record<string, string>,
      setupRequest: (one: autocannon.Request) => ({
        ...one,
        headers: { ...one.headers, 'content-type': 'application/json', 'x-tessera-delivery': `${run}-${sent++}` },
      }),
    })),
  });
  if (result.non2xx > 0) throw new Error(`${result.non2xx} answers were not 200`);
  return result['2xx'] / result.duration;
}
