import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { keptFolder, made } from './kept.ts';
import { csvOf, TABLE_NAMES, TABLES } from './tables.ts';

export interface Sql {
  /** The count, and how long each of so many runs took, in milliseconds; one more before them warms up. */
  count(sql: string, rounds: number): Promise<{ count: number; ms: number[] }>;
  close(): Promise<void>;
}

/** The columnar limit: two threads, everything in memory after the first look. */
export async function openDuckdb(customers: number, csv: string, say: (line: string) => void): Promise<Sql> {
  const folder = keptFolder(customers, 'duckdb');
  const file = join(folder, 'shop.duckdb');
  await made(folder, async () => {
    say('filling DuckDB');
    rmSync(file, { force: true });
    const instance = await DuckDBInstance.create(file, { threads: '2' });
    const db = await instance.connect();
    for (const table of TABLE_NAMES) {
      await db.run(`CREATE TABLE ${table} (${TABLES[table].replace(/,? *PRIMARY KEY( \(.*\))?/, '')})`);
      await db.run(`COPY ${table} FROM '${csvOf(csv, table)}' (HEADER false, NULLSTR '')`);
    }
    await db.run('CHECKPOINT');
    db.closeSync();
    instance.closeSync();
  });
  const instance = await DuckDBInstance.create(file, { threads: '2' });
  const db = await instance.connect();
  return {
    async count(sql, rounds) {
      const ms: number[] = [];
      let count = 0;
      for (let round = 0; round <= rounds; round++) {
        const started = performance.now();
        const rows = (await db.runAndReadAll(sql)).getRows();
        ms.push(performance.now() - started);
        count = Number(rows[0]?.[0]);
      }
      return { count, ms: ms.slice(1) };
    },
    async close() {
      db.closeSync();
      instance.closeSync();
    },
  };
}
