import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fold } from '../../../src/model.ts';
import { keptFolder, made } from './kept.ts';
import { type Person, personAt } from './shop.ts';

/** The shop as relational databases have it: normalised, keys are numbers, a day is a number as everywhere else. */
export const TABLES = {
  customers: `id INTEGER PRIMARY KEY, gender TEXT, birth_year INTEGER, birth_month INTEGER, birth_day INTEGER, phone TEXT, email TEXT,
    name TEXT, name_folded TEXT, source TEXT, email_consent TEXT, tier TEXT, points INTEGER, created_at BIGINT`,
  tags: 'customer INTEGER, tag TEXT, PRIMARY KEY (tag, customer)',
  orders: 'id INTEGER PRIMARY KEY, customer INTEGER, day INTEGER, net BIGINT, channel TEXT, location TEXT',
  lines: 'order_id INTEGER, product TEXT, category TEXT, quantity INTEGER, amount BIGINT',
} as const;
export type TableName = keyof typeof TABLES;
export const TABLE_NAMES = Object.keys(TABLES) as TableName[];

/** CSV files, one a table, without a head. Nothing of what is in them needs quotes; an empty field is null. */
export async function writeTables(customers: number, say: (line: string) => void): Promise<string> {
  const folder = keptFolder(customers, 'csv');
  await made(folder, async () => {
    say('writing the tables of the others');
    for (const table of TABLE_NAMES)
      await pipeline(Readable.from(linesOf(table, customers)), createWriteStream(csvOf(folder, table)));
  });
  return folder;
}

export const csvOf = (folder: string, table: TableName): string => join(folder, `${table}.csv`);

function* linesOf(table: TableName, customers: number): Generator<string> {
  let text = '';
  let order = 0;
  for (let index = 0; index < customers; index++) {
    const person = personAt(index);
    for (const row of rowsOf(table, person, order)) text += `${row.map((cell) => cell ?? '').join(',')}\n`;
    order += person.orders.length;
    if (text.length < 1 << 20) continue;
    yield text;
    text = '';
  }
  yield text;
}

type Cells = readonly (string | number | null | undefined)[];

function rowsOf(table: TableName, person: Person, firstOrder: number): Cells[] {
  const { index: id, birth, orders } = person;
  switch (table) {
    case 'customers':
      return [
        [
          ...[id, person.gender, birth?.year, birth?.month, birth?.day, person.phone, person.email],
          ...[person.name, fold(person.name), person.source, person.emailConsent],
          ...[person.tier, person.points, person.createdAt],
        ],
      ];
    case 'tags':
      return person.tags.map((tag) => [id, fold(tag)]);
    case 'orders':
      return orders.map(({ day, net, channel, location }, n) => [firstOrder + n, id, day, net, channel, location]);
    case 'lines':
      return orders.flatMap(({ lines }, n) =>
        lines.map(({ product, category, quantity, amount }) => [firstOrder + n, product, category, quantity, amount]),
      );
  }
}
