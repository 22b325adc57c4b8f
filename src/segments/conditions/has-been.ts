import { z } from 'zod';
import { type Customer, dayOf, fold, type Instant, startOfDay } from '../../model.ts';
import { type Comparison, compareInWords, comparisonArgs, holds } from '../comparison.ts';
import { comparisonField } from '../comparison-field.ts';
import { defineCondition } from '../condition.ts';
import type { SegmentContext } from '../context.ts';
import { CHOICES_MAX, DAYS_FIGURE, days, distinct, text, texts } from '../fields.ts';
import { both, type Filter, late } from '../filter.ts';
import type { Field } from '../form.ts';
import type { Reading } from '../reading.ts';
import { tiersInWords } from '../tiers.ts';
import { quoted, type Wording } from '../wording.ts';

const TAGS_MAX = 100;

const state = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('tag'),
    tags: z
      .array(text.refine((tag) => fold(tag) !== '', 'must hold more than accents'))
      .min(1)
      .max(TAGS_MAX),
  }),
  z.strictObject({ type: z.literal('tier'), tiers: texts }),
  z.strictObject({ type: z.literal('member') }),
]);
type State = z.output<typeof state>;

const STATE_FIELD: Field = {
  name: 'type',
  type: 'select',
  required: true,
  default: 'tag',
  label: { vi: 'Tình trạng', en: 'State' },
  options: [
    {
      value: 'tag',
      label: { vi: 'có một trong các thẻ', en: 'has any of the tags' },
      fields: [
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
    {
      value: 'tier',
      label: { vi: 'ở một trong các hạng', en: 'is in any of the tiers' },
      fields: [
        {
          name: 'tiers',
          type: 'lookup',
          of: 'tiers',
          max: CHOICES_MAX,
          required: true,
          label: { vi: 'Hạng', en: 'Tiers' },
        },
      ],
    },
    { value: 'member', label: { vi: 'là thành viên', en: 'is a member' } },
  ],
};

export const hasBeen = defineCondition({
  kind: 'has_been',
  word: 'been',
  specRows: ['§2b'],
  args: comparisonArgs(days, { state }),
  form: {
    group: 'behaviour',
    label: { vi: 'Đã ở tình trạng này bao lâu', en: 'Has been for some days' },
    fields: [
      {
        name: 'state',
        type: 'group',
        label: { vi: 'Tình trạng', en: 'State' },
        required: true,
        fields: [STATE_FIELD],
      },
      comparisonField({ vi: 'Số ngày', en: 'Days' }, DAYS_FIGURE),
    ],
  },
  docs: {
    vi: 'Khách hàng đang có thẻ, ở hạng hoặc là thành viên, và so sánh số ngày theo lịch của cửa hàng kể từ khi bắt đầu: bắt đầu hôm nay là 0. Gỡ thẻ rồi gắn lại, hoặc đổi hạng rồi trở lại, thì tính lại từ đầu; ai không ở tình trạng đó thì không bao giờ thuộc điều kiện này.',
    en: 'Customers who have a tag, are in a tier or are members now, by the calendar days since that began: begun today is 0. A tag that is taken off and put on again, and a tier that is left and reached again, begin anew; who is not in that state matches no comparison.',
  },
  examples: [
    {
      args: { state: { type: 'tag', tags: ['VIP'] }, op: 'gte', value: 30 },
      matches: [{ tagNames: tagged('vip', '2026-10-23T23:59:59+07:00') }],
      misses: [{ tagNames: tagged('vip', '2026-10-24T00:00:00+07:00') }, { tags: ['vip'] }, {}],
    },
    {
      args: { state: { type: 'tier', tiers: ['gold', 'diamond'] }, op: 'lte', value: 7 },
      matches: [{ loyalty: account('2026-11-15T00:00:00+07:00', 'gold') }],
      misses: [
        { loyalty: account('2026-11-14T23:59:59+07:00', 'gold') },
        { loyalty: account('2026-11-20T00:00:00+07:00', 'silver') },
        {},
      ],
    },
    {
      args: { state: { type: 'member' }, op: 'eq', value: 365 },
      matches: [{ loyalty: account('2025-11-22T12:00:00+07:00') }],
      misses: [{ loyalty: account('2025-11-23T00:00:00+07:00') }, {}],
    },
  ],
  compile({ state: asked, ...comparison }, context) {
    const range = beganIn(comparison, context);
    switch (asked.type) {
      case 'member':
        return range('loyalty.joinedAt');
      case 'tier':
        return both([{ 'loyalty.level': { $in: distinct(asked.tiers) } }, range('loyalty.levelSince')]);
      case 'tag': {
        const $in = distinct(asked.tags.map(fold));
        return { tags: { $in }, ...late({ tagNames: { $elemMatch: { key: { $in }, ...range('since') } } }) };
      }
    }
  },
  evaluate({ state: asked, ...comparison }, customer, context) {
    return beginnings(asked, customer).some(({ at }) => holds(daysSince(at, context), comparison));
  },
  sentence({ state: asked, ...comparison }, wording) {
    const long = compareInWords(comparison, wording, (n) => inDays(n, wording), wording.number);
    switch (asked.type) {
      case 'member':
        return wording.say(`đã là thành viên được ${long}`, `have been members for ${long}`);
      case 'tier': {
        const names = tiersInWords(asked.tiers, wording);
        return wording.say(`đã ở hạng ${names} được ${long}`, `have been in the tier ${names} for ${long}`);
      }
      case 'tag': {
        const names = wording.or(onceEach(asked.tags).map(quoted));
        return wording.say(`đã có thẻ ${names} được ${long}`, `have had the tag ${names} for ${long}`);
      }
    }
  },
  read({ state: asked, ...comparison }, customer, wording): Reading {
    const since = beginnings(asked, customer).map((one) => ({ ...one, days: daysSince(one.at, wording.context) }));
    const holding = since.filter((one) => holds(one.days, comparison));
    const [first = null] = (holding.length > 0 ? holding : since).toSorted((a, b) => b.days - a.days);
    const shown = first === null ? wording.say('không ở tình trạng này', 'not so now') : inDays(first.days, wording);
    const begins = since.length === 0 && holds(0, comparison);
    const text = holding.length > 0 ? ended(asked, holding, wording) : begins ? begun(asked, wording) : null;
    return { value: first?.days ?? null, shown, change: text === null ? null : { by: null, text } };
  },
  timeDependent: () => true,
});

/** Of an instant of the beginning: the whole days whose distance from today compares so. */
function beganIn(comparison: Comparison, { today, timeZone }: SegmentContext): (field: string) => Filter {
  /** The first instant of the day so many days ago. */
  const start = (daysAgo: number) => startOfDay(today - daysAgo, timeZone);
  if (comparison.op === 'between')
    return (field) => ({ [field]: { $gte: start(comparison.to), $lt: start(comparison.from - 1) } });
  const { op, value } = comparison;
  const [from, to] = [start(value), start(value - 1)];
  switch (op) {
    case 'eq':
      return (field) => ({ [field]: { $gte: from, $lt: to } });
    case 'ne':
      return (field) => ({ $or: [{ [field]: { $lt: from } }, { [field]: { $gte: to } }] });
    case 'lt':
      return (field) => ({ [field]: { $gte: to } });
    case 'lte':
      return (field) => ({ [field]: { $gte: from } });
    case 'gt':
      return (field) => ({ [field]: { $lt: from } });
    case 'gte':
      return (field) => ({ [field]: { $lt: to } });
  }
}

interface Beginning {
  readonly name: string;
  readonly at: Instant;
}

/** Since when the customer is in the state: of tags, each of those asked for that they have. */
function beginnings(asked: State, { loyalty, tagNames }: Customer): Beginning[] {
  switch (asked.type) {
    case 'member':
      return loyalty === undefined ? [] : [{ name: '', at: loyalty.joinedAt }];
    case 'tier': {
      const { level, levelSince } = loyalty ?? {};
      return level !== undefined && levelSince !== undefined && asked.tiers.includes(level)
        ? [{ name: level, at: levelSince }]
        : [];
    }
    case 'tag': {
      const keys = asked.tags.map(fold);
      return (tagNames ?? []).flatMap(({ key, name, since }) =>
        since !== undefined && keys.includes(key) ? [{ name, at: since }] : [],
      );
    }
  }
}

const daysSince = (at: Instant, { today, timeZone }: SegmentContext) => today - dayOf(at, timeZone);

const inDays = (n: number, wording: Wording) => wording.counted(n, 'ngày', 'day', 'days');

const onceEach = (tags: readonly string[]) =>
  tags.filter((tag, index) => tags.findIndex((other) => fold(other) === fold(tag)) === index);

/** What would put them into the state, from today on. */
function begun(asked: State, wording: Wording): string {
  switch (asked.type) {
    case 'member':
      return wording.say('tham gia', 'join');
    case 'tier':
      return wording.say(
        `vào hạng ${tiersInWords(asked.tiers, wording)}`,
        `move to the tier ${tiersInWords(asked.tiers, wording)}`,
      );
    case 'tag': {
      const [first = ''] = asked.tags;
      return wording.say(`thêm thẻ ${quoted(first)}`, `add the tag ${quoted(first)}`);
    }
  }
}

/** What would end it. Nobody ceases to be a member. */
function ended(asked: State, holding: readonly Beginning[], wording: Wording): string | null {
  if (asked.type === 'member') return null;
  if (asked.type === 'tier') return wording.say('chuyển sang hạng khác', 'move to another tier');
  const names = wording.and(holding.map(({ name }) => quoted(name)));
  return wording.say(`bỏ thẻ ${names}`, `remove the tag ${names}`);
}

function tagged(key: string, at: string) {
  return [{ key, name: key, since: Date.parse(at) }];
}

function account(at: string, level?: string) {
  const began = Date.parse(at);
  return {
    ...(level === undefined ? {} : { level, levelSince: began }),
    points: 0,
    pending: 0,
    earned: 0,
    joinedAt: began,
  };
}
