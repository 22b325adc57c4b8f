import type { Field } from '../../../../../src/segments/form.ts';
import { initialArgs } from '../../segment-builder/form-args.ts';
import type { Level, Programme, RuleNode, Words } from '../loyalty.ts';

/** Kept with the page's entry in the history: see parts/kept-state.ts. */
export const DRAFT = 'programmeDraft';

export interface KeptProgramme {
  readonly programme: Programme;
  /** The newest version that the editor knew; 0: none. */
  readonly after: number;
}

/** A rule's form, as `GET /loyalty/rules` says it. */
export interface RuleForm {
  readonly kind: string;
  readonly label: Words;
  readonly docs: Words;
  readonly fields: readonly Field[];
  readonly needsOneOf: readonly string[];
}

/** To begin without a preset: one tier, nothing earned, and the most usual answers elsewhere. */
export const EMPTY_PROGRAMME: Programme = {
  isOn: true,
  expiryWhileOff: 'runs',
  currencies: [{ id: 'points', name: { vi: 'Điểm', en: 'Points' } }],
  spends: 'points',
  ranks: 'points',
  earning: {
    includeTax: false,
    includeShipping: false,
    rounding: 'floor',
    pending: { until: 'paid' },
    exclude: { products: [], categories: [], channels: [], locations: [], segments: [], discountedLines: false },
    caps: {},
    rules: [],
  },
  expiry: { kind: 'never' },
  redeeming: {
    pointMinor: 1000,
    minimumPoints: 1,
    maxPercent: 100,
    holdMinutes: 15,
    paidAs: 'discount',
    returnedDays: 30,
  },
  negative: 'allow',
  tiers: {
    boundary: 'exclusive',
    measure: { of: 'points' },
    review: { kind: 'none' },
    drop: 'fit',
    levels: [
      { id: 'member', name: { vi: 'Thành viên', en: 'Member' }, entry: 0, rateMinor: 10_000, discountBasisPoints: 0 },
    ],
  },
  birthday: { isOn: false, leadDays: 7, validDays: null, benefit: { kind: 'percent', percent: 10 }, minimumMinor: 0 },
  costLimitBasisPoints: 2_500,
};

/** Points of their own for the tier, that nobody can spend (HaraLoyalty). */
export const RANKING = { id: 'rank', name: { vi: 'Điểm xét hạng', en: 'Tier points' } } as const;

export function newRule(form: RuleForm, rules: readonly RuleNode[]): RuleNode {
  return { ...initialArgs(form.fields), id: freeId(form.kind, rules), kind: form.kind };
}

/** Above the highest, at its rate, with nothing yet in what has to be decided. */
export function newLevel(levels: readonly Level[]): Level {
  const last = levels.at(-1);
  return {
    id: freeId(`tier_${levels.length + 1}`, levels),
    name: { vi: '', en: '' },
    rateMinor: last?.rateMinor ?? 10_000,
    discountBasisPoints: last?.discountBasisPoints ?? 0,
  } as Level;
}

function freeId(wanted: string, taken: readonly { readonly id: string }[]): string {
  const ids = new Set(taken.map(({ id }) => id));
  for (let n = 1; ; n++) {
    const id = n === 1 ? wanted.slice(0, 24) : `${wanted.slice(0, 20)}_${n}`;
    if (!ids.has(id)) return id;
  }
}

/** The arguments of a rule, without what every rule has. */
export function argsOf({ id: _id, kind: _kind, currency: _currency, ...args }: RuleNode): Record<string, unknown> {
  return args;
}

/** Fields that name tiers are a choice among those of the programme. */
export function withTiers(fields: readonly Field[], levels: readonly Level[]): readonly Field[] {
  return fields.map((field): Field => {
    if (field.as !== 'tiers') return field;
    const { name, label, required } = field;
    const options = levels.map(({ id, name }) => ({ value: id, label: name }));
    return { name, label, required, type: 'multi_select', options };
  });
}
