import { z } from 'zod';
import { defineCondition } from '../condition.ts';
import { CHOICES_MAX, distinct, texts } from '../fields.ts';
import { quoted } from '../wording.ts';

export const memberGroup = defineCondition({
  kind: 'member_group',
  specRows: ['C24'],
  args: z.strictObject({ groups: texts }),
  form: {
    group: 'profile',
    label: { vi: 'Nhóm khách hàng ở nơi bán', en: 'Group at the host' },
    fields: [
      {
        name: 'groups',
        type: 'lookup',
        of: 'groups',
        max: CHOICES_MAX,
        isOpen: true,
        required: true,
        label: { vi: 'Nhóm', en: 'Groups' },
      },
    ],
  },
  docs: {
    vi: 'Khách hàng thuộc ít nhất một trong các nhóm đã chọn của phần mềm bán hàng, kể cả nhóm đối tác. Tên nhóm phải đúng như ở nơi bán; nhóm được sửa ở đó, không sửa ở đây.',
    en: 'Customers in at least one of the chosen groups of the till or shop, partner groups among them. Names are exactly those of the host; groups are changed there and not here.',
  },
  examples: [
    {
      args: { groups: ['Đại lý', 'Đối tác'] },
      matches: [{ groups: ['Bán lẻ', 'Đối tác'] }, { groups: ['Đại lý'] }],
      misses: [{ groups: ['Bán lẻ'] }, { groups: ['đại lý'] }, {}],
    },
  ],
  compile: ({ groups }) => ({ groups: { $in: distinct(groups) } }),
  evaluate: ({ groups }, customer) => groups.some((group) => customer.groups?.includes(group) ?? false),
  sentence({ groups }, wording) {
    const names = wording.or([...new Set(groups)].map(quoted));
    return wording.say(`thuộc nhóm ${names}`, `are in the group ${names}`);
  },
  read({ groups }, customer, wording) {
    const now = customer.groups ?? [];
    const chosen = [...new Set(groups)];
    const held = chosen.filter((group) => now.includes(group)).map(quoted);
    const text =
      held.length > 0
        ? wording.say(`ra khỏi nhóm ${wording.and(held)}`, `leave the group ${wording.and(held)}`)
        : wording.say(`vào nhóm ${wording.or(chosen.map(quoted))}`, `join the group ${wording.or(chosen.map(quoted))}`);
    return {
      value: now,
      shown: now.length === 0 ? wording.say('chưa thuộc nhóm nào', 'no group') : now.map(quoted).join(', '),
      change: { by: null, text },
    };
  },
  word: 'group',
  missing: { label: { vi: 'chưa thuộc nhóm nào', en: 'are in no group' }, filter: { groups: { $in: [null, []] } } },
});
