import { z } from 'zod';
import type { Customer } from '../../model.ts';
import { defineCondition, type Whole } from '../condition.ts';
import type { SegmentContext } from '../context.ts';
import { distinct, text } from '../fields.ts';
import { both, complement, either, type Filter, NOBODY } from '../filter.ts';
import type { Wording } from '../wording.ts';
import { quoted } from '../wording.ts';

/** A definition that names more is meant as another segment. What they hold in all is limited on saving (references.ts). */
const SEGMENTS_MAX = 50;

/**
 * In or not in another segment of the shop. Its definition is put in place of its name and decided at the same instant, so the
 * answer does not wait for its members to be built; who is pinned to it is in, and who is banned from it is not.
 */
export const inSegment = defineCondition({
  kind: 'in_segment',
  word: 'segment',
  specRows: ['§2a', '§2b'],
  args: z.strictObject({
    mode: z.enum(['any', 'none']).optional().describe('"any" unless given'),
    segments: z.array(text).min(1).max(SEGMENTS_MAX),
  }),
  form: {
    group: 'segments',
    label: { vi: 'Phân khúc khác', en: 'Another segment' },
    fields: [
      {
        name: 'mode',
        type: 'select',
        required: true,
        default: 'any',
        label: { vi: 'Khách hàng', en: 'The customer' },
        options: [
          { value: 'any', label: { vi: 'thuộc ít nhất một phân khúc', en: 'is in any of the segments' } },
          { value: 'none', label: { vi: 'không thuộc phân khúc nào', en: 'is in none of the segments' } },
        ],
      },
      {
        name: 'segments',
        type: 'lookup',
        of: 'segments',
        max: SEGMENTS_MAX,
        required: true,
        label: { vi: 'Phân khúc', en: 'Segments' },
      },
    ],
  },
  docs: {
    vi: 'Khách hàng thuộc, hoặc không thuộc, các phân khúc hay danh sách đã chọn, kể cả những người được ghim và trừ những người bị chặn. Điều kiện của phân khúc kia được xét tại cùng thời điểm; hai phân khúc không thể dựa vào nhau.',
    en: 'Customers who are, or are not, in the chosen segments or lists, those pinned to them included and those banned from them left out. The other segment is decided at the same instant; two segments cannot rest on each other.',
  },
  examples: [
    {
      args: { segments: ['vip'] },
      matches: [
        { orders: [{ at: '2026-01-05T08:00:00Z', netMinor: 10_000_000 }] },
        { pins: ['vip'] },
        { pins: ['other', 'vip'], bans: ['other'] },
      ],
      misses: [
        { orders: [{ at: '2026-01-05T08:00:00Z', netMinor: 10_000_000 }], bans: ['vip'] },
        { pins: ['vip'], bans: ['vip'] },
        { pins: ['other'] },
        {},
      ],
    },
    {
      args: { mode: 'none', segments: ['vip', 'list'] },
      matches: [{}, { pins: ['list'], bans: ['list'] }],
      misses: [{ pins: ['list'] }, { orders: [{ at: '2026-01-05T08:00:00Z', netMinor: 10_000_000 }] }],
    },
  ],
  compile({ mode = 'any', segments }, context, whole) {
    const members = either(distinct(segments).map((id) => membersFilter(id, context, whole)));
    return mode === 'any' ? members : complement(members);
  },
  evaluate({ mode = 'any', segments }, customer, context, whole) {
    return segments.some((id) => isIn(id, customer, context, whole)) === (mode === 'any');
  },
  sentence({ mode = 'any', segments }, wording) {
    const names = wording.or([...new Set(segments)].map((id) => nameOf(id, wording)));
    if (mode === 'any') return wording.say(`thuộc phân khúc ${names}`, `are in the segment ${names}`);
    return wording.say(`không thuộc phân khúc ${names}`, `are not in the segment ${names}`);
  },
  read({ segments }, customer, wording, whole) {
    const asked = [...new Set(segments)];
    const within = asked.filter((id) => isIn(id, customer, wording.context, whole));
    const names = (ids: readonly string[]) => wording.and(ids.map((id) => nameOf(id, wording)));
    const [first = ''] = asked;
    const text =
      within.length > 0
        ? wording.say(`chặn khỏi ${names(within)}`, `ban from ${names(within)}`)
        : wording.say(`ghim vào ${nameOf(first, wording)}`, `pin to ${nameOf(first, wording)}`);
    return {
      value: within,
      shown: within.length > 0 ? names(within) : wording.say('không thuộc phân khúc nào', 'in none of them'),
      change: { by: null, text },
    };
  },
  // What it names may be either, and is not known here: a look that finds nothing costs little.
  timeDependent: () => true,
  readsFacts: () => true,
});

function membersFilter(id: string, context: SegmentContext, whole: Whole<Filter>): Filter {
  const definition = context.references.definitionOf(id);
  if (definition === undefined) return NOBODY;
  const pinned = { pins: { $in: [id] } };
  return both([{ bans: { $nin: [id] } }, definition === null ? pinned : either([pinned, whole(definition)])]);
}

function isIn(id: string, customer: Customer, context: SegmentContext, whole: Whole<boolean>): boolean {
  const definition = context.references.definitionOf(id);
  if (definition === undefined || customer.bans?.includes(id)) return false;
  return customer.pins?.includes(id) || (definition !== null && whole(definition));
}

function nameOf(id: string, wording: Wording): string {
  return quoted(wording.names.segment?.(id) ?? id);
}
