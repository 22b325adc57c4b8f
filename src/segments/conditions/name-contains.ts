import { z } from 'zod';
import { cleanText, fold } from '../../model.ts';
import { defineCondition } from '../condition.ts';
import { distinct, TEXT_LENGTH_MAX, text } from '../fields.ts';
import { literally } from '../literal.ts';
import { unknownReading } from '../reading.ts';
import { quoted } from '../wording.ts';

export const nameContains = defineCondition({
  kind: 'name_contains',
  specRows: ['C31'],
  args: z.strictObject({
    text: text.refine((value) => fold(value) !== '', 'must hold more than spaces and accents'),
    exactAccents: z.boolean().optional().describe('False unless given: "Van" finds "Văn"'),
  }),
  form: {
    group: 'profile',
    label: { vi: 'Tên chứa', en: 'Name contains' },
    fields: [
      {
        name: 'text',
        type: 'text',
        maxLength: TEXT_LENGTH_MAX,
        required: true,
        label: { vi: 'Từ khoá', en: 'Text' },
        placeholder: { vi: 'Ví dụ: Văn', en: 'For example: Văn' },
      },
      {
        name: 'exactAccents',
        type: 'switch',
        required: false,
        label: { vi: 'Đúng dấu', en: 'Exact accents' },
        help: { vi: '“van” sẽ không tìm được “Văn”.', en: '“van” then does not find “Văn”.' },
      },
    ],
  },
  docs: {
    vi: 'Khách hàng có tên chứa từ khoá, không phân biệt chữ hoa và dấu: “van” tìm được “Văn”. Bật “Đúng dấu” để chỉ tìm đúng dấu đã gõ.',
    en: 'Customers whose name contains the text, whatever its case and accents: “van” finds “Văn”. With exact accents only case is ignored.',
  },
  examples: [
    {
      args: { text: 'Van' },
      matches: [{ name: 'Nguyễn Văn An' }, { name: 'VÂN' }],
      misses: [{ name: 'Nguyễn Thị An' }, {}],
    },
    {
      args: { text: 'văn', exactAccents: true },
      matches: [{ name: 'Nguyễn VĂN An' }],
      misses: [{ name: 'Nguyen Van An' }, { name: 'Vân' }, {}],
    },
    { args: { text: '.*' }, matches: [{ name: 'a.*b' }], misses: [{ name: 'Nguyễn Văn An' }] },
  ],
  compile({ text: wanted, exactAccents = false }) {
    if (!exactAccents) return { nameFolded: { $regex: literally(fold(wanted)) } };
    return { name: { $regex: lettersOf(asKept(wanted)).map(eitherCase).join('') } };
  },
  evaluate({ text: wanted, exactAccents = false }, customer) {
    if (!exactAccents) return customer.nameFolded?.includes(fold(wanted)) ?? false;
    const letters = lettersOf(customer.name ?? '');
    const sought = lettersOf(asKept(wanted));
    const isSame = (letter: string, other: string | undefined) =>
      letter === other || letter.toLowerCase() === other || letter.toUpperCase() === other;
    return letters.some((_, start) => sought.every((letter, index) => isSame(letter, letters[start + index])));
  },
  sentence({ text: wanted, exactAccents = false }, wording) {
    const accents = exactAccents ? wording.say(' (đúng dấu)', ' (with exact accents)') : '';
    return wording.say(
      `có tên chứa ${quoted(wanted)}${accents}`,
      `have a name that contains ${quoted(wanted)}${accents}`,
    );
  },
  read({ text: wanted }, { name }, wording) {
    if (name === undefined)
      return unknownReading(
        wording.say('chưa có tên', 'no name'),
        wording.say(`ghi một tên chứa ${quoted(wanted)}`, `record a name that contains ${quoted(wanted)}`),
      );
    return { value: name, shown: quoted(name), change: null };
  },
  word: 'name',
  missing: { label: { vi: 'chưa có tên', en: 'have no name' }, filter: { name: { $exists: false } } },
});

/** Names are kept in composed Unicode with single spaces. */
function asKept(value: string): string {
  return cleanText(value) ?? '';
}

/** Code points, which is what PCRE takes for characters. */
function lettersOf(value: string): string[] {
  return Array.from(value);
}

/** The cases of a letter, spelled out: the option `i` goes by the Unicode version that MongoDB was built with. */
function eitherCase(letter: string): string {
  const cases = distinct([letter, letter.toLowerCase(), letter.toUpperCase()]).filter(
    (variant) => lettersOf(variant).length === 1,
  );
  return cases.length === 1 ? literally(letter) : `[${cases.join('')}]`;
}
