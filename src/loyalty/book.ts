import { dayOf, type Instant, startOfDay } from '../model.ts';
import { type Account, type Lot, type LoyaltyContext, lossAt, programmeNow, type Redemption } from './account.ts';
import type { Adjustment } from './history.ts';
import { type About, type Draft, OpenLots } from './open-lots.ts';

/**
 * An account open for writing. What time has caused is booked first, in its order, by {@link advance}; every operation begins with it.
 */
export class Book extends OpenLots {
  readonly #account: Account;
  readonly #redemptions: Map<string, Draft<Redemption>>;
  readonly #adjustments: Adjustment[];

  constructor(account: Account, context: LoyaltyContext) {
    super(account, context);
    this.#account = account;
    this.#redemptions = new Map(account.redemptions.map((each) => [each.id, { ...each }]));
    this.#adjustments = [...account.adjustments];
  }

  /** The account as it is now, with everything that was booked. */
  close(changes: Partial<Account> = {}): Account {
    return {
      ...this.#account,
      adjustments: this.#adjustments,
      ...changes,
      lots: this.#keptLots(),
      owed: Object.fromEntries(Object.entries(this.owed).filter(([, points]) => points > 0)),
      redemptions: [...this.#redemptions.values()],
      seq: this.#account.seq + this.postings.length,
    };
  }

  /** All lots but those of which nothing is left to tell: reversed to nothing, and no redemption can give anything back to them. */
  #keptLots(): Lot[] {
    const named = new Set([...this.#redemptions.values()].flatMap(({ takes }) => takes.map((take) => take.lot)));
    return [...this.byId.values()]
      .filter(
        (lot) => lot.points + lot.left + lot.held + lot.expired + lot.clamped + lot.writtenOff > 0 || named.has(lot.id),
      )
      .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  }

  redemption(id: string): Redemption | undefined {
    return this.#redemptions.get(id);
  }

  redemptions(): readonly Redemption[] {
    return [...this.#redemptions.values()];
  }

  /** Points that a person gives, a lot of their own, or takes; the caller has seen that there are as many. */
  adjust(adjustment: Adjustment, expiresAt: Instant | null): void {
    this.#adjustments.push(adjustment);
    if (adjustment.points > 0) this.give(adjustment, expiresAt);
    else this.take(adjustment);
  }

  // What time causes

  /** Books everything that time alone has caused up to now, each at its instant. Read with it, an account needs no job to be right. */
  advance(): void {
    // What was let go or matured may be lost by now: so until nothing more is due.
    for (let due = this.#due(); due.length > 0; due = this.#due()) for (const { happen } of due) happen();
    for (const currency of Object.keys(this.owed)) this.coverOwed(currency);
  }

  /** What is due by now, in order of time; at one instant points mature before holds end, and are lost last. */
  #due() {
    const { now } = this.context;
    const due: { at: Instant; rank: number; id: string; happen: () => void }[] = [];
    for (const lot of this.byId.values()) {
      const { id } = lot;
      if (lot.stage === 'pending') {
        const at = lot.availableAt;
        if (at !== null && at <= now) due.push({ at, rank: 0, id, happen: () => this.mature(lot, at) });
      } else if (lot.left > 0) {
        const at = lossAt(lot, this.context);
        if (at !== null && at <= now) due.push({ at, rank: 2, id, happen: () => this.expire(lot, at) });
      }
    }
    for (const { id, state, until } of this.#redemptions.values())
      if (state === 'held' && until <= now)
        due.push({ at: until, rank: 1, id, happen: () => this.letGo(id, 'expired', until) });
    return due.sort((a, b) => a.at - b.at || a.rank - b.rank || (a.id < b.id ? -1 : 1));
  }

  // Spending

  hold(redemption: Omit<Redemption, 'takes' | 'state' | 'overdrawn' | 'clamped' | 'writtenOff'>): void {
    const takes: { lot: string; points: number; returned: number }[] = [];
    let rest = redemption.points;
    for (const lot of this.spendable(redemption.currency)) {
      const part = Math.min(rest, lot.left);
      if (part === 0) break;
      this.post(
        'available',
        'held',
        part,
        lot.currency,
        'held',
        { redemption: redemption.id, ...orderOf(redemption) },
        lot.id,
      );
      lot.left -= part;
      lot.held += part;
      rest -= part;
      takes.push({ lot: lot.id, points: part, returned: 0 });
    }
    this.#redemptions.set(redemption.id, {
      ...redemption,
      takes,
      state: 'held',
      overdrawn: 0,
      clamped: 0,
      writtenOff: 0,
    });
  }

  /** The discount was given: what was held is spent. One that was let go meanwhile takes what is there, and the rest is owed. */
  capture(id: string, order: string | undefined): void {
    const redemption = this.#redemptions.get(id);
    if (!redemption) return;
    if (order !== undefined) redemption.order ??= order;
    if (redemption.state === 'captured') return;
    const about = { redemption: id, ...orderOf(redemption) };
    if (redemption.state === 'held') {
      for (const take of redemption.takes) {
        const lot = this.byId.get(take.lot) as Draft<Lot>;
        this.post('held', 'redeemed', take.points, lot.currency, 'redeemed', about, lot.id);
        lot.held -= take.points;
      }
    } else this.#spend(redemption, redemption.points, about);
    redemption.state = 'captured';
    redemption.capturedAt = this.context.now;
  }

  /** Held points go back to where they were; what has been lost meanwhile is lost then. */
  letGo(id: string, state: 'released' | 'expired', at: Instant = this.context.now): void {
    const redemption = this.#redemptions.get(id);
    if (redemption?.state !== 'held') return;
    for (const take of redemption.takes) {
      const lot = this.byId.get(take.lot) as Draft<Lot>;
      this.post(
        'held',
        lot.stage,
        take.points,
        lot.currency,
        'let_go',
        { at, redemption: id, ...orderOf(redemption) },
        lot.id,
      );
      lot.held -= take.points;
      lot.left += take.points;
      const loss = lossAt(lot, this.context);
      if (lot.stage === 'available' && loss !== null && loss <= at) this.expire(lot, at);
    }
    redemption.state = state;
    this.coverOwed(redemption.currency, at);
  }

  /** Brings what was returned of a captured redemption to `points`: should-be minus is, as with everything (L17, complaint 19). */
  settleReturned(id: string, points: number, returnedDays: number): void {
    const redemption = this.#redemptions.get(id);
    if (redemption?.state !== 'captured') return;
    const standing = redemption.takes.reduce((sum, take) => sum + take.points - take.returned, 0);
    const forgiven = redemption.overdrawn + redemption.clamped + redemption.writtenOff;
    const about = { redemption: id, ...orderOf(redemption) };
    let rest = points - (redemption.points - standing - forgiven);
    if (rest === 0) return;
    if (rest < 0) {
      this.#spend(redemption, -rest, about);
      return;
    }
    // First what the customer never paid with points: nothing comes back for what was forgiven, and less is owed.
    const clamped = Math.min(rest, redemption.clamped);
    redemption.clamped -= clamped;
    rest -= clamped;
    const writtenOff = Math.min(rest, redemption.writtenOff);
    this.post('redeemed', 'owed', writtenOff, redemption.currency, 'returned', about);
    this.post('owed', 'written_off', writtenOff, redemption.currency, 'recovered', about);
    redemption.writtenOff -= writtenOff;
    rest -= writtenOff;
    const overdrawn = Math.min(rest, redemption.overdrawn);
    redemption.overdrawn -= overdrawn;
    rest -= overdrawn;
    this.#returnOwed(redemption, overdrawn, returnedDays, about);
    const back: { lot: Draft<Lot>; points: number }[] = [];
    redemption.takes = redemption.takes
      .toReversed()
      .map((take) => {
        const part = Math.min(rest, take.points - take.returned);
        if (part === 0) return take;
        rest -= part;
        const lot = this.byId.get(take.lot) as Draft<Lot>;
        this.post('redeemed', lot.stage, part, lot.currency, 'returned', about, lot.id);
        lot.left += part;
        this.extend(lot, returnedDays);
        back.push({ lot, points: part });
        return { ...take, returned: take.returned + part };
      })
      .toReversed();
    for (const take of redemption.takes) this.#reclaim(take.lot, back, about);
    this.coverOwed(redemption.currency);
  }

  /** A reversal that found its points spent takes them when they come back, or buying, spending and returning twice would make points. */
  #reclaim(id: string, back: readonly { lot: Draft<Lot>; points: number }[], about: About): void {
    const debtor = this.byId.get(id) as Draft<Lot>;
    for (const each of back) {
      const { lot } = each;
      const clamped = Math.min(each.points, debtor.clamped);
      this.post(lot.stage, 'issued', clamped, lot.currency, 'reversed', { ...about, about: debtor.id }, lot.id);
      debtor.clamped -= clamped;
      const writtenOff = Math.min(each.points - clamped, debtor.writtenOff);
      this.post(
        lot.stage,
        'written_off',
        writtenOff,
        lot.currency,
        'recovered',
        { ...about, about: debtor.id },
        lot.id,
      );
      debtor.writtenOff -= writtenOff;
      lot.left -= clamped + writtenOff;
      each.points -= clamped + writtenOff;
    }
  }

  /** What was spent on debt comes back as less debt; what of that was paid since comes back as points with a short life. */
  #returnOwed(redemption: Redemption, points: number, returnedDays: number, about: About): void {
    const { currency, id } = redemption;
    const owed = Math.min(points, this.owed[currency] ?? 0);
    this.post('redeemed', 'owed', owed, currency, 'returned', about);
    this.owed[currency] = (this.owed[currency] ?? 0) - owed;
    if (points === owed) return;
    const { now, timeZone } = this.context;
    const lotId = `~${id}`;
    const lot = this.byId.get(lotId) ?? {
      id: lotId,
      kind: 'returned',
      currency,
      points: 0,
      left: 0,
      held: 0,
      expired: 0,
      clamped: 0,
      writtenOff: 0,
      stage: 'available',
      at: now,
      availableAt: now,
      expiresAt: startOfDay(dayOf(now, timeZone) + returnedDays + 1, timeZone),
    };
    this.byId.set(lotId, lot);
    this.post('redeemed', 'available', points - owed, currency, 'returned', about, lotId);
    lot.points += points - owed;
    lot.left += points - owed;
    this.extend(lot, returnedDays);
  }

