import {
  type Account,
  type Adjustment,
  adjust,
  capture,
  emptyAccount,
  hold,
  type LoyaltyContext,
  type LoyaltyOrder,
  type Posting,
  type Programme,
  type ProgrammeVersion,
  pin,
  pointsOf,
  release,
  settle,
  TIKME,
} from '../../../src/loyalty/index.ts';
import { type BirthDate, formatDay, parseInstant } from '../../../src/model.ts';
import { ledgerFault } from './ledger.ts';

export const VIETNAM = 'Asia/Ho_Chi_Minh';

/** An instant from its text; a test with a wrong one fails loudly. */
export function at(text: string): number {
  const instant = parseInstant(text);
  if (instant === null) throw new TypeError(`no instant: ${text}`);
  return instant;
}

type Changes = Partial<Omit<Programme, 'earning' | 'redeeming' | 'tiers'>> & {
  readonly earning?: Partial<Programme['earning']>;
  readonly redeeming?: Partial<Programme['redeeming']>;
  readonly tiers?: Partial<Programme['tiers']>;
};

/** The seed's programme, but for what a test is about. */
export function programme({ earning, redeeming, tiers, ...rest }: Changes = {}): Programme {
  return {
    ...TIKME,
    ...rest,
    earning: { ...TIKME.earning, ...earning },
    redeeming: { ...TIKME.redeeming, ...redeeming },
    tiers: { ...TIKME.tiers, ...tiers },
  };
}

export function order(id: string, paidAt: string, goodsMinor: number, more: Partial<LoyaltyOrder> = {}): LoyaltyOrder {
  return {
    o: `w1/${id}`,
    t: at(paidAt),
    c: 'web',
    l: 'online',
    i: [{ q: 1, a: goodsMinor }],
    tax: 0,
    ship: 0,
    ...more,
  };
}

/** One customer of one shop, of whom a test tells what happens; the ledger is looked through after each step. */
export class Customer {
  account: Account;
  readonly postings: Posting[] = [];
  readonly versions: ProgrammeVersion[];
  birth: BirthDate | undefined;
  now: number;
  readonly timeZone: string;

  constructor(programme: Programme = TIKME, { from = '2024-01-01T00:00:00+07:00', timeZone = VIETNAM } = {}) {
    this.versions = [{ version: 1, from: at(from), programme }];
    this.account = emptyAccount(at(from));
    this.now = at(from);
    this.timeZone = timeZone;
  }

  get context(): LoyaltyContext {
    return { versions: this.versions, timeZone: this.timeZone, now: this.now, by: 'test' };
  }

  get points() {
    return pointsOf(this.account, this.versions[0]?.programme.spends ?? 'points', this.context);
  }

  get tier(): string | null {
    return this.account.tier.inForce;
  }

  /** Orders as they are now, by id. */
  order(...orders: LoyaltyOrder[]): this {
    const known = new Map(this.account.orders.map((each) => [each.o, each]));
    for (const each of orders) known.set(each.o, each);
    this.account = { ...this.account, orders: [...known.values()] };
    return this.settle();
  }

  at(text: string): this {
    this.now = at(text);
    return this.settle();
  }

  version(from: string, programme: Programme): this {
    this.versions.push({ version: this.versions.length + 1, from: at(from), programme });
    return this.settle();
  }

  hold(id: string, points: number, more: { order?: string; code?: string; inputHash?: string } = {}) {
    const kind = more.code === undefined ? 'checkout' : 'code';
    return this.#done(
      hold(this.account, { id, kind, inputHash: id, points, amountMinor: points * 1000, ...more }, this.context),
    );
  }

  capture(id: string, order?: string) {
    return this.#done(capture(this.account, id, order, this.context));
  }

  release(id: string) {
    return this.#done(release(this.account, id, this.context));
  }

  adjust(id: string, points: number, more: Partial<Adjustment> = {}) {
    const adjustment = {
      id,
      at: this.now,
      currency: 'points',
      points,
      ranks: false,
      reason: 'goodwill',
      by: 'test',
      kind: 'adjusted',
      ...more,
    } as const;
    return this.#done(adjust(this.account, adjustment, this.context));
  }

  pin(id: string, level: string, until: string | null = null, reason = 'a friend of the house') {
    return this.#done(
      pin(
        this.account,
        { id, level, from: this.now, until: until === null ? null : at(until), reason, by: 'test' },
        this.context,
      ),
    );
  }

  settle(): this {
    return this.#book(settle(this.account, this.birth, this.context));
  }

  /** Last days on which points can be spent, with how many. */
  get expiries(): string[] {
    return this.points.expiries.map(({ lastDay, points }) => `${formatDay(lastDay)}: ${points}`);
  }

  #done(done: ReturnType<typeof hold>): string {
    if (!done.ok) return done.refused;
    this.#book(done).settle();
    return 'ok';
  }

  #book(done: { account: Account; postings: readonly Posting[] }): this {
    this.account = done.account;
    this.postings.push(...done.postings);
    const fault = ledgerFault(this.account, this.postings);
    if (fault) throw new Error(fault);
    return this;
  }
}
