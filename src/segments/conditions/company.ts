import { z } from 'zod';
import { defineCondition } from '../condition.ts';
import { foldedPattern, holdsFolded, SOUGHT_LENGTH_MAX, soughtText } from '../folded-text.ts';
import { quoted } from '../wording.ts';

export const company = defineCondition({
  kind: 'company',
  specRows: ['§2a'],
  args: z.discriminatedUnion('match', [
    z.strictObject({ match: z.literal('any') }),
    z.strictObject({ match: z.literal('none') }),
    z.strictObject({ match: z.literal('contains'), text: soughtText }),
  ]),
  form: {
    group: 'profile',
    label: { vi: 'Công ty', en: 'Company' },
    fields: [
      {
        name: 'match',
        type: 'select',
        required: true,
        default: 'any',
        label: { vi: 'Công ty', en: 'Company' },
        options: [
          { value: 'any', label: { vi: 'mua cho công ty', en: 'buys for a company' } },
          { value: 'none', label: { vi: 'không mua cho công ty', en: 'buys for no company' } },
          {
            value: 'contains',
            label: { vi: 'tên công ty chứa', en: 'company name contains' },
            fields: [
              {
                name: 'text',
                type: 'text',
                maxLength: SOUGHT_LENGTH_MAX,
                required: true,
                label: { vi: 'Từ khoá', en: 'Text' },
                placeholder: { vi: 'Ví dụ: Hoà Phát', en: 'For example: Hoà Phát' },
              },
            ],
          },
        ],
      },
    ],
  },
  docs: {
    vi: 'Khách hàng mua cho một công ty, không mua cho công ty nào, hoặc có tên công ty chứa từ khoá. Không phân biệt chữ hoa và dấu.',
    en: 'Customers who buy for a company, for none, or for one whose name contains the text. Case and accents do not matter.',
  },
  examples: [
    { args: { match: 'any' }, matches: [{ company: 'Công ty Hoà Phát' }], misses: [{}] },
    { args: { match: 'none' }, matches: [{}], misses: [{ company: 'Công ty Hoà Phát' }] },
    {
      args: { match: 'contains', text: 'hoa  phat' },
      matches: [{ company: 'Công ty HOÀ PHÁT' }],
      misses: [{ company: 'Hoà Bình' }, {}],
    },
  ],
  compile(args) {
    if (args.match === 'contains') return { company: { $regex: foldedPattern(args.text) } };
    return { company: { $exists: args.match === 'any' } };
  },
  evaluate(args, customer) {
    if (customer.company === undefined) return args.match === 'none';
    return args.match === 'contains' ? holdsFolded(customer.company, args.text) : args.match === 'any';
  },
  sentence(args, wording) {
    if (args.match === 'any') return wording.say('mua cho công ty', 'buy for a company');
    if (args.match === 'none') return wording.say('không mua cho công ty nào', 'buy for no company');
    const name = quoted(args.text);
    return wording.say(`mua cho công ty có tên chứa ${name}`, `buy for a company whose name contains ${name}`);
  },
  read(args, customer, wording) {
    const record = wording.say('ghi công ty', 'record the company');
    if (customer.company === undefined)
      return { value: null, shown: wording.say('chưa có công ty', 'no company'), change: { by: null, text: record } };
    const remove = wording.say('bỏ công ty', 'remove the company');
    return {
      value: customer.company,
      shown: quoted(customer.company),
      change: args.match === 'contains' ? null : { by: null, text: remove },
    };
  },
  missing: { label: { vi: 'chưa có công ty', en: 'have no company' }, filter: { company: { $exists: false } } },
});
