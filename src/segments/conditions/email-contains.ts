import { z } from 'zod';
import { defineCondition } from '../condition.ts';
import { TEXT_LENGTH_MAX, text } from '../fields.ts';
import type { Text } from '../form.ts';
import { literally } from '../literal.ts';
import { unknownReading } from '../reading.ts';
import { quoted } from '../wording.ts';

const MODES = ['contains', 'starts', 'ends', 'domain'] as const;

const LABELS: Readonly<Record<(typeof MODES)[number], Text>> = {
  contains: { vi: 'chứa', en: 'contains' },
  starts: { vi: 'bắt đầu bằng', en: 'starts with' },
  ends: { vi: 'kết thúc bằng', en: 'ends with' },
  domain: { vi: 'thuộc tên miền', en: 'is at the domain' },
};

const args = z
  .strictObject({
    mode: z.enum(MODES).describe('"domain" is that domain or one below it: "edu.vn" finds a@hust.edu.vn'),
    text: text.refine((value) => asKept(value) !== '', 'must hold more than spaces'),
  })
  .refine((given) => given.mode !== 'domain' || /^[^\s@]+$/.test(domainIn(given.text)), {
    message: 'must be a domain such as gmail.com',
    path: ['text'],
  });

export const emailContains = defineCondition({
  kind: 'email_contains',
  specRows: ['C33'],
  args,
  form: {
    group: 'contact',
    label: { vi: 'Email', en: 'E-mail address' },
    fields: [
      {
        name: 'mode',
        type: 'select',
        required: true,
        default: 'contains',
        label: { vi: 'Email', en: 'E-mail address' },
        options: MODES.map((value) => ({ value, label: LABELS[value] })),
      },
      {
        name: 'text',
        type: 'text',
        maxLength: TEXT_LENGTH_MAX,
        required: true,
        label: { vi: 'Từ khoá hoặc tên miền', en: 'Text or domain' },
        placeholder: { vi: 'Ví dụ: gmail.com', en: 'For example: gmail.com' },
      },
    ],
  },
  docs: {
    vi: 'Khách hàng có email chứa, bắt đầu hoặc kết thúc bằng từ khoá, không phân biệt chữ hoa. “Thuộc tên miền” tính cả tên miền con: “edu.vn” tìm được a@hust.edu.vn.',
    en: 'Customers whose e-mail address contains, starts or ends with the text, whatever its case. “Is at the domain” takes domains below it as well: “edu.vn” finds a@hust.edu.vn.',
  },
  examples: [
    {
      args: { mode: 'contains', text: 'Sales' },
      matches: [{ email: 'sales@shop.vn' }, { email: 'a@presales.vn' }],
      misses: [{ email: 'sale@shop.vn' }, {}],
    },
    {
      args: { mode: 'starts', text: 'info@' },
      matches: [{ email: 'info@shop.vn' }],
      misses: [{ email: 'xinfo@shop.vn' }, {}],
    },
    {
      args: { mode: 'ends', text: '.vn' },
      matches: [{ email: 'a@shop.vn' }],
      misses: [{ email: 'a@shop.vn.com' }, {}],
    },
    {
      args: { mode: 'domain', text: '@Shop.vn' },
      matches: [{ email: 'a@shop.vn' }, { email: 'a@mail.shop.vn' }],
      misses: [{ email: 'a@workshop.vn' }, { email: 'shop.vn@gmail.com' }, {}],
    },
  ],
  compile({ mode, text: wanted }) {
    return { email: { $regex: PATTERNS[mode](wanted) } };
  },
  evaluate({ mode, text: wanted }, { email }) {
    if (email === undefined) return false;
    const at = email.lastIndexOf('@');
    const host = email.slice(at + 1);
    switch (mode) {
      case 'contains':
        return email.includes(asKept(wanted));
      case 'starts':
        return email.startsWith(asKept(wanted));
      case 'ends':
        return email.endsWith(asKept(wanted));
      case 'domain':
        return at >= 0 && `.${host}`.endsWith(`.${domainIn(wanted)}`);
    }
  },
  sentence({ mode, text: wanted }, wording) {
    const how = wording.say(LABELS[mode].vi, LABELS[mode].en);
    const what = quoted(mode === 'domain' ? domainIn(wanted) : asKept(wanted));
    return wording.say(`có email ${how} ${what}`, `have an e-mail address that ${how} ${what}`);
  },
  read(_args, { email }, wording) {
    if (email !== undefined) return { value: email, shown: email, change: null };
    return unknownReading(
      wording.say('chưa có email', 'no e-mail address'),
      wording.say('ghi email như vậy', 'record such an e-mail address'),
    );
  },
  word: 'email',
  missing: {
    label: { vi: 'chưa có email', en: 'have no e-mail address' },
    filter: { email: { $exists: false } },
  },
});

/** Addresses are kept trimmed and in lower case. `\z`, because `$` also stands in front of a last line break. */
const PATTERNS: Readonly<Record<(typeof MODES)[number], (wanted: string) => string>> = {
  contains: (wanted) => literally(asKept(wanted)),
  starts: (wanted) => `^${literally(asKept(wanted))}`,
  ends: (wanted) => `${literally(asKept(wanted))}\\z`,
  domain: (wanted) => `@(?:[^@]*\\.)?${literally(domainIn(wanted))}\\z`,
};

function asKept(wanted: string): string {
  return wanted.normalize('NFC').trim().toLowerCase();
}

/** "@gmail.com" is how people write it. */
function domainIn(wanted: string): string {
  return asKept(wanted).replace(/^[@.]+/, '');
}
