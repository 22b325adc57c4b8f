import { type DayNumber, type Instant, type Shop, startOfDay } from '../../model.ts';
import type { DayRange } from '../../segments/index.ts';
import type { ShopStore } from '../store/index.ts';
import { partsOf, periodBefore, type Step } from './overview-period.ts';
import { customersSince, type GivenBack, purchases, refunds } from './overview-read.ts';
import { type Bought, BuyerTally } from './overview-tally.ts';

export interface OverviewRequest extends DayRange {
  readonly by: Step;
  /** Only what was bought through it. Null: all. */
  readonly channel: string | null;
}

/** What a shop sold within some days, and what it gave back. */
export interface Sales extends Bought {
  readonly refunds: number;
  readonly refundedMinor: number;
}

export interface Figures extends Sales {
  /** Known by the end of these days; `newCustomers` since their beginning. Of the whole shop, whatever the channel. */
  readonly customers: number;
  readonly newCustomers: number;
}

export interface Overview {
  readonly period: DayRange & { readonly totals: Figures };
  /** What the period is compared with. */
  readonly before: DayRange & { readonly totals: Figures };
  readonly series: readonly (DayRange & { readonly figures: Figures })[];
  /** By revenue, whichever is asked for; at most {@link CHANNELS_MAX}. */
  readonly channels: readonly { readonly channel: string; readonly sales: Sales; readonly before: Sales }[];
  readonly allChannels: { readonly sales: Sales; readonly before: Sales };
}

/** Orders may name their channels as they like, and some hosts name each app: of more only those that sell most are told one by one. */
export const CHANNELS_MAX = 100;

/**
 * How a shop does: figures of a period, of its parts and of the period before, from purchase facts (D2) by calendar days of the shop (D1).
 * People are counted exactly, however often they bought, and are new by the day of their first purchase ever. Orders and customers
 * are read side by side, so what is written meanwhile may be in one and not yet in the other; at rest they agree.
 */
export async function overview(
  scope: ShopStore,
  shop: Pick<Shop, 'currency' | 'timeZone'>,
  { by, channel, fromDay, toDay }: OverviewRequest,
): Promise<Overview> {
  const period = { fromDay, toDay };
  const before = periodBefore(period);
  const [bought, people, ...givenBack] = await Promise.all([
    purchases(scope, [before, period]),
    customersSince(scope, startOfDay(before.fromDay, shop.timeZone)),
    refunds(scope, shop, before),
    refunds(scope, shop, period),
  ]);
  const tally = new BuyerTally(bought.buyers);
  const dayOf = calendar(shop.timeZone);
  const returned = givenBack.flat().map((refund) => ({ ...refund, day: dayOf(refund.at) }));

  // Looked up by channel: going through all rows for each channel would be the square of however many there are.
  const boughtBy = Map.groupBy(bought.days, (row) => row.channel);
  const returnedBy = Map.groupBy(returned, (row) => row.channel);
  const salesOf = (days: DayRange, only: string | null): Sales => {
    const isWithin = ({ day }: { readonly day: DayNumber }) => day >= days.fromDay && day <= days.toDay;
    const rows = only === null ? bought.days : (boughtBy.get(only) ?? []);
    const back = only === null ? returned : (returnedBy.get(only) ?? []);
    return { ...tally.of(rows.filter(isWithin), days.fromDay), ...sumOf(back.filter(isWithin)) };
  };
  const peopleOf = headcount(people, shop.timeZone);
  const figuresOf = (days: DayRange): Figures => ({ ...peopleOf(days), ...salesOf(days, channel) });
  const compared = (only: string | null) => ({ sales: salesOf(period, only), before: salesOf(before, only) });

  const channels = new Set([...boughtBy.keys(), ...returnedBy.keys()]);
  return {
    period: { ...period, totals: figuresOf(period) },
    before: { ...before, totals: figuresOf(before) },
    series: partsOf(period, by).map((part) => ({ ...part, figures: figuresOf(part) })),
    channels: [...channels]
      .map((name) => ({ channel: name, ...compared(name) }))
      .sort((a, b) => b.sales.revenueMinor - a.sales.revenueMinor || (a.channel < b.channel ? -1 : 1))
      .slice(0, CHANNELS_MAX),
    allChannels: compared(null),
  };
}

function sumOf(givenBack: readonly GivenBack[]): Pick<Sales, 'refunds' | 'refundedMinor'> {
  return { refunds: givenBack.length, refundedMinor: givenBack.reduce((sum, refund) => sum + refund.amountMinor, 0) };
}

const MS_PER_DAY = 86_400_000;

/** Days of many instants: the zone is asked once a day instead of once an instant. */
function calendar(timeZone: string): (at: Instant) => DayNumber {
  const starts = new Map<DayNumber, Instant>();
  const startOf = (day: DayNumber): Instant => {
    const start = starts.get(day) ?? startOfDay(day, timeZone);
    starts.set(day, start);
    return start;
  };
  return (at) => {
    let day = Math.floor(at / MS_PER_DAY) + 1; // no zone is a whole day ahead of UTC
    while (startOf(day) > at) day--;
    return day;
  };
}

/** Customers known by the end of some days, and those who came within them. */
function headcount(
  { count, createdAt }: { readonly count: number; readonly createdAt: readonly Instant[] },
  timeZone: string,
) {
  const sorted = Float64Array.from(createdAt).sort();
  const since = (instant: Instant) => sorted.length - placeIn(sorted, instant);
  return ({ fromDay, toDay }: DayRange): Pick<Figures, 'customers' | 'newCustomers'> => {
    const after = since(startOfDay(toDay + 1, timeZone));
    return { customers: count - after, newCustomers: since(startOfDay(fromDay, timeZone)) - after };
  };
}

/** Where in the sorted list the first is that is not smaller. */
function placeIn(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
