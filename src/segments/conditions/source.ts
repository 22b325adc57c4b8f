import { z } from 'zod';
import type { Customer } from '../../model.ts';
import { defineCondition } from '../condition.ts';
import { CHOICES_MAX, distinct, texts } from '../fields.ts';
import { unknownReading } from '../reading.ts';
import { quoted } from '../wording.ts';

const touch = z.enum(['first', 'last']);
type Touch = z.output<typeof touch>;
const FIELDS = { first: 'source', last: 'lastSource' } as const satisfies Record<Touch, keyof Customer>;

/** C23. */
export const source = defineCondition({
  kind: 'source',
  specRows: ['C23'],
  args: z.strictObject({
    touch: touch.describe('Where the customer came from first, or last'),
    sources: texts,
  }),
  form: {
    group: 'profile',
    label: { vi: 'Nguồn kết nối', en: 'Source' },
    fields: [
      {
        name: 'touch',
        type: 'select',
        required: true,
        default: 'first',
        label: { vi: 'Lần', en: 'Which' },
        options: [
          { value: 'first', label: { vi: 'nguồn đầu tiên', en: 'the first source' } },
          { value: 'last', label: { vi: 'nguồn gần nhất', en: 'the last source' } },
        ],
      },
      {
        name: 'sources',
        type: 'lookup',
        of: 'sources',
        max: CHOICES_MAX,
        isOpen: true,
        required: true,
        label: { vi: 'Nguồn', en: 'Sources' },
      },
    ],
  },
  docs: {
    vi: 'Khách hàng đến lần đầu, hoặc lần gần nhất, từ một trong các nguồn đã chọn. Không phân biệt chữ hoa; nguồn đầu tiên chỉ được ghi một lần và không đổi.',
    en: 'Customers who first, or last, came from one of the chosen sources. Case does not matter; the first source is stored once and stays.',
  },
  examples: [
    {
      args: { touch: 'first', sources: ['Zalo', 'facebook'] },
      matches: [{ source: 'zalo' }, { source: 'facebook', lastSource: 'web' }],
      misses: [{ source: 'web', lastSource: 'zalo' }, {}],
    },
    {
      args: { touch: 'last', sources: ['zalo'] },
      matches: [{ source: 'web', lastSource: 'zalo' }],
      misses: [{ source: 'zalo' }, { source: 'zalo', lastSource: 'web' }, {}],
    },
  ],
  compile: (args) => ({ [FIELDS[args.touch]]: { $in: distinct(args.sources.map(lowerCase)) } }),
  evaluate(args, customer) {
    const from = customer[FIELDS[args.touch]];
    return args.sources.some((chosen) => lowerCase(chosen) === from);
  },
  sentence(args, wording) {
    const names = wording.or([...new Set(args.sources)].map(quoted));
    return args.touch === 'first'
      ? wording.say(`đến lần đầu từ nguồn ${names}`, `first came from ${names}`)
      : wording.say(`đến gần nhất từ nguồn ${names}`, `last came from ${names}`);
  },
  read(args, customer, wording) {
    const from = customer[FIELDS[args.touch]];
    if (from !== undefined) return { value: from, shown: quoted(from), change: null };
    return unknownReading(wording.say('chưa rõ nguồn', 'no known source'));
  },
  missingOf: (args) => ({
    label:
      args.touch === 'first'
        ? { vi: 'chưa rõ nguồn đầu tiên', en: 'have no known first source' }
        : { vi: 'chưa rõ nguồn gần nhất', en: 'have no known last source' },
    filter: { [FIELDS[args.touch]]: { $exists: false } },
  }),
});

/** Sources are stored in lower case. */
function lowerCase(name: string): string {
  return name.toLowerCase();
}
