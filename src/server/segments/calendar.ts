import { isDeepStrictEqual } from 'node:util';
import type { CustomerKey, DayNumber } from '../../model.ts';
import { startOfDay } from '../../model.ts';
import { movesWithTime } from '../../segments/index.ts';
import { QUERY_MS } from '../queries/limits.ts';
import { withCuts } from '../rfm/cuts.ts';
import { readNamed, type ShopState } from '../shop-state.ts';
import type { ShopStore } from '../store/index.ts';
import type { SegmentDocument } from '../store/segment-documents.ts';
import { countAll, countOf, difference, type PeoplePage, peopleOf } from './difference.ts';
import { contextFor, idOf } from './live.ts';
import { type Selection, select } from './scan.ts';
import { customersTurned, TURNED_MAX } from './turned.ts';

/**
 * Who will enter and leave a segment if nothing happens but time (issue 6 §3.3): the filters of two midnights that follow each other,
 * asked over those whom the day in between can turn.
 */
export interface CalendarDay {
  readonly day: DayNumber;
  readonly enters: number;
  readonly leaves: number;
}

export interface Calendar {
  readonly items: CalendarDay[];
  /** False: nothing in it depends on the day, and every day is 0 without a look. */
  readonly movesWithTime: boolean;
  /** The first day that was not counted any more, because the request had taken its time; null: all were. */
  readonly nextFrom: DayNumber | null;
}

/** A request takes no longer than a query may; what is counted by then is answered. */
const REQUEST_MS = QUERY_MS;

export async function flipCalendar(
  scope: ShopStore,
  state: ShopState,
  segment: SegmentDocument,
  asked: { readonly from: DayNumber; readonly days: number; readonly now: number; readonly signal?: AbortSignal },
): Promise<Calendar> {
  const began = performance.now();
  const at = await selectionsOf(scope, state, segment, asked.now);
  const days = Array.from({ length: asked.days }, (_, index) => asked.from + index);
  if (!at.movesWithTime)
    return { items: days.map((day) => ({ day, enters: 0, leaves: 0 })), movesWithTime: false, nextFrom: null };
  const items: CalendarDay[] = [];
  for (const day of days) {
    if (items.length > 0 && performance.now() - began > REQUEST_MS)
      return { items, movesWithTime: true, nextFrom: day };
    const [before, after] = [at.day(day - 1), at.day(day)];
    const isSame = isDeepStrictEqual(before.filter, after.filter);
    const contexts = [before.context, after.context] as const;
    const turned = isSame ? [] : await customersTurned(scope, segment.definition, contexts, TURNED_MAX);
    const count = (selection: Selection) =>
      turned ? countOf(scope, selection, turned, asked.signal) : countAll(scope, selection, asked.signal);
    const [enters, leaves] = await Promise.all([count(difference(before, after)), count(difference(after, before))]);
    items.push({ day, enters, leaves });
  }
  return { items, movesWithTime: true, nextFrom: null };
}

/** Who enters or leaves at the beginning of a day. */
export async function calendarPeople(
  scope: ShopStore,
  state: ShopState,
  segment: SegmentDocument,
  asked: {
    readonly day: DayNumber;
    readonly kind: 'enters' | 'leaves';
    readonly after: CustomerKey | null;
    readonly limit: number;
    readonly now: number;
    readonly signal?: AbortSignal;
  },
): Promise<PeoplePage> {
  const at = await selectionsOf(scope, state, segment, asked.now);
  if (!at.movesWithTime) return { items: [], nextAfter: null };
  const [before, after] = [at.day(asked.day - 1), at.day(asked.day)];
  return peopleOf(scope, asked.kind === 'enters' ? difference(before, after) : difference(after, before), asked);
}

/** The segment's members by the definition that is newest, at this moment for today and at midnight for the days after. */
async function selectionsOf(scope: ShopStore, kept: ShopState, segment: SegmentDocument, now: number) {
  const state = await withCuts(scope, kept, segment.definition, { asOf: now, now });
  const { catalogue, references } = await readNamed(scope, [segment.definition]);
  const { today } = contextFor(state, now, catalogue, references);
  const day = (day: DayNumber): Selection => {
    const asOf = day === today ? now : startOfDay(day, state.shop.timeZone);
    return select(segment.definition, contextFor(state, asOf, catalogue, references), idOf(segment._id));
  };
  return { day, movesWithTime: movesWithTime(segment.definition, references) };
}
