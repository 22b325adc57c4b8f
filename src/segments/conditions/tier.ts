import { z } from 'zod';
import { defineCondition } from '../condition.ts';
import type { SegmentContext } from '../context.ts';
import { CHOICES_MAX, distinct, text, texts } from '../fields.ts';
import type { Field } from '../form.ts';
import { tierInWords, tiersInWords } from '../tiers.ts';
import type { Wording } from '../wording.ts';

const MODES = ['any', 'none', 'at_or_above', 'at_or_below'] as const;

const args = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.enum(['any', 'none']), tiers: texts }),
  z.strictObject({ mode: z.enum(['at_or_above', 'at_or_below']), tiers: z.array(text).length(1) }),
]);
type Args = z.output<typeof args>;

const several: Field = {
  name: 'tiers',
  type: 'lookup',
  of: 'tiers',
  max: CHOICES_MAX,
  required: true,
  label: { vi: 'Hạng', en: 'Tiers' },
};
const one: Field = { ...several, max: 1, label: { vi: 'Hạng', en: 'Tier' } };

const LABELS = {
  any: { vi: 'là một trong các hạng', en: 'is any of' },
  none: { vi: 'không phải các hạng', en: 'is none of' },
  at_or_above: { vi: 'từ hạng này trở lên', en: 'is at or above' },
  at_or_below: { vi: 'từ hạng này trở xuống', en: 'is at or below' },
} as const;

export const tier = defineCondition({
  kind: 'tier',
  word: 'tier',
  specRows: ['C25'],
  args,
  form: {
    group: 'loyalty',
    label: { vi: 'Hạng thành viên', en: 'Member tier' },
    fields: [
      {
        name: 'mode',
        type: 'select',
        required: true,
        default: 'any',
        label: { vi: 'Hạng của khách', en: 'The tier' },
        options: MODES.map((mode) => ({
          value: mode,
          label: LABELS[mode],
          fields: [mode === 'any' || mode === 'none' ? several : one],
        })),
      },
    ],
  },
  docs: {
    vi: 'Khách hàng đang ở, hoặc không ở, một trong các hạng đã chọn, hay từ một hạng trở lên hoặc trở xuống theo thứ tự hạng của chương trình đang áp dụng. Khách chưa có hạng chỉ thuộc “không phải các hạng”; một hạng không còn trong chương trình thì không đứng trên hay dưới hạng nào.',
    en: 'Customers who are, or are not, in one of the chosen tiers, or from one tier up or down in the order of the programme in force. Who has no tier yet is found by “is none of” only; a tier that the programme no longer has is above and below no other.',
  },
  // The programme of the examples has the tiers member, silver, gold and diamond.
  examples: [
    {
      args: { mode: 'any', tiers: ['silver', 'gold'] },
      matches: [{ loyalty: inTier('silver') }, { loyalty: inTier('gold') }],
      misses: [{ loyalty: inTier('diamond') }, { loyalty: inTier() }, {}],
    },
    {
      args: { mode: 'none', tiers: ['silver'] },
      matches: [{ loyalty: inTier('gold') }, { loyalty: inTier() }, {}],
      misses: [{ loyalty: inTier('silver') }],
    },
    {
      args: { mode: 'at_or_above', tiers: ['gold'] },
      matches: [{ loyalty: inTier('gold') }, { loyalty: inTier('diamond') }],
      misses: [{ loyalty: inTier('silver') }, { loyalty: inTier('bronze') }, {}],
    },
    {
      args: { mode: 'at_or_below', tiers: ['silver'] },
      matches: [{ loyalty: inTier('member') }, { loyalty: inTier('silver') }],
      misses: [{ loyalty: inTier('gold') }, { loyalty: inTier() }, {}],
    },
  ],
  compile(given, context) {
    const chosen = distinct(wanted(given, context));
    return { 'loyalty.level': given.mode === 'none' ? { $nin: chosen } : { $in: chosen } };
  },
  evaluate({ mode, tiers }, { loyalty }, context) {
    const level = loyalty?.level;
    if (level === undefined) return mode === 'none';
    if (mode === 'any' || mode === 'none') return tiers.includes(level) === (mode === 'any');
    const [bound] = tiers;
    if (level === bound) return true;
    const [own, asked] = [context.tiers.indexOf(level), context.tiers.indexOf(bound as string)];
    return own !== -1 && asked !== -1 && (mode === 'at_or_above' ? own > asked : own < asked);
  },
  // Which tier is above which changes with a programme that begins on a day.
  turnedOn: ({ mode }, before, after) =>
    mode === 'any' || mode === 'none' || before.tiers.join('\n') === after.tiers.join('\n') ? [] : null,
  sentence({ mode, tiers }, wording) {
    const names = tiersInWords(tiers, wording);
    switch (mode) {
      case 'any':
        return wording.say(`ở hạng ${names}`, `are in the tier ${names}`);
      case 'none':
        return wording.say(`không ở hạng ${names}`, `are not in the tier ${names}`);
      case 'at_or_above':
        return wording.say(`ở hạng ${names} trở lên`, `are in the tier ${names} or above`);
      case 'at_or_below':
        return wording.say(`ở hạng ${names} trở xuống`, `are in the tier ${names} or below`);
    }
  },
  read(given, { loyalty }, wording) {
    const level = loyalty?.level ?? null;
    const shown = level === null ? wording.say('chưa có hạng', 'no tier yet') : tierInWords(level, wording);
    const text = turned(given, level, wording);
    return { value: level, shown, change: text === null ? null : { by: null, text } };
  },
  missing: {
    label: { vi: 'chưa có hạng', en: 'have no tier yet' },
    filter: { 'loyalty.level': { $exists: false } },
  },
});

/** The tiers that are named, or stand on that side of the one that is. */
function wanted({ mode, tiers }: Args, context: SegmentContext): readonly string[] {
  if (mode === 'any' || mode === 'none') return tiers;
  const [bound = ''] = tiers;
  const at = context.tiers.indexOf(bound);
  if (at === -1) return tiers;
  return mode === 'at_or_above' ? context.tiers.slice(at) : context.tiers.slice(0, at + 1);
}

/** What would take them in, or out; null where no tier lies on the other side. */
function turned(given: Args, level: string | null, wording: Wording): string | null {
  const { tiers: order } = wording.context;
  const [bound] = given.tiers;
  const names = tiersInWords(given.tiers, wording);
  const isNamed = level !== null && wanted(given, wording.context).includes(level);
  if (isNamed && given.mode === 'at_or_above' && order[0] === bound) return null;
  if (isNamed && given.mode === 'at_or_below' && order.at(-1) === bound) return null;
  switch (given.mode) {
    case 'any':
      return isNamed
        ? wording.say('chuyển sang hạng khác', 'move to another tier')
        : wording.say(`vào hạng ${names}`, `move to the tier ${names}`);
    case 'none':
      return isNamed
        ? wording.say(`rời hạng ${names}`, `leave the tier ${names}`)
        : wording.say(`vào hạng ${names}`, `move to the tier ${names}`);
    case 'at_or_above':
      return isNamed
        ? wording.say(`xuống dưới hạng ${names}`, `fall below the tier ${names}`)
        : wording.say(`lên hạng ${names}`, `reach the tier ${names}`);
    case 'at_or_below':
      return isNamed
        ? wording.say(`lên trên hạng ${names}`, `rise above the tier ${names}`)
        : wording.say(`xuống hạng ${names}`, `move to the tier ${names}`);
  }
}

function inTier(level?: string) {
  return { ...(level === undefined ? {} : { level }), points: 0, pending: 0, earned: 0, joinedAt: 0 };
}
