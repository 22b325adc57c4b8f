import { z } from 'zod';
import { fold } from '../../model.ts';
import { defineCondition } from '../condition.ts';
import { distinct, text } from '../fields.ts';
import { quoted } from '../wording.ts';

const TAGS_MAX = 100;

const args = z
  .strictObject({
    mode: z.enum(['any', 'all', 'none']).optional().describe('Required with two or more tags; "any" with one'),
    tags: z
      .array(text.refine((tag) => fold(tag) !== '', 'must hold more than accents'))
      .min(1)
      .max(TAGS_MAX),
  })
  .refine((given) => given.mode !== undefined || folded(given.tags).length < 2, {
    message: 'is required with two or more tags: any, all or none',
    path: ['mode'],
  });

export const hasTag = defineCondition({
  kind: 'has_tag',
  specRows: ['C01', 'C02', 'C03'],
  args,
  form: {
    group: 'profile',
    label: { vi: 'Thẻ khách hàng', en: 'Tag' },
    fields: [
      {
        name: 'mode',
        type: 'select',
        required: true,
        default: 'any',
        label: { vi: 'Khớp với', en: 'Matches' },
        options: [
          { value: 'any', label: { vi: 'ít nhất một thẻ', en: 'any of the tags' } },
          { value: 'all', label: { vi: 'tất cả các thẻ', en: 'all of the tags' } },
          { value: 'none', label: { vi: 'không thẻ nào', en: 'none of the tags' } },
        ],
      },
      {
        name: 'tags',
        type: 'lookup',
        of: 'tags',
        max: TAGS_MAX,
        isOpen: true,
        required: true,
        label: { vi: 'Thẻ', en: 'Tags' },
      },
    ],
  },
  docs: {
    vi: 'Khách hàng có ít nhất một, có tất cả hoặc không có thẻ nào trong các thẻ đã chọn. Không phân biệt chữ hoa và dấu: “VIP” và “víp” là một thẻ.',
    en: 'Customers who have any, all or none of the chosen tags. Case and accents do not matter: “VIP” and “víp” are one tag.',
  },
  examples: [
    {
      args: { mode: 'any', tags: ['VIP', 'Sỉ'] },
      matches: [{ tags: ['víp'] }, { tags: ['si', 'x'] }],
      misses: [{}, { tags: ['vip 2'] }],
    },
    {
      args: { mode: 'all', tags: ['VIP', 'Sỉ', 'vip'] },
      matches: [{ tags: ['VIP', 'Sỉ'] }],
      misses: [{ tags: ['VIP'] }, {}],
    },
    {
      args: { mode: 'none', tags: ['Hay khiếu nại'] },
      matches: [{}, { tags: ['vip'] }],
      misses: [{ tags: ['hay KHIẾU nại'] }],
    },
    { args: { tags: ['VIP'] }, matches: [{ tags: ['vip'] }], misses: [{}] },
  ],
  compile({ mode = 'any', tags }) {
    const chosen = folded(tags);
    if (mode === 'all') return { tags: { $all: chosen } };
    return { tags: mode === 'any' ? { $in: chosen } : { $nin: chosen } };
  },
  evaluate({ mode = 'any', tags }, customer) {
    const has = (tag: string) => customer.tags.includes(fold(tag));
    if (mode === 'all') return tags.every(has);
    return tags.some(has) === (mode === 'any');
  },
  sentence({ mode = 'any', tags }, wording) {
    const names = tags
      .filter((tag, index) => tags.findIndex((other) => fold(other) === fold(tag)) === index)
      .map(quoted);
    if (mode === 'none')
      return wording.say(`không có thẻ ${wording.or(names)}`, `do not have the tag ${wording.or(names)}`);
    if (names.length === 1) return wording.say(`có thẻ ${names[0]}`, `have the tag ${names[0]}`);
    if (mode === 'all')
      return wording.say(`có đủ các thẻ ${wording.and(names)}`, `have all the tags ${wording.and(names)}`);
    return wording.say(`có thẻ ${wording.or(names)}`, `have the tag ${wording.or(names)}`);
  },
  read({ mode = 'any', tags }, customer, wording) {
    const chosen = tags.filter((tag, index) => tags.findIndex((other) => fold(other) === fold(tag)) === index);
    const held = chosen.filter((tag) => customer.tags.includes(fold(tag)));
    const lacking = chosen.filter((tag) => !held.includes(tag));
    const add = (names: string) => wording.say(`thêm thẻ ${names}`, `add the tag ${names}`);
    const remove = (names: string) => wording.say(`bỏ thẻ ${names}`, `remove the tag ${names}`);
    const isIn = mode === 'all' ? lacking.length === 0 : held.length > 0;
    const text =
      mode === 'all'
        ? isIn
          ? remove(wording.or(held.map(quoted)))
          : add(wording.and(lacking.map(quoted)))
        : isIn
          ? remove(wording.and(held.map(quoted)))
          : add(wording.or(lacking.map(quoted)));
    const names = customer.tags.map((tag) => customer.tagNames?.find(({ key }) => key === tag)?.name ?? tag);
    return {
      value: customer.tags,
      shown: names.length === 0 ? wording.say('chưa có thẻ nào', 'no tag') : names.map(quoted).join(', '),
      change: { by: null, text },
    };
  },
  word: 'tag',
  missing: { label: { vi: 'chưa có thẻ nào', en: 'have no tag at all' }, filter: { tags: { $in: [null, []] } } },
});

function folded(tags: readonly string[]): string[] {
  return distinct(tags.map(fold));
}
