import { z } from 'zod';
import { type CustomerKey, digest, hashedIndexKey } from '../../model.ts';
import { defineCondition } from '../condition.ts';
import { TEXT_LENGTH_MAX, text } from '../fields.ts';
import { EVERYBODY } from '../filter.ts';
import { quoted } from '../wording.ts';

const args = z
  .strictObject({
    seed: text.describe('Names the split: the same seed always splits alike, another seed independently of it'),
    from: z.int().min(0).max(99).describe('Percent at which the share begins'),
    to: z.int().min(1).max(100).describe('Percent at which it ends: 0 to 50 and 50 to 100 are two halves'),
  })
  .refine((given) => given.from < given.to, { message: 'must be above `from`', path: ['to'] });

/**
 * Every customer stands at one of a hundred places, by a hash of the seed and of their key; a share is a run of places without its
 * end, so that shares that touch neither overlap nor leave anybody out.
 */
export const randomShare = defineCondition({
  kind: 'random_share',
  specRows: ['§2b'],
  args,
  form: {
    group: 'segments',
    label: { vi: 'Chia ngẫu nhiên', en: 'Random share' },
    fields: [
      {
        name: 'seed',
        type: 'text',
        maxLength: TEXT_LENGTH_MAX,
        required: true,
        label: { vi: 'Tên lần chia', en: 'Name of the split' },
        help: { vi: 'Cùng tên thì luôn chia như nhau.', en: 'The same name always splits alike.' },
        placeholder: { vi: 'Ví dụ: thử ưu đãi tháng 11', en: 'For example: november test' },
      },
      {
        name: 'from',
        type: 'number',
        required: true,
        min: 0,
        max: 99,
        decimals: 0,
        default: 0,
        label: { vi: 'Từ', en: 'From' },
        unit: { vi: '%', en: '%' },
      },
      {
        name: 'to',
        type: 'number',
        required: true,
        min: 1,
        max: 100,
        decimals: 0,
        default: 50,
        suggestions: [10, 50, 100],
        notBelow: 'from',
        label: { vi: 'Đến', en: 'To' },
        unit: { vi: '%', en: '%' },
      },
    ],
  },
  docs: {
    vi: 'Một phần ngẫu nhiên nhưng cố định của khách hàng: cùng tên lần chia thì mỗi khách luôn ở cùng một phía, tên khác thì chia độc lập. Các phần 0–33, 33–66 và 66–100 không chồng nhau và không bỏ sót ai.',
    en: 'A random but lasting share of the customers: under one name of a split everybody stays on one side, and another name splits independently. The shares 0–33, 33–66 and 66–100 neither overlap nor leave anybody out.',
  },
  examples: [
    {
      args: { seed: 'november', from: 0, to: 50 },
      matches: [{ _id: 'k7f2qz/000/bb' as CustomerKey }],
      misses: [{ _id: 'k7f2qz/000/aa' as CustomerKey }],
    },
  ],
  compile({ seed, from, to }) {
    if (to - from === 100) return EVERYBODY;
    const hashed = { $toHashedIndexKey: { $concat: [salt(seed), '$_id'] } };
    // $mod keeps the sign of the hash: 200 brings the place, less `from`, above zero.
    const place = { $mod: [{ $add: [{ $mod: [hashed, 100] }, 200 - from] }, 100] };
    return { $expr: { $lt: [place, to - from] } };
  },
  evaluate({ seed, from, to }, { _id }) {
    const place = placeOf(seed, _id);
    return place >= from && place < to;
  },
  sentence({ seed, from, to }, wording) {
    const share =
      from === 0 ? wording.say(`${to}% đầu`, `the first ${to}%`) : wording.say(`phần ${from}–${to}%`, `${from}–${to}%`);
    return wording.say(`thuộc ${share} của lần chia ${quoted(seed)}`, `are in ${share} of the split ${quoted(seed)}`);
  },
  read({ seed }, { _id }, wording) {
    const place = placeOf(seed, _id);
    return { value: place, shown: wording.say(`ở mức ${place}%`, `at ${place}%`), change: null };
  },
  word: 'share',
});

/** A digest, so that nothing typed stands in an expression, and of one length, so that no seed and key run into each other. */
function salt(seed: string): string {
  return digest(seed.normalize('NFC'));
}

/** 0 to 99. */
function placeOf(seed: string, key: CustomerKey): number {
  return Number(((hashedIndexKey(salt(seed) + key) % 100n) + 100n) % 100n);
}
