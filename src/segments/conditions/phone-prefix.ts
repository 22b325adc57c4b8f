import { z } from 'zod';
import { displayPhone, phonePrefix as normalised } from '../../model.ts';
import { defineCondition } from '../condition.ts';
import type { SegmentContext } from '../context.ts';
import { distinct, text } from '../fields.ts';
import { unknownReading } from '../reading.ts';

/**
 * Vietnamese mobile prefixes as assigned since the change to ten digits in 2018, without the leading zero. This is by
 * prefix, not by ported number: since November 2018 a number can be taken to another carrier and keeps its prefix (C32).
 */
const CARRIERS = {
  viettel: { name: 'Viettel', prefixes: ['32', '33', '34', '35', '36', '37', '38', '39', '86', '96', '97', '98'] },
  mobifone: { name: 'MobiFone', prefixes: ['70', '76', '77', '78', '79', '89', '90', '93'] },
  vinaphone: { name: 'VinaPhone', prefixes: ['81', '82', '83', '84', '85', '88', '91', '94'] },
  vietnamobile: { name: 'Vietnamobile', prefixes: ['52', '56', '58', '92'] },
  gmobile: { name: 'Gmobile', prefixes: ['59', '99'] },
  itelecom: { name: 'iTel', prefixes: ['87'] },
} as const;
type Carrier = keyof typeof CARRIERS;
const CARRIER_KINDS = Object.keys(CARRIERS) as [Carrier, ...Carrier[]];

const PREFIXES_MAX = 100;
const PREFIX_LENGTH_MAX = 24;

const args = z
  .strictObject({
    prefixes: z
      .array(
        text
          .max(PREFIX_LENGTH_MAX)
          .refine((prefix) => normalised(prefix, 'VN') !== null, 'must be digits such as 091 or +8491'),
      )
      .min(1)
      .max(PREFIXES_MAX)
      .optional(),
    carriers: z.array(z.enum(CARRIER_KINDS)).min(1).max(CARRIER_KINDS.length).optional(),
  })
  .refine((given) => given.prefixes ?? given.carriers, 'needs prefixes or carriers');

export const phonePrefix = defineCondition({
  kind: 'phone_prefix',
  specRows: ['C32'],
  args,
  form: {
    group: 'contact',
    label: { vi: 'Đầu số điện thoại', en: 'Phone prefix' },
    fields: [
      {
        name: 'carriers',
        type: 'multi_select',
        required: false,
        label: { vi: 'Nhà mạng (theo đầu số)', en: 'Carrier (by prefix)' },
        options: CARRIER_KINDS.map((value) => ({
          value,
          label: { vi: CARRIERS[value].name, en: CARRIERS[value].name },
        })),
      },
      {
        name: 'prefixes',
        type: 'texts',
        max: PREFIXES_MAX,
        maxLength: PREFIX_LENGTH_MAX,
        pattern: '^[+(]*\\d[\\d\\s().-]*$',
        required: false,
        label: { vi: 'Đầu số hoặc mã vùng', en: 'Prefixes or area codes' },
        placeholder: { vi: 'Ví dụ: 091, 028', en: 'For example: 091, 028' },
      },
    ],
    needsOneOf: ['carriers', 'prefixes'],
  },
  docs: {
    vi: 'Khách hàng có số điện thoại bắt đầu bằng một trong các đầu số, mã vùng hoặc đầu số của nhà mạng đã chọn. Xét theo đầu số, không theo số đã chuyển mạng giữ số.',
    en: 'Customers whose phone number begins with one of the chosen prefixes, area codes or carrier prefixes. It goes by prefix, not by ported number.',
  },
  examples: [
    {
      args: { prefixes: ['091', '+84 28'] },
      matches: [{ phone: '+84912345678' }, { phone: '+842838221234' }],
      misses: [{ phone: '+84902345678' }, { phone: '+8497091' }, {}],
    },
    {
      args: { carriers: ['viettel', 'itelecom'] },
      matches: [{ phone: '+84321234567' }, { phone: '+84871234567' }],
      misses: [{ phone: '+84912345678' }, {}],
    },
  ],
  compile(given, context) {
    const digits = chosenPrefixes(given, context).map((prefix) => prefix.slice(1));
    return { phone: { $regex: `^\\+(?:${distinct(digits).join('|')})` } };
  },
  evaluate(given, { phone }, context) {
    return phone !== undefined && chosenPrefixes(given, context).some((prefix) => phone.startsWith(prefix));
  },
  sentence({ prefixes = [], carriers = [] }, wording) {
    const words = [
      ...[...new Set(prefixes)].map((prefix) => wording.say(`đầu số ${prefix}`, `the prefix ${prefix}`)),
      ...[...new Set(carriers)].map((carrier) =>
        wording.say(`đầu số của ${CARRIERS[carrier].name}`, `a prefix of ${CARRIERS[carrier].name}`),
      ),
    ];
    return wording.say(`có số điện thoại mang ${wording.or(words)}`, `have a phone number with ${wording.or(words)}`);
  },
  read(_args, { phone }, wording) {
    if (phone === undefined)
      return unknownReading(
        wording.say('chưa có số điện thoại', 'no phone number'),
        wording.say('ghi số điện thoại có đầu số đã chọn', 'record a phone number with one of these prefixes'),
      );
    return { value: phone, shown: displayPhone(phone, wording.context.countryCode), change: null };
  },
  word: 'phone',
  missing: {
    label: { vi: 'chưa có số điện thoại', en: 'have no phone number' },
    filter: { phone: { $exists: false } },
  },
});

/** In E.164, "+8491". */
function chosenPrefixes(
  { prefixes = [], carriers = [] }: z.output<typeof args>,
  { countryCode }: SegmentContext,
): string[] {
  const typed = prefixes.map((prefix) => normalised(prefix, countryCode)).filter((prefix) => prefix !== null);
  return [...typed, ...carriers.flatMap((carrier) => CARRIERS[carrier].prefixes.map((prefix) => `+84${prefix}`))];
}
