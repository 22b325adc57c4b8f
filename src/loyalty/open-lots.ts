import { dayOf, type Instant, startOfDay } from '../model.ts';
import { type Account, type Lot, type LoyaltyContext, lossAt, lotOf, programmeNow } from './account.ts';
import type { Grant } from './earn.ts';
import type { Adjustment } from './history.ts';
import type { LedgerAccount, Posting, Reason } from './posting.ts';

export type Draft<T> = { -readonly [K in keyof T]: T[K] };
export type About = Partial<Pick<Posting, 'about' | 'order' | 'redemption' | 'rule' | 'version' | 'note'>> & {
  readonly at?: Instant;
};

/** The lots of an account, open for writing: each move changes them and writes its posting in one step, so that one cannot be without the other. */
export class OpenLots {
  readonly context: LoyaltyContext;
  readonly postings: Posting[] = [];
  protected readonly byId: Map<string, Draft<Lot>>;
  /** By currency: what was to be taken back and had been spent. */
  protected readonly owed: Record<string, number>;
  readonly #seq: number;

  constructor(account: Account, context: LoyaltyContext) {
    this.context = context;
    this.#seq = account.seq;
    this.byId = new Map(account.lots.map((lot) => [lot.id, { ...lot }]));
    this.owed = { ...account.owed };
  }

  lots(): Lot[] {
    return [...this.byId.values()];
  }

  available(currency: string): number {
    return this.spendable(currency).reduce((sum, lot) => sum + lot.left, 0) - (this.owed[currency] ?? 0);
  }

  // Grants

  /** Brings the dates of a grant's lot to what they should be now; its points are another matter, see {@link bring}. */
  settleGrant(grant: Grant): void {
    const { now } = this.context;
    const waits = grant.availableAt === null || grant.availableAt > now;
    let lot = this.byId.get(grant.key);
    if (!lot) {
      if (grant.kept === 0) return;
      lot = { ...lotOf(grant), stage: waits ? 'pending' : 'available' };
      this.byId.set(lot.id, lot);
    }
    const loses = lossAt({ expiresAt: grant.expiresAt }, this.context);
    const isRevived = lot.expired > 0 && lot.expiresAt !== grant.expiresAt && (loses === null || loses > now);
    if (isRevived) {
      this.post('expired', lot.stage, lot.expired, lot.currency, 'revived', sourceOf(lot), lot.id);
      lot.left += lot.expired;
      lot.expired = 0;
    }
    if (waits && lot.stage === 'available') {
      this.post('available', 'pending', lot.left, lot.currency, 'deferred', sourceOf(lot), lot.id);
      lot.stage = 'pending';
    }
    const { version, level, at, availableAt, expiresAt } = grant;
    Object.assign(lot, { version, level, at, availableAt, expiresAt });
    if (isRevived && !waits) this.coverOwed(lot.currency);
  }

  /** Brings a grant's lot to so many points; `way` leaves the others for later, for what is given can pay for what is taken. */
  bring(id: string, points: number, way: 'up' | 'down'): void {
    const lot = this.byId.get(id);
    if (!lot || (way === 'up' ? points <= lot.points : points >= lot.points)) return;
    const difference = points - lot.points;
    lot.points = points;
    if (difference > 0) this.#grow(lot, difference);
    else this.#shrink(lot, -difference);
  }

  #grow(lot: Draft<Lot>, points: number): void {
    const about = { at: this.#dated(lot.at), ...sourceOf(lot) };
    // What could not be taken before is not given a second time.
    const clamped = Math.min(points, lot.clamped);
    lot.clamped -= clamped;
    this.post('issued', lot.stage, points - clamped, lot.currency, 'earned', about, lot.id);
    lot.left += points - clamped;
    const lost = Math.min(points - clamped, lot.writtenOff);
    lot.writtenOff -= lost;
    this.post(lot.stage, 'written_off', lost, lot.currency, 'recovered', about, lot.id);
    lot.left -= lost;
    if (lot.stage === 'available') this.coverOwed(lot.currency);
  }

