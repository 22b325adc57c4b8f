import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { MongoClient } from 'mongodb';
import { pino } from 'pino';
import packageJson from '../../../package.json' with { type: 'json' };
import { BulkActions } from '../../../src/server/segments/actions.ts';
import type { ColumnId } from '../../../src/server/segments/export-columns.ts';
import { ALL_BUCKETS, inRange } from '../../../src/server/segments/scan.ts';
import type { ActionMembersDocument } from '../../../src/server/store/bulk-action-document.ts';
import type { ShopStore } from '../../../src/server/store/index.ts';
import { houseOver } from '../../support/house.ts';
import { DATABASE, type Database } from './database.ts';
import { NOW, SHOP } from './shop.ts';

const ACTION = `${SHOP}/everybody.export`;
const GROUP = 100;
const COLUMNS: ColumnId[] = ['id', 'name', 'phone', 'email', 'gender', 'tags', 'tier', 'points', 'spent', 'orders'];

export interface Exported {
  readonly rows: number;
  readonly seconds: number;
  readonly bytes: number;
  /** Of a server that does nothing else, at its most. */
  readonly residentMb: number;
}

/** Everybody into one XLSX file, by a process of its own, whose memory is looked at all the while. */
export async function measureExport({ uri, house }: Database): Promise<Exported> {
  const scope = house.store.forShop(SHOP);
  await clear(scope);
  try {
    const total = await freezeEverybody(scope);
    await scope.bulkActions.insert([
      {
        _id: ACTION,
        shop: SHOP,
        segment: `${SHOP}/everybody`,
        name: 'Everybody',
        label: 'everybody.1',
        asked: { type: 'export', format: 'xlsx', columns: COLUMNS, language: 'vi' },
        at: NOW,
        by: 'bench',
        state: 'queued',
        frozen: true,
        progress: { done: 0, total },
        changed: 0,
        expiresAt: new Date(Date.now() + 86_400_000),
      },
    ]);
    const { stdout } = await promisify(execFile)(process.execPath, [...flagsOfStart(), import.meta.filename, uri]);
    const action = await scope.bulkActions.findOne({ _id: ACTION });
    const [file] = action?.files ?? [];
    if (action?.state !== 'done' || file?.rows !== total) throw new Error(`the export ended as ${action?.state}`);
    return { ...(JSON.parse(stdout) as Pick<Exported, 'seconds' | 'residentMb'>), rows: file.rows, bytes: file.bytes };
  } finally {
    await clear(scope);
  }
}

/** As an action writes them down, without a segment that they would first have to be put into. */
async function freezeEverybody(scope: ShopStore): Promise<number> {
  let total = 0;
  let group: ActionMembersDocument['customers'] = [];
  const groups: ActionMembersDocument[] = [];
  const close = () => {
    if (group.length === 0) return;
    const _id = `${ACTION}/${String(Math.ceil(total / GROUP)).padStart(6, '0')}`;
    groups.push({ _id, shop: SHOP, action: ACTION, customers: group, expiresAt: new Date(Date.now() + 86_400_000) });
    group = [];
  };
  for await (const { _id } of scope.customers.find(inRange(scope, ALL_BUCKETS), {
    projection: { _id: 1 },
    hint: 'listed_by_key',
  })) {
    group.push(_id);
    total++;
    if (group.length === GROUP) close();
    if (groups.length === 100) await scope.actionMembers.insert(groups.splice(0));
  }
  close();
  if (groups.length > 0) await scope.actionMembers.insert(groups);
  return total;
}

/** What `npm start` gives Node besides the program. */
function flagsOfStart(): string[] {
  return packageJson.scripts.start.split(' ').filter((word) => word.startsWith('--'));
}

async function clear(scope: ShopStore): Promise<void> {
  await scope.exportChunks.deleteMany({ action: ACTION });
  await scope.actionMembers.deleteMany({ action: ACTION });
  await scope.bulkActions.deleteMany({ _id: ACTION });
}

/** The process: does what waits, and prints how long it took and how large it was. */
async function exportHere(uri: string): Promise<Pick<Exported, 'seconds' | 'residentMb'>> {
  const client = await new MongoClient(uri).connect();
  const { store, states, box } = await houseOver(client, DATABASE);
  const logger = pino({ level: 'silent' });
  const parts = {
    store,
    states,
    box,
    logger,
    mail: null,
    publicUrl: 'http://localhost',
    owner: 'bench',
    now: Date.now,
  };
  const actions = new BulkActions(parts);
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 20);
  const started = performance.now();
  await actions.resume();
  await actions.idle();
  const seconds = (performance.now() - started) / 1000;
  clearInterval(watch);
  await client.close();
  return { seconds, residentMb: most / 2 ** 20 };
}

const [, program, uri = ''] = process.argv;
if (program === import.meta.filename) console.log(JSON.stringify(await exportHere(uri)));
