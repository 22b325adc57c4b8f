import type { DayNumber } from '../../model.ts';

/** What was bought on one day through one channel. */
export interface BoughtDay {
  readonly day: DayNumber;
  readonly channel: string;
  readonly orders: number;
  readonly revenueMinor: number;
  /** One element an order that has a customer: the customer's number in {@link Buyers}. */
  readonly buyers: Int32Array;
}

/** Everybody who bought, numbered from 0. */
export interface Buyers {
  readonly count: number;
  /** The day of a customer's first purchase ever, by number; minus infinity when it was before all days that are looked at. */
  readonly firstDay: Float64Array;
}

/** What was bought within some days. Orders without a customer count as orders and revenue, and as nobody's. */
export interface Bought {
  readonly orders: number;
  /** Those without a customer. */
  readonly guestOrders: number;
  readonly revenueMinor: number;
  readonly averageOrderMinor: number | null;
  /** Customers who bought; `newBuyers` for the first time ever, `returningBuyers` had bought before these days. */
  readonly buyers: number;
  readonly newBuyers: number;
  readonly returningBuyers: number;
  /** Buyers who had bought before these days, or bought at least twice within them. */
  readonly repeatBuyers: number;
  readonly repeatRate: number | null;
}

/** Counts people once however often they bought, over any selection of days and channels. */
export class BuyerTally {
  readonly #buyers: Buyers;
  /** In which count a buyer was met last, and how often in it: nothing has to be emptied between counts. */
  readonly #metIn: Int32Array;
  readonly #times: Int32Array;
  #count = 0;

  constructor(buyers: Buyers) {
    this.#buyers = buyers;
    this.#metIn = new Int32Array(buyers.count);
    this.#times = new Int32Array(buyers.count);
  }

  /** `days` are all of one stretch that begins with `fromDay`. */
  of(days: readonly BoughtDay[], fromDay: DayNumber): Bought {
    const count = ++this.#count;
    let [orders, named, revenueMinor, buyers, newBuyers, newOnce] = [0, 0, 0, 0, 0, 0];
    for (const bought of days) {
      orders += bought.orders;
      named += bought.buyers.length;
      revenueMinor += bought.revenueMinor;
      for (const buyer of bought.buyers) {
        const isNew = (this.#buyers.firstDay[buyer] as number) >= fromDay;
        const times = this.#metIn[buyer] === count ? (this.#times[buyer] as number) + 1 : 1;
        this.#metIn[buyer] = count;
        this.#times[buyer] = times;
        if (times === 1) buyers++;
        if (isNew && times === 1) [newBuyers, newOnce] = [newBuyers + 1, newOnce + 1];
        if (isNew && times === 2) newOnce--;
      }
    }
    const repeatBuyers = buyers - newOnce;
    return {
      orders,
      guestOrders: orders - named,
      revenueMinor,
      averageOrderMinor: orders === 0 ? null : Math.round(revenueMinor / orders),
      buyers,
      newBuyers,
      returningBuyers: buyers - newBuyers,
      repeatBuyers,
      repeatRate: buyers === 0 ? null : repeatBuyers / buyers,
    };
  }
}