  /** Takes what is there; what is not is owed, or forgiven as the programme says. */
  #spend(redemption: Draft<Redemption>, points: number, about: About): void {
    const { currency } = redemption;
    const takes = redemption.state === 'captured' ? redemption.takes.filter((take) => take.points > take.returned) : [];
    let rest = points;
    for (const lot of this.spendable(currency)) {
      const part = Math.min(rest, lot.left);
      if (part === 0) break;
      this.post('available', 'redeemed', part, currency, 'redeemed', about, lot.id);
      lot.left -= part;
      rest -= part;
      takes.push({ lot: lot.id, points: part, returned: 0 });
    }
    redemption.takes = takes;
    if (rest === 0) return;
    const policy = programmeNow(this.context)?.negative ?? 'allow';
    if (policy === 'clamp') {
      redemption.clamped += rest;
      return;
    }
    this.post('owed', 'redeemed', rest, currency, 'redeemed', about);
    if (policy === 'write_off') {
      this.post('written_off', 'owed', rest, currency, 'written_off', about);
      redemption.writtenOff += rest;
    } else {
      this.owed[currency] = (this.owed[currency] ?? 0) + rest;
      redemption.overdrawn += rest;
    }
  }
}

const orderOf = (redemption: Pick<Redemption, 'order'>): About =>
  redemption.order === undefined ? {} : { order: redemption.order };
