import {
  type Account,
  type Adjustment,
  adjust,
  capture,
  emptyAccount,
  hold,
  type LoyaltyContext,
  type LoyaltyOrder,
  mergeAccounts,
  type Posting,
  type ProgrammeVersion,
  pin,
  pointsOf,
  release,
  settle,
} from '../../../src/loyalty/index.ts';
import { ledgerFault } from './ledger.ts';
import { ModelAccount } from './ledger-model.ts';
import { dayAt, plusMonths, startOf, ZONE } from './model.ts';
import { randomProgramme } from './programmes.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A customer twice: as the code has it, and as the model does. */
interface Twin {
  account: Account;
  postings: Posting[];
  model: ModelAccount;
}

/** A life at random: a shop, two customers that may turn out to be one, and what happens to them. */
export class Life {
  readonly versions: ProgrammeVersion[];
  readonly twins: Twin[];
  now: number;
  steps = 0;
  #last: Twin | undefined;
  #ids = 0;
  readonly #below: (limit: number) => number;

  constructor(below: (limit: number) => number) {
    this.#below = below;
    const start = Date.UTC(2023, below(12), 1 + below(28)) + below(DAY);
    this.versions = [{ version: 1, from: start, programme: randomProgramme(below) }];
    this.now = start + below(30 * DAY);
    this.twins = [0, 1].map(() => {
      const joinedAt = start + below(5 * DAY);
      return { account: emptyAccount(joinedAt), postings: [], model: new ModelAccount(joinedAt) };
    });
  }

  get context(): LoyaltyContext {
    return { versions: this.versions, timeZone: ZONE, now: this.now, by: 'test' };
  }

