import type { Document } from 'mongodb';
import { type DayNumber, plainDate } from '../../model.ts';
import { cellExpression, NO_PURCHASE, NOT_KNOWN, type Rfm, scaleOn } from '../../segments/rfm/index.ts';
import { QUERY_MS } from '../queries/limits.ts';
import type { ShopStore } from '../store/index.ts';

/** What members are told apart by (A17). */
export const COMPOSED_BY = ['gender', 'age_band', 'area', 'tier', 'source', 'channel', 'rfm'] as const;
export type ComposedBy = (typeof COMPOSED_BY)[number];

/** The key of those of whom nothing is known. */
export const UNKNOWN = 'unknown';

export interface Share {
  readonly key: string;
  readonly customers: number;
}

/**
 * How many of the members are what, the most first. By area and by channel somebody can be in several, or in none; else each is in
 * one. One scan of the members; a segment so large that it takes too long is an error and not a wait.
 */
export async function composition(
  scope: ShopStore,
  label: string,
  by: ComposedBy,
  { today, rfm }: { readonly today: DayNumber; readonly rfm: Rfm },
): Promise<Share[]> {
  const { key, isList } = keyOf(by, today, rfm);
  const unwound = isList ? [{ $set: { key } }, { $unwind: { path: '$key', preserveNullAndEmptyArrays: true } }] : [];
  const rows = await scope.customers
    .aggregate<{ _id: string | number | null; n: number }>(
      [
        { $match: { memberOf: label } },
        ...unwound,
        { $group: { _id: { $ifNull: [isList ? '$key' : key, null] }, n: { $sum: 1 } } },
      ],
      { hint: { memberOf: 1, _id: 1 }, maxTimeMS: QUERY_MS },
    )
    .toArray();
  const shares = new Map<string, number>();
  for (const { _id, n } of rows) {
    const named = by === 'rfm' ? labelIn(rfm, _id) : String(_id ?? UNKNOWN);
    shares.set(named, (shares.get(named) ?? 0) + n);
  }
  return [...shares]
    .map(([named, customers]) => ({ key: named, customers }))
    .sort((a, b) => b.customers - a.customers || (a.key < b.key ? -1 : 1));
}

function keyOf(by: ComposedBy, today: DayNumber, rfm: Rfm): { key: Document | string; isList: boolean } {
  switch (by) {
    case 'gender':
    case 'source':
      return { key: `$${by}`, isList: false };
    case 'tier':
      return { key: '$loyalty.level', isList: false };
    case 'age_band':
      return { key: ageBand(today), isList: false };
    case 'channel':
      return { key: '$stats.channels', isList: true };
    case 'area': {
      // Units of today and provinces of other countries: the old ones are the same people once more, and `vn` is all of them.
      const isUnit = { $regexMatch: { input: '$$area', regex: /^[a-z]{2}\./ } };
      return { key: { $filter: { input: { $ifNull: ['$homeAreas', []] }, as: 'area', cond: isUnit } }, isList: true };
    }
    case 'rfm': {
      const scale = scaleOn(rfm, today);
      return { key: scale ? cellExpression(scale, today) : { $literal: -1 }, isList: false };
    }
    default:
      return by satisfies never;
  }
}

/** A cell as a number, null for who never bought; -1: the shop's cut points are not computed yet. */
function labelIn({ model }: Rfm, cell: string | number | null): string {
  if (cell === null) return NO_PURCHASE;
  return cell === -1 ? NOT_KNOWN : (model.grid[String(cell)] ?? NOT_KNOWN);
}

const BANDS = [
  [18, '0-17'],
  [25, '18-24'],
  [35, '25-34'],
  [45, '35-44'],
  [55, '45-54'],
  [65, '55-64'],
] as const;

/** By completed years (C07); somebody without a year of birth has no age. */
function ageBand(today: DayNumber): Document {
  const { year, month, day } = plainDate(today);
  const hasHadBirthday = { $lte: ['$birth.monthDay', month * 100 + day] };
  const age = { $subtract: [year, { $add: ['$birth.year', { $cond: [hasHadBirthday, 0, 1] }] }] };
  const band = BANDS.toReversed().reduce<Document | string>(
    (older, [below, name]) => ({ $cond: [{ $lt: ['$$age', below] }, name, older] }),
    '65+',
  );
  return { $cond: [{ $gt: ['$birth.year', null] }, { $let: { vars: { age }, in: band } }, null] };
}
