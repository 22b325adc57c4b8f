import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { temporaryReplicaSet } from '../support/mongo.ts';
import { benchAcked } from './acked.ts';
import { benchBackTest } from './back-test.ts';
import { benchCustomers } from './customers.ts';
import { benchGrowth } from './growth.ts';
import { benchLoyalty } from './loyalty.ts';
import { benchProcessed } from './processed.ts';
import { type Row, table } from './report.ts';
import { benchSegments, type SegmentsBench, segmentsRows, segmentsTable } from './segments.ts';
import { benchVitals, vitalsTable } from './vitals.ts';

/**
 * `npm run bench [-- ingest|segments|customers|back-test|growth|loyalty|admin …]`: ratios in one run on one machine, against what one would
 * write by hand. `--customers 1000000` for the large figures, `--quick` for a look.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    customers: { type: 'string', default: '100000' },
    lots: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    definitions: { type: 'string', default: '1000' },
    quick: { type: 'boolean', default: false },
  },
});
const customers = Number(values.customers);
const rounds = values.quick ? 1 : Number(values.rounds);
const say = (line: string) => console.error(`bench: ${line}`);
const wants = (name: string) => positionals.length === 0 || positionals.includes(name);

const mongo = await temporaryReplicaSet(say, { isSynced: true });
const rows: Row[] = [];
let admin: Awaited<ReturnType<typeof benchVitals>> | null = null;
let segments: SegmentsBench | null = null;
try {
  if (wants('ingest')) {
    say('webhooks acknowledged');
    rows.push(...(await benchAcked(mongo.uri, { seconds: values.quick ? 3 : 8, rounds })));
    say('deliveries applied');
    rows.push(...(await benchProcessed(mongo.uri, { deliveries: values.quick ? 1000 : 4000, rounds })));
  }
  if (wants('segments')) {
    say(`segments over ${customers} customers`);
    const definitions = values.quick ? 100 : Number(values.definitions);
    segments = await benchSegments({ customers, rounds, definitions, isQuick: values.quick, say });
    rows.push(...segmentsRows(segments));
  }
  if (wants('customers')) {
    say(`the list of ${customers} customers`);
    rows.push(...(await benchCustomers(mongo.uri, { customers, say })));
  }
  if (wants('back-test')) {
    say(`a back-test over ${customers} customers`);
    rows.push(...(await benchBackTest(mongo.uri, { customers, rounds, say })));
  }
  if (wants('growth')) {
    say('the cost of an event as the shop grows');
    rows.push(...(await benchGrowth(mongo.uri, { small: 10_000, large: customers, rounds, say })));
  }
  if (wants('loyalty')) {
    say('points: orders settled, points spent, and what time does');
    const operations = values.quick ? 500 : 4000;
    rows.push(...(await benchLoyalty(mongo.uri, { operations, lots: Number(values.lots), customers, rounds, say })));
  }
  if (wants('admin')) {
    say('the pages of the admin in Chromium, throttled');
    admin = await benchVitals(rounds);
  }
} finally {
  await mongo.stop();
}
console.log(
  `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, medians of ${rounds} rounds\n`,
);
if (rows.length > 0) console.log(table(rows));
if (segments) console.log(segmentsTable(segments));
if (admin) console.log(vitalsTable(admin));
process.exit(0);
