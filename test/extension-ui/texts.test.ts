import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';
import t from 'tap';
import { type Table, tables } from '../../extension-ui/src/texts/define.ts';
import { PARK_REASONS } from '../../src/errors.ts';

const UI = join(import.meta.dirname, '../../extension-ui/src');
const files = globSync('**/*.{ts,tsx}', { cwd: UI });

/** Words that are the same in both languages, by table and key: names, units and abbreviations. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  shell: ['vietnamese', 'english'],
  customer: ['email'],
};

/** Letters that Vietnamese has and English has not. A table without any of them was not translated. */
const VIETNAMESE = /[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]/i;

for (const file of files.filter((name) => /(^|\/)texts\.ts$/.test(name))) await import(join(UI, file));

t.test('every text is there in both languages, with the same values in it', async (t) => {
  t.ok(tables.size > 5, `${tables.size} tables`);
  for (const [name, { vi, en }] of tables) {
    t.same(stems(en), stems(vi), `${name}: the same keys`);
    t.same(wrongPlurals(vi, ['other']), [], `${name}: Vietnamese has one plural form`);
    t.same(wrongPlurals(en, ['one', 'other']), [], `${name}: English has two`);
    for (const stem of stems(vi)) {
      const [ours, theirs] = [formsOf(vi, stem), formsOf(en, stem)];
      t.ok(
        [...ours, ...theirs].every((text) => text.trim() !== ''),
        `${name}.${stem}: is not empty`,
      );
      // The singular may leave the number out ("one day"); nothing else may.
      t.same(valuesIn(theirs.slice(-1)), valuesIn(ours.slice(-1)), `${name}.${stem}: the same values`);
      if (ours.at(-1) === theirs.at(-1) && /\p{L}{3}/u.test(bare(ours.at(-1) ?? '')))
        t.ok(SAME[name]?.includes(stem), `${name}.${stem}: "${ours.at(-1)}" is translated`);
    }
    t.ok(VIETNAMESE.test(Object.values(vi).join(' ')), `${name}: is Vietnamese`);
    t.notOk(
      name !== 'shell' &&
        VIETNAMESE.test(
          Object.values(en)
            .join(' ')
            .replaceAll(/“[^”]*”/g, ''),
        ),
      `${name}: is English`,
    );
    for (const text of Object.values(vi)) t.equal(text.normalize('NFC'), text, `${name}: composed letters`);
  }
});

t.test('every reason to park a delivery is explained', async (t) => {
  const { vi } = tables.get('deliveries') ?? {};
  for (const reason of Object.keys(PARK_REASONS)) t.ok(vi?.[reason] && vi[`short_${reason}`], reason);
});

/** Attributes that people read or hear. */
const SPOKEN = new Set([
  'aria-label',
  'aria-description',
  'alt',
  'description',
  'error',
  'label',
  'placeholder',
  'title',
  'header',
  'hint',
]);

t.test('no component holds a text of its own', async (t) => {
  const found: string[] = [];
  for (const file of files.filter((name) => name.endsWith('.tsx'))) {
    const program = parseSync(readFileSync(join(UI, file), 'utf8'), { syntax: 'typescript', tsx: true });
    walk(program, (node) => {
      if (node['type'] === 'JSXText' && /\p{L}/u.test(String(node['value'])))
        found.push(`${file}: ${String(node['value']).trim()}`);
      if (node['type'] !== 'JSXAttribute') return;
      const attribute = node as unknown as { name: { value: string }; value: { type: string; value: string } | null };
      const isText = attribute.value?.type === 'StringLiteral' && /\p{L}/u.test(attribute.value.value);
      if (isText && SPOKEN.has(attribute.name.value))
        found.push(`${file}: ${attribute.name.value}="${attribute.value?.value}"`);
    });
  }
  t.same(found, []);
});

function stems(table: Table): string[] {
  return [...new Set(Object.keys(table).map((key) => key.replace(/_(one|other)$/, '')))].sort();
}

function formsOf(table: Table, stem: string): string[] {
  return [stem, `${stem}_one`, `${stem}_other`].flatMap((key) => table[key] ?? []);
}

function wrongPlurals(table: Table, forms: readonly string[]): string[] {
  const plural = stems(table).filter((stem) => table[stem] === undefined);
  return plural.filter((stem) => {
    const had = ['one', 'other'].filter((form) => table[`${stem}_${form}`] !== undefined);
    return had.join() !== forms.join();
  });
}

function valuesIn(texts: readonly string[]): string[] {
  return texts.flatMap((text) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '')).sort();
}

function bare(text: string): string {
  return text.replaceAll(/\{\{\w+\}\}/g, '');
}

function walk(node: unknown, visit: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, visit);
  } else if (typeof node === 'object' && node !== null) {
    visit(node as Record<string, unknown>);
    for (const value of Object.values(node)) walk(value, visit);
  }
}
