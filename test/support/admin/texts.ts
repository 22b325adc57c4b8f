import { globSync } from 'node:fs';
import { join } from 'node:path';
import { type Table, tables } from '../../../extension-ui/src/texts/define.ts';
import type { Locale } from '../browser.ts';

const UI = join(import.meta.dirname, '../../../extension-ui/src');
for (const file of globSync('**/texts.ts', { cwd: UI })) if (!file.startsWith('texts/')) await import(join(UI, file));

/** Every text of the admin by its table, as its pages define them. */
export { tables };

/** Finds texts as people read them, so that a test says which one it means and not how it is worded: `say('shell.customers')`. */
export type Say = (name: string, values?: Readonly<Record<string, string | number>>) => string;

export function texts(locale: Locale): Say {
  return (name, values = {}) => {
    const [room = '', key = ''] = name.split('.');
    const table = tables.get(room)?.[locale];
    const form = locale === 'en' && values['count'] === 1 ? 'one' : 'other';
    const text = table?.[key] ?? table?.[`${key}_${form}`];
    if (text === undefined) throw new Error(`there is no text ${name}`);
    return text.replaceAll(/\{\{(\w+)\}\}/g, (_, value: string) => String(values[value] ?? `{{${value}}}`));
  };
}

/** As {@link texts}, matching whatever stands for the values that are not given. */
export function pattern(text: string): RegExp {
  return new RegExp(
    `^${text
      .split(/\{\{\w+\}\}/)
      .map(RegExp.escape ?? escaped)
      .join('(.+?)')}$`,
    'u',
  );
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

export type { Table };
