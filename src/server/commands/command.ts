import { type ParseArgsConfig, parseArgs } from 'node:util';
import { AppError } from '../../errors.ts';
import type { Shop, ShopId } from '../../model.ts';
import { type Config, loadConfig } from '../config.ts';
import { type Database, joinDatabase } from '../database.ts';
import type { SecretBox } from '../secrets.ts';
import { openBox } from '../server.ts';

/** One command of the command line. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly about: string;
  /** The exit code. */
  readonly run: (args: readonly string[]) => Promise<number>;
}

export const note = (line: string) => console.error(`crm: ${line}`);

/** Options of a command, each with `--json`; an unknown one is an error that says so. */
export function readOptions<T extends NonNullable<ParseArgsConfig['options']>>(args: readonly string[], options: T) {
  return parseArgs({
    args: [...args],
    options: { ...options, json: { type: 'boolean', default: false } },
    allowPositionals: true,
    strict: true,
  });
}

/** The answer: one line of JSON for machines, or lines for people. */
export function answer(isJson: boolean, value: unknown, lines: readonly string[]): void {
  console.log(isJson ? JSON.stringify(value) : lines.join('\n'));
}

export interface Workplace {
  readonly config: Config;
  readonly database: Database;
  readonly box: SecretBox;
}

/** Opens the database (beside a running server: that server's) for as long as the work takes. */
export async function withDatabase<R>(work: (place: Workplace) => Promise<R>): Promise<R> {
  const config = loadConfig();
  const database = await joinDatabase(config, note);
  try {
    return await work({ config, database, box: await openBox(config, database.store) });
  } finally {
    await database.close();
  }
}

/** The shop named by its id or by a connection's domain; without a name the only one there is. */
export async function findShop({ database }: Workplace, name: string | undefined): Promise<Shop> {
  const { shops, installations } = database.store.system;
  if (name === undefined) {
    const all = await shops.find().limit(2).toArray();
    if (all.length === 1 && all[0]) return all[0];
    throw new AppError(
      'shop_unknown',
      all.length === 0 ? 'there is no shop yet' : 'there are several shops: name one with --shop <id or domain>',
    );
  }
  const connection = await installations.findOne({ domain: name.toLowerCase() });
  const shop = await shops.findOne({ _id: (connection?.shop ?? name) as ShopId });
  if (!shop) throw new AppError('shop_unknown', `there is no shop "${name}"`);
  return shop;
}