  /** Takes from the lot itself; then what of it has expired, which costs nobody anything; then from other lots; then it is owed. */
  #shrink(lot: Draft<Lot>, points: number): void {
    const about = sourceOf(lot);
    let rest = points;
    const own = Math.min(rest, lot.left);
    this.post(lot.stage, 'issued', own, lot.currency, 'reversed', about, lot.id);
    lot.left -= own;
    rest -= own;
    const expired = Math.min(rest, lot.expired);
    this.post('expired', 'issued', expired, lot.currency, 'reversed', about, lot.id);
    lot.expired -= expired;
    rest -= expired;
    if (rest === 0) return;
    for (const other of this.spendable(lot.currency)) {
      const part = Math.min(rest, other.left);
      this.post('available', 'issued', part, lot.currency, 'reversed', { ...about, about: lot.id }, other.id);
      other.left -= part;
      rest -= part;
      if (rest === 0) return;
    }
    const policy = programmeNow(this.context)?.negative ?? 'allow';
    if (policy === 'clamp') {
      lot.clamped += rest;
      return;
    }
    this.post('owed', 'issued', rest, lot.currency, 'reversed', { ...about, about: lot.id });
    if (policy === 'write_off') {
      this.post('written_off', 'owed', rest, lot.currency, 'written_off', { ...about, about: lot.id });
      lot.writtenOff += rest;
    } else this.owed[lot.currency] = (this.owed[lot.currency] ?? 0) + rest;
  }

  // By hand

  protected give(adjustment: Adjustment, expiresAt: Instant | null): void {
    const lot: Draft<Lot> = {
      id: `*${adjustment.id}`,
      kind: adjustment.kind,
      currency: adjustment.currency,
      points: adjustment.points,
      left: adjustment.points,
      held: 0,
      expired: 0,
      clamped: 0,
      writtenOff: 0,
      stage: 'available',
      at: adjustment.at,
      availableAt: adjustment.at,
      expiresAt,
    };
    this.byId.set(lot.id, lot);
    this.post(
      'adjusted',
      'available',
      lot.points,
      lot.currency,
      adjustment.kind,
      { at: adjustment.at, note: adjustment.reason },
      lot.id,
    );
    this.coverOwed(lot.currency, adjustment.at);
  }

  protected take(adjustment: Adjustment): void {
    let rest = -adjustment.points;
    for (const lot of this.spendable(adjustment.currency)) {
      const part = Math.min(rest, lot.left);
      this.post(
        'available',
        'adjusted',
        part,
        lot.currency,
        'adjusted',
        { at: adjustment.at, note: adjustment.reason },
        lot.id,
      );
      lot.left -= part;
      rest -= part;
    }
  }
  // What happens to a lot

  protected mature(lot: Draft<Lot>, at: Instant): void {
    this.post('pending', 'available', lot.left, lot.currency, 'matured', { at, ...sourceOf(lot) }, lot.id);
    lot.stage = 'available';
    this.coverOwed(lot.currency, at);
  }

  protected expire(lot: Draft<Lot>, at: Instant): void {
    this.post('available', 'expired', lot.left, lot.currency, 'expired', { at, ...sourceOf(lot) }, lot.id);
    lot.expired += lot.left;
    lot.left = 0;
  }
  /** Points that come back to a lot that is lost already live on for some days (L17). */
  protected extend(lot: Draft<Lot>, returnedDays: number): void {
    const { now, timeZone } = this.context;
    const loss = lossAt(lot, this.context);
    if (loss !== null && loss <= now) lot.extendedTo = startOfDay(dayOf(now, timeZone) + returnedDays + 1, timeZone);
  }

  /** Debt is paid as soon as there is anything to pay it with: so there is never both. */
  protected coverOwed(currency: string, at?: Instant): void {
    if (!this.owed[currency]) return;
    for (const lot of this.spendable(currency, at)) {
      const owed: number = this.owed[currency] ?? 0;
      if (owed === 0) return;
      const part = Math.min(owed, lot.left);
      this.post(
        'available',
        'owed',
        part,
        currency,
        'covered',
        { ...sourceOf(lot), ...(at === undefined ? {} : { at }) },
        lot.id,
      );
      lot.left -= part;
      this.owed[currency] = owed - part;
    }
  }

  /** What is lost by then pays nothing, even if its loss has not been booked yet. */
  protected spendable(currency: string, at: Instant = this.context.now): Draft<Lot>[] {
    const loss = new Map<Draft<Lot>, Instant>();
    for (const lot of this.byId.values()) {
      if (lot.currency !== currency || lot.stage !== 'available' || lot.left === 0) continue;
      const lost = lossAt(lot, this.context) ?? Number.POSITIVE_INFINITY;
      if (lost > at) loss.set(lot, lost);
    }
    return [...loss]
      .sort(([a, lostA], [b, lostB]) => lostA - lostB || a.at - b.at || (a.id < b.id ? -1 : 1))
      .map(([lot]) => lot);
  }

  /** Never before the lot was, never after now: what is heard late is dated when it was true. */
  #dated(at: Instant): Instant {
    return Math.min(at, this.context.now);
  }

  protected post(
    from: LedgerAccount,
    to: LedgerAccount,
    points: number,
    currency: string,
    reason: Reason,
    about: About,
    lot?: string,
  ): void {
    if (points === 0) return;
    const { now, by } = this.context;
    const { at = now, ...rest } = about;
    const seq = this.#seq + this.postings.length + 1;
    this.postings.push({
      seq,
      from,
      to,
      points,
      currency,
      reason,
      at,
      bookedAt: now,
      ...(lot === undefined ? {} : { lot }),
      ...rest,
      by,
    });
  }
}

function sourceOf(lot: Lot): About {
  return {
    ...(lot.order === undefined ? {} : { order: lot.order }),
    ...(lot.rule === undefined ? {} : { rule: lot.rule }),
    ...(lot.version === undefined ? {} : { version: lot.version }),
  };
}
