import type { Locale } from '../../bridge/protocol.ts';
import type { Programme, ProgrammeList } from '../loyalty/loyalty.ts';
import type { Asked } from './use-back-test.ts';

/** What the form holds. Programmes by name: `draft`, `current`, or the id of a preset. */
export interface Wish {
  readonly programme: string;
  readonly against: string;
  /** Months back, or `day`. */
  readonly since: '12' | '24' | '36' | 'day';
  readonly day: string | null;
  readonly redeemPercent: number;
  readonly redeemAfterDays: number;
}

export const DRAFT = 'draft';
export const CURRENT = 'current';
export const NOTHING = '';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** What can be tried: the draft that the editor handed over, what is in force, and presets. */
export function choicesOf(
  list: ProgrammeList,
  draft: Programme | null,
  say: { readonly draft: string; readonly current: string; preset(name: string): string; readonly locale: Locale },
): Choice[] {
  return [
    ...(draft ? [{ value: DRAFT, label: say.draft }] : []),
    ...(list.current === null ? [] : [{ value: CURRENT, label: say.current }]),
    ...list.presets.map(({ id, name }) => ({ value: id, label: say.preset(name[say.locale]) })),
  ];
}

export function firstWish(list: ProgrammeList, draft: Programme | null): Wish {
  const programme = draft ? DRAFT : (list.presets[0]?.id ?? CURRENT);
  return {
    programme: list.current === null || draft ? programme : CURRENT,
    against: draft && list.current !== null ? CURRENT : NOTHING,
    since: '12',
    day: null,
    redeemPercent: 60,
    redeemAfterDays: 30,
  };
}

/** The wish as the API takes it. `today` is the shop's. */
export function askedOf(wish: Wish, list: ProgrammeList, draft: Programme | null, today: string): Asked {
  const named = (name: string): Programme | 'current' => {
    if (name === DRAFT && draft) return draft;
    return list.presets.find(({ id }) => id === name)?.programme ?? 'current';
  };
  return {
    programme: named(wish.programme),
    against: wish.against === NOTHING ? null : named(wish.against),
    from: wish.since === 'day' ? (wish.day ?? today) : monthsBefore(today, Number(wish.since)),
    redeemPercent: wish.redeemPercent,
    redeemAfterDays: wish.redeemAfterDays,
  };
}

/** The same day of an earlier month, or the last of it. */
export function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, last))).toISOString().slice(0, 10);
}