  /** One thing happens; what it was. Afterwards code and model are compared. */
  step(): string {
    this.steps++;
    this.now += 1 + this.#below(this.#below(8) === 0 ? 10 * DAY : HOUR / 6);
    const twin = (this.#below(5) === 0 ? undefined : this.twins[0]) ?? this.#one(this.twins);
    this.#last = twin;
    const [name, happen] = this.#one([
      ['order', () => this.#order(twin)],
      ['order', () => this.#order(twin)],
      ['order', () => this.#order(twin)],
      ['return', () => this.#return(twin)],
      ['return', () => this.#return(twin)],
      [
        'end',
        () =>
          this.#change(twin, (order) => ({
            ...order,
            end: this.#below(4) === 0 ? order.t : Math.max(order.t, this.now),
          })),
      ],
      [
        'reopen',
        () =>
          this.#change(twin, ({ end: _, back, ...order }) => ({
            ...order,
            ...(back && this.#below(2) ? { back } : {}),
          })),
      ],
      [
        'fulfil',
        () =>
          this.#change(twin, ({ f: _, ...order }) =>
            this.#below(5) ? { ...order, f: this.now - this.#below(3 * DAY) } : order,
          ),
      ],
      ['edit', () => this.#change(twin, ({ back: _, ...order }) => ({ ...order, i: this.#lines() }))],
      [
        'pay later',
        () =>
          this.#change(twin, (order) => ({
            ...order,
            t: order.t + this.#below(3 * DAY),
            ...(order.back ? { back: [] } : {}),
          })),
      ],
      ['hold', () => this.#hold(twin)],
      ['hold', () => this.#hold(twin)],
      ['hold', () => this.#hold(twin)],
      ['capture', () => this.#capture(twin)],
      ['release', () => this.#release(twin)],
      ['adjust', () => this.#adjust(twin)],
      ['pin', () => this.#pin(twin)],
      ['time', () => this.#wait()],
      [
        'programme',
        () =>
          this.#below(4) === 0 &&
          this.versions.push({
            version: this.versions.length + 1,
            from: this.now,
            programme: randomProgramme(this.#below),
          }),
      ],
      ['merge', () => this.#below(6) === 0 && this.#merge()],
      ['again', () => undefined],
    ] as [string, () => unknown][]);
    happen();
    // The other catches up when its turn comes, as after days on which nothing ran.
    if (this.twins.includes(twin)) this.#settle(twin);
    return name;
  }

  /** What of code and model differs, or is wrong in itself; null when nothing. */
  fault(): string | null {
    for (const { account, postings, model } of this.twins.filter((each) => each === this.#last)) {
      const wrong = ledgerFault(account, postings);
      if (wrong) return wrong;
      const again = settle(account, undefined, this.context);
      if (again.postings.length > 0) return `settling again posts ${JSON.stringify(again.postings[0])}`;
      const told = model.told;
      const differs = firstDifference(
        {
          level: account.tier.level,
          inForce: account.tier.inForce,
          measure: account.tier.measure,
          earned: account.tier.earnedPoints,
          changes: account.tier.changes.map(({ at, from, to }) => ({ at, from, to })),
          ...Object.fromEntries(
            ['points', 'rank'].map((currency) => {
              const { available, pending, held, owed } = pointsOf(account, currency, this.context);
              return [currency, { available, pending, held, owed }];
            }),
          ),
          lots: account.lots
            .map(({ id, points, left, held, expired, clamped, writtenOff, stage, availableAt, expiresAt }) => ({
              id,
              points,
              left,
              held,
              expired,
              clamped,
              writtenOff,
              stage,
              availableAt,
              expiresAt,
            }))
            .sort(byId),
          redemptions: account.redemptions
            .map(({ id, state, order, takes, overdrawn, clamped, writtenOff }) => ({
              id,
              state,
              order,
              spent: state === 'captured' ? sum(takes.map((take) => take.points - take.returned)) : 0,
              overdrawn,
              clamped,
              writtenOff,
            }))
            .sort(byId),
        },
        {
          level: told?.level,
          inForce: told?.inForce,
          measure: told?.measure,
          earned: told?.earned,
          changes: told?.changes,
          ...Object.fromEntries(
            ['points', 'rank'].map((currency) => [
              currency,
              {
                available: model.count(currency, 'available'),
                pending: model.count(currency, 'pending'),
                held: model.count(currency, 'held'),
                owed: model.owed[currency] ?? 0,
              },
            ]),
          ),
          lots: model.lots
            .map((lot) => {
              const count = (place: string) => lot.tokens.filter((token) => token.place === place).length;
              const { id, should, clamped, writtenOff, stage, availableAt, expiresAt } = lot;
              return {
                id,
                points: should,
                left: count('own'),
                held: count('held'),
                expired: count('expired'),
                clamped,
                writtenOff,
                stage,
                availableAt,
                expiresAt,
              };
            })
            .sort(byId),
          redemptions: model.holds
            .map(({ id, state, order, tokens, owed, clamped, writtenOff }) => ({
              id,
              state,
              order,
              spent: state === 'captured' ? tokens.length : 0,
              overdrawn: owed,
              clamped,
              writtenOff,
            }))
            .sort(byId),
        },
      );
      if (differs) return differs;
    }
    return null;
  }

  #settle(twin: Twin): void {
    const { joinedAt, orders, adjustments, pins } = twin.model.person;
    twin.account = { ...twin.account, joinedAt, orders };
    if (adjustments.length !== twin.account.adjustments.length || pins.length !== twin.account.pins.length)
      throw new Error('harness');
    this.#booked(twin, settle(twin.account, undefined, this.context));
    twin.model.settle(this.versions, this.now);
    twin.model.tidy();
  }

  #booked(twin: Twin, done: { account: Account; postings: readonly Posting[] }): void {
    twin.account = done.account;
    twin.postings.push(...done.postings);
  }

  #lines(): LoyaltyOrder['i'] {
    return Array.from({ length: 1 + this.#below(3) }, () => ({
      ...this.#one([{}, { p: 'w1:7' }, { p: 'w1:9' }]),
      q: 1 + this.#below(3),
      a: this.#one([0, 9_999, 10_000, 1_000 * this.#below(200), this.#below(300_000), this.#below(300_000)]),
    }));
  }

  #order({ model }: Twin): void {
    const t = this.now - this.#below(this.#one([1, 1, 1, DAY, 40 * DAY, 400 * DAY]));
    const holds = model.holds
      .filter(() => this.#below(3) === 0)
      .map((each) => this.#one([each.id, each.code ?? each.id]));
    const unknown = this.#below(10) === 0 ? ['somebody-elses'] : [];
    model.person.orders.push({
      o: `w1/${++this.#ids}`,
      t,
      ...(this.#below(3) === 0 ? { f: t + this.#below(5 * DAY) } : {}),
      ...(this.#below(15) === 0 ? { end: t } : {}),
      c: this.#one(['web', 'till']),
      l: 'online',
      i: this.#lines(),
      tax: 0,
      ship: this.#one([0, 20_000]),
      ...(holds.length + unknown.length > 0 ? { [this.#one(['holds', 'codes'])]: [...unknown, ...holds] } : {}),
    });
  }

  #change({ model }: Twin, change: (order: LoyaltyOrder) => LoyaltyOrder): void {
    const { orders } = model.person;
    const at = this.#below(orders.length);
    const order = orders[at];
    if (order) model.person.orders = orders.with(at, change(order));
  }

  #return(twin: Twin): void {
    this.#change(twin, (order) => {
      const left = order.i.map((line, i) => line.a - sum((order.back ?? []).map((back) => back.a[i] ?? 0)));
      const all = this.#below(5) === 0;
      const a = left.map((amount) => (all ? amount : this.#below(amount + 1)));
      const t = this.now - (this.#below(3) === 0 ? this.#below(20 * DAY) : 0);
      return {
        ...order,
        back: [...(order.back ?? []), { t, a, e: this.#one([0, 5_000]) }].sort((x, y) => x.t - y.t),
        ...(all && this.#below(2) ? { end: Math.max(order.t, this.now) } : {}),
      };
    });
  }

  #hold(twin: Twin): void {
    const { model } = twin;
    model.pass(this.versions, this.now);
    const programme = this.versions.at(-1)?.programme;
    if (!programme) return;
    const there = model.count(programme.spends, 'available') - (model.owed[programme.spends] ?? 0);
    const points = this.#one([5, 10 + this.#below(40), Math.max(1, there), Math.max(1, there), there + 1]);
    const id = `h${++this.#ids}`;
    const code = this.#below(3) === 0 ? `code${this.#ids}` : undefined;
    const amountMinor = points * programme.redeeming.pointMinor;
    const request = {
      id,
      kind: code ? 'code' : 'checkout',
      inputHash: id,
      points,
      amountMinor,
      ...(code ? { code } : {}),
    } as const;
    const done = hold(twin.account, request, this.context);
    const allowed =
      programme.isOn &&
      there >= programme.redeeming.minimumPoints &&
      points >= programme.redeeming.minimumPoints &&
      points <= there;
    if (done.ok !== allowed) throw new Error(`hold of ${points} of ${there}: ${JSON.stringify(done)}`);
    if (!done.ok) return;
    const until = this.now + programme.redeeming.holdMinutes * 60_000;
    this.#booked(twin, done);
    model.reserve(this.versions, this.now, {
      id,
      currency: programme.spends,
      points,
      amountMinor,
      until,
      ...(code ? { code } : {}),
    });
    const again = hold(twin.account, request, this.context);
    if (!again.ok || again.postings.length > 0) throw new Error('a hold repeated is another hold');
    const other = hold(twin.account, { ...request, inputHash: 'x' }, this.context);
    if (other.ok || other.refused !== 'idempotency_mismatch')
      throw new Error('a hold with another input is taken for the same');
    // At the till, the next thing mostly follows at once.
    if (this.#below(4)) this.#capture(twin, id);
  }

  #capture(twin: Twin, which?: string): void {
    const { model } = twin;
    model.pass(this.versions, this.now);
    const known = which === undefined ? this.#one(model.holds) : model.holds.find((each) => each.id === which);
    if (!known) return;
    const order = this.#one([undefined, undefined, this.#one(model.person.orders)?.o]);
    const done = capture(twin.account, known.id, order, this.context);
    const allowed =
      known.state === 'held' ||
      (known.state === 'captured' && (order === undefined || known.order === undefined || known.order === order));
    if (done.ok !== allowed) throw new Error(`capture ${JSON.stringify({ done, state: known.state })}`);
    if (!done.ok) return;
    this.#booked(twin, done);
    const programme = this.versions.at(-1)?.programme;
    model.capture(this.versions, programme?.negative ?? 'allow', this.now, known, order);
  }

  #release(twin: Twin): void {
    const { model } = twin;
    model.pass(this.versions, this.now);
    const known = this.#one(model.holds);
    if (!known) return;
    const done = release(twin.account, known.id, this.context);
    const isUnusedCode = known.state === 'captured' && known.code !== undefined && known.order === undefined;
    if (done.ok !== (known.state !== 'captured' || isUnusedCode)) throw new Error(`release ${JSON.stringify(done)}`);
    if (!done.ok) return;
    this.#booked(twin, done);
    const programme = this.versions.at(-1)?.programme;
    if (isUnusedCode)
      model.giveBack(
        this.versions,
        programme?.negative ?? 'allow',
        this.now,
        known,
        known.points,
        programme?.redeeming.returnedDays ?? 30,
      );
    else model.letGo(this.versions, known, 'released', this.now);
  }

  #adjust(twin: Twin): void {
    const { model } = twin;
    model.pass(this.versions, this.now);
    const programme = this.versions.at(-1)?.programme;
    if (!programme) return;
    const currency = this.#one(['points', 'points', 'rank']);
    const there = model.count(currency, 'available') - (model.owed[currency] ?? 0);
    const points = this.#one([1 + this.#below(30), 1 + this.#below(30), -1 - this.#below(20), -Math.max(1, there)]);
    const lastDay = this.#below(4) === 0 ? dayAt(this.now) + this.#below(40) - 2 : undefined;
    const adjustment: Adjustment = {
      id: `a${++this.#ids}`,
      at: this.now,
      currency,
      points,
      ranks: this.#below(2) === 0,
      reason: 'test',
      by: 'test',
      kind: 'adjusted',
      ...(lastDay === undefined || points < 0 ? {} : { lastDay }),
    };
    const done = adjust(twin.account, adjustment, this.context);
    const { expiry } = programme;
    const usual = expiry.kind === 'never' ? null : startOf(plusMonths(dayAt(this.now), expiry.months) + 1);
    const expiresAt = adjustment.lastDay === undefined ? usual : startOf(adjustment.lastDay + 1);
    const allowed = points < 0 ? there >= -points : expiresAt === null || expiresAt > this.now;
    if (done.ok !== allowed) throw new Error(`adjust by ${points} of ${there}: ${JSON.stringify(done)}`);
    if (!done.ok) return;
    this.#booked(twin, done);
    model.person.adjustments.push(adjustment);
    if (points > 0) model.give(this.versions, adjustment.id, currency, points, this.now, expiresAt);
    else model.take(this.versions, currency, -points, this.now);
    const again = adjust(twin.account, adjustment, this.context);
    const other = adjust(twin.account, { ...adjustment, points: points + 1 }, this.context);
    if (!again.ok || again.postings.length > 0 || other.ok || other.refused !== 'idempotency_mismatch')
      throw new Error('adjusting twice');
  }

  #pin(twin: Twin): void {
    const { model } = twin;
    const level = this.#one(['member', 'silver', 'gold']);
    const from = this.now + (this.#below(4) === 0 ? this.#below(30 * DAY) : 0);
    const until = this.#one([null, from + 1 + this.#below(90 * DAY)]);
    const last = model.person.pins.at(-1);
    const end = last && this.#below(3) === 0 ? last.id : null;
    const done = pin(
      twin.account,
      end === null ? { id: `p${++this.#ids}`, level, from, until, reason: 'test', by: 'test' } : { end },
      this.context,
    );
    if (!done.ok) throw new Error(`pin ${done.refused}`);
    this.#booked(twin, done);
    const cut = (before: number | null, at: number) => (before === null || before > at ? at : before);
    model.person.pins = model.person.pins.map((each) => {
      if (end !== null) return each.id === end ? { ...each, until: cut(each.until, this.now) } : each;
      return { ...each, until: each.until !== null && each.until <= from ? each.until : Math.max(each.from, from) };
    });
    if (end === null) model.person.pins.push({ id: `p${this.#ids}`, level, from, until, reason: 'test', by: 'test' });
  }

  #merge(): void {
    const [kept, gone] = this.twins;
    if (!kept || !gone) return;
    const worth = () =>
      sum(
        this.twins.flatMap(({ account }) =>
          ['points', 'rank']
            .map((each) => pointsOf(account, each, this.context))
            .map((each) => each.balance + each.pending + each.held),
        ),
      );
    // Time first, so that only the merge itself is looked at.
    for (const each of this.twins) this.#settle(each);
    const before = worth();
    const merged = mergeAccounts(kept.account, gone.account, this.context);
    const fault = ledgerFault(
      { ...gone.account, lots: [], owed: {}, redemptions: [], seq: gone.account.seq + merged.gonePostings.length },
      [...gone.postings, ...merged.gonePostings],
    );
    if (fault) throw new Error(`the merged account is not empty: ${fault}`);
    this.#booked(kept, merged);
    kept.model.join(gone.model);
    this.twins.pop();
    if (worth() !== before) throw new Error(`merging makes ${worth()} of ${before}`);
    this.#last = kept;
    this.#settle(kept);
  }

  #wait(): void {
    this.now += this.#below(this.#one([DAY, 20 * DAY, 200 * DAY]));
  }

  #one<T>(values: readonly T[]): T {
    return values[this.#below(values.length)] as T;
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

function firstDifference(code: Record<string, unknown>, model: Record<string, unknown>): string | null {
  for (const key of Object.keys(code)) {
    const [a, b] = [code[key], model[key]];
    if (JSON.stringify(a) === JSON.stringify(b)) continue;
    if (!Array.isArray(a) || !Array.isArray(b)) return `${key}: code ${JSON.stringify(a)}, model ${JSON.stringify(b)}`;
    const at = a.findIndex((each, i) => JSON.stringify(each) !== JSON.stringify(b[i]));
    const i = at < 0 ? a.length : at;
    return `${key}[${i}]: code ${JSON.stringify(a[i])}, model ${JSON.stringify(b[i])} (${a.length}, ${b.length})`;
  }
  return null;
}
