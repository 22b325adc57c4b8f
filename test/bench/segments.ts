import type { Row } from './report.ts';
import { type Counted, countAll } from './segments/counts.ts';
import { openDatabase } from './segments/database.ts';
import { openDuckdb } from './segments/duckdb.ts';
import { type Exported, measureExport } from './segments/export.ts';
import { type Live, measureLive } from './segments/live.ts';
import { type Midnight, measureMidnight } from './segments/midnight.ts';
import { openPostgres } from './segments/postgres.ts';
import { measurePreviews, type Previewed } from './segments/previews.ts';
import { writeTables } from './segments/tables.ts';

export interface SegmentsBench {
  readonly customers: number;
  /** Null: this machine has no PostgreSQL. */
  readonly postgresVersion: string | null;
  readonly counted: readonly Counted[];
  readonly previewed: Previewed;
  readonly exported: Exported;
  readonly live: Live;
  readonly midnight: Midnight;
}

/**
 * Segments over a large shop: twenty questions to us and to what one would take instead, previews and what they promise, the export of
 * everybody, members while events come in, and a midnight. The data of each size are made once and kept.
 */
export async function benchSegments(options: {
  readonly customers: number;
  readonly rounds: number;
  readonly isQuick: boolean;
  /** Random ones, whose intervals are held against the truth. */
  readonly definitions: number;
  readonly say: (line: string) => void;
}): Promise<SegmentsBench> {
  const { customers, rounds, isQuick, definitions, say } = options;
  const csv = await writeTables(customers, say);
  const database = await openDatabase(customers, say);
  try {
    const others = await openOthers(customers, csv, say);
    let counted: Counted[];
    try {
      counted = await countAll(database, others, { customers, rounds, say });
    } finally {
      await others.close();
    }
    say(`previews, and ${definitions} random definitions counted besides`);
    const previewed = await measurePreviews(database, { definitions, rounds });
    say('export of everybody');
    const exported = await measureExport(database);
    say('live');
    const live = await measureLive(database, isQuick ? 5 : 30);
    say('a midnight');
    const midnight = await measureMidnight(database);
    const postgresVersion = others.postgres?.version ?? null;
    return { customers, postgresVersion, counted, previewed, exported, live, midnight };
  } finally {
    await database.stop();
  }
}

async function openOthers(customers: number, csv: string, say: (line: string) => void) {
  const duckdb = await openDuckdb(customers, csv, say);
  const postgres = await openPostgres(customers, csv, say).catch(async (error: unknown) => {
    await duckdb.close();
    throw error;
  });
  return {
    duckdb,
    postgres,
    async close() {
      await postgres?.close();
      await duckdb.close();
    },
  };
}

/** What has an aim, as rows of the table of all benches: times, so that a ratio below one is quicker than the baseline. */
export function segmentsRows(bench: SegmentsBench): Row[] {
  const { customers, previewed, exported, live, midnight } = bench;
  const size = customers.toLocaleString('en');
  const totalOf = (column: Column) => sumOf(bench.counted, column);
  const ours = totalOf('ours') ?? 0;
  const against = (what: string, total: number | null, baseline: string, aim: string): Row[] =>
    total === null ? [] : [{ what, ours, against: total, baseline, ratio: ours / total, aim }];
  const limit = (what: string, measured: number, most: number, aim: string): Row => ({
    ...{ what, ours: measured, against: most, baseline: 'the aim', ratio: measured / most, aim },
  });
  const what = `twenty exact counts, ${size} customers, ms`;
  return [
    ...against(what, totalOf('byHand'), 'the best pipelines by hand', '≤ 1.05'),
    ...against(what, totalOf('postgres'), `PostgreSQL ${bench.postgresVersion}`, '≤ 0.5'),
    ...against(what, totalOf('duckdb'), 'DuckDB', 'the columnar limit'),
    ...against(what, totalOf('byLookup'), '`$lookup` pipelines by hand', '≤ 0.2'),
    limit('preview, p95 ms', previewed.p95Ms, 50, '≤ 1'),
    ...(previewed.definitions === 0
      ? []
      : [
          limit(
            `intervals that hold the truth, of ${previewed.definitions}`,
            previewed.held,
            previewed.definitions * 0.95,
            '≥ 1',
          ),
        ]),
    limit(
      `export of ${exported.rows.toLocaleString('en')} rows (${exported.seconds.toFixed(0)} s), resident MB`,
      exported.residentMb,
      300,
      '≤ 1',
    ),
    limit(`members right after an event, p99 ms, of ${live.events}`, live.p99Ms, 250, '≤ 1'),
    limit(`midnight of ${midnight.segments} segments, s`, midnight.seconds, 60, '≤ 1'),
    {
      what: 'the same',
      ...{ ours: midnight.seconds, against: midnight.builtSeconds, baseline: 'building each again, s' },
      ...{ ratio: midnight.seconds / midnight.builtSeconds, aim: '' },
    },
  ];
}

/** The questions one by one, in milliseconds. */
export function segmentsTable({ counted }: SegmentsBench): string {
  const cell = (ms: number | null) =>
    ms === null ? '–' : ms >= 100 ? Math.round(ms).toLocaleString('en') : ms.toFixed(1);
  const total = (of: Column) => cell(sumOf(counted, of));
  const columns: Column[] = ['ours', 'byHand', 'byLookup', 'postgres', 'duckdb'];
  return [
    '| segment | customers | Tessera | by hand | `$lookup` | PostgreSQL | DuckDB |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...counted.map(
      (one) =>
        `| ${one.name} | ${one.count.toLocaleString('en')} | ${columns.map((column) => cell(one[column])).join(' | ')} |`,
    ),
    `| all twenty | | ${columns.map((column) => `**${total(column)}**`).join(' | ')} |`,
    '',
  ].join('\n');
}

type Column = 'ours' | 'byHand' | 'byLookup' | 'postgres' | 'duckdb';

function sumOf(counted: readonly Counted[], of: Column): number | null {
  let sum = 0;
  for (const { [of]: ms } of counted) {
    if (ms === null) return null;
    sum += ms;
  }
  return sum;
}
