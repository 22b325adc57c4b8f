import { type LoyaltyOrder, lossAt, type Programme, type ProgrammeVersion } from '../../../src/loyalty/index.ts';
import { dayAt, type ModelGrant, type Person, startOf, type Told, tell, ZONE } from './model.ts';

/** One point. It belongs to a lot and is somewhere; `gone` is taken back or paid away. */
interface Token {
  lot: ModelLot;
  place: 'own' | 'held' | 'spent' | 'expired' | 'gone';
}

interface ModelLot {
  id: string;
  kind: 'grant' | 'other';
  currency: string;
  at: number;
  stage: 'pending' | 'available';
  should: number;
  availableAt: number | null;
  expiresAt: number | null;
  extendedTo?: number;
  tokens: Token[];
  /** Could not be taken back, and never will be unless it comes back. */
  clamped: number;
  writtenOff: number;
}

interface ModelHold {
  id: string;
  currency: string;
  state: 'held' | 'captured' | 'released' | 'expired';
  points: number;
  amountMinor: number;
  until: number;
  order?: string;
  code?: string;
  tokens: Token[];
  /** Lots that it took from, in order. */
  from: ModelLot[];
  owed: number;
  clamped: number;
  writtenOff: number;
}

/** A customer's points as heaps of single points. */
export class ModelAccount {
  person: Person;
  lots: ModelLot[] = [];
  holds: ModelHold[] = [];
  owed: Record<string, number> = {};
  told: Told | null = null;

  constructor(joinedAt: number) {
    this.person = { joinedAt, orders: [], adjustments: [], pins: [] };
  }

  count(currency: string, what: 'available' | 'pending' | 'held'): number {
    const lots = this.lots.filter((lot) => lot.currency === currency);
    if (what === 'held')
      return lots.reduce((sum, lot) => sum + lot.tokens.filter((each) => each.place === 'held').length, 0);
    return lots.reduce((sum, lot) => sum + (lot.stage === what ? own(lot).length : 0), 0);
  }

  lossOf(versions: readonly ProgrammeVersion[], lot: Pick<ModelLot, 'expiresAt' | 'extendedTo'>): number {
    return lossAt(lot, { versions, timeZone: ZONE }) ?? Number.POSITIVE_INFINITY;
  }

  /** Lets time pass, one thing after the other. */
  pass(versions: readonly ProgrammeVersion[], now: number): void {
    for (;;) {
      const due: { at: number; rank: number; id: string; happen: () => void }[] = [];
      for (const lot of this.lots) {
        if (lot.stage === 'pending' && lot.availableAt !== null) {
          const happen = () => {
            lot.stage = 'available';
            this.pay(versions, lot.currency, lot.availableAt as number);
          };
          due.push({ at: lot.availableAt, rank: 0, id: lot.id, happen });
        }
        if (lot.stage === 'available' && own(lot).length > 0)
          due.push({ at: this.lossOf(versions, lot), rank: 2, id: lot.id, happen: () => expire(lot) });
      }
      for (const hold of this.holds)
        if (hold.state === 'held')
          due.push({
            at: hold.until,
            rank: 1,
            id: hold.id,
            happen: () => this.letGo(versions, hold, 'expired', hold.until),
          });
      const [first] = due
        .filter((each) => each.at <= now)
        .sort((a, b) => a.at - b.at || a.rank - b.rank || (a.id < b.id ? -1 : 1));
      if (!first) break;
      first.happen();
    }
    for (const currency of Object.keys(this.owed)) this.pay(versions, currency, now);
  }

  /** Points that can be spent, those that are lost first in front. */
  spendable(versions: readonly ProgrammeVersion[], currency: string, at: number): Token[] {
    return this.lots
      .filter((lot) => lot.currency === currency && lot.stage === 'available' && this.lossOf(versions, lot) > at)
      .sort(
        (a, b) => compare(this.lossOf(versions, a), this.lossOf(versions, b)) || a.at - b.at || (a.id < b.id ? -1 : 1),
      )
      .flatMap(own);
  }

  pay(versions: readonly ProgrammeVersion[], currency: string, at: number): void {
    if (!this.owed[currency]) return;
    for (const token of this.spendable(versions, currency, at)) {
      if (!this.owed[currency]) return;
      token.place = 'gone';
      this.owed[currency]--;
    }
  }

  letGo(versions: readonly ProgrammeVersion[], hold: ModelHold, state: 'released' | 'expired', at: number): void {
    if (hold.state !== 'held') return;
    for (const token of hold.tokens) {
      token.place = 'own';
      if (token.lot.stage === 'available' && this.lossOf(versions, token.lot) <= at) token.place = 'expired';
    }
    hold.state = state;
    hold.tokens = [];
    this.pay(versions, hold.currency, at);
  }

  reserve(
    versions: readonly ProgrammeVersion[],
    now: number,
    hold: Pick<ModelHold, 'id' | 'currency' | 'points' | 'amountMinor' | 'until' | 'code'>,
  ): void {
    const tokens = this.spendable(versions, hold.currency, now).slice(0, hold.points);
    for (const token of tokens) token.place = 'held';
    this.holds.push({ ...hold, state: 'held', tokens, from: lotsOf(tokens), owed: 0, clamped: 0, writtenOff: 0 });
  }

  capture(
    versions: readonly ProgrammeVersion[],
    policy: Programme['negative'],
    now: number,
    hold: ModelHold,
    order: string | undefined,
  ): void {
    if (order !== undefined) hold.order ??= order;
    if (hold.state === 'captured') return;
    if (hold.state === 'held') for (const token of hold.tokens) token.place = 'spent';
    else {
      hold.from = [];
      this.spend(versions, policy, now, hold, hold.points);
    }
    hold.state = 'captured';
  }

  spend(
    versions: readonly ProgrammeVersion[],
    policy: Programme['negative'],
    now: number,
    hold: ModelHold,
    points: number,
  ): void {
    const tokens = this.spendable(versions, hold.currency, now).slice(0, points);
    for (const token of tokens) token.place = 'spent';
    const still = lotsOf(hold.tokens);
    hold.from = [...hold.from.filter((lot) => still.includes(lot)), ...lotsOf(tokens)];
    hold.tokens.push(...tokens);
    const missing = points - tokens.length;
    if (policy === 'clamp') hold.clamped += missing;
    else if (policy === 'write_off') hold.writtenOff += missing;
    else {
      hold.owed += missing;
      this.owed[hold.currency] = (this.owed[hold.currency] ?? 0) + missing;
    }
  }

  /** Point by point: first what was never paid, then the points themselves, the last spent first. */
  giveBack(
    versions: readonly ProgrammeVersion[],
    policy: Programme['negative'],
    now: number,
    hold: ModelHold,
    points: number,
    days: number,
  ): void {
    if (hold.state !== 'captured') return;
    const out = hold.tokens.length + hold.owed + hold.clamped + hold.writtenOff;
    const more = points - (hold.points - out);
    if (more < 0) {
      this.spend(versions, policy, now, hold, -more);
      return;
    }
    const back: Token[] = [];
    for (let i = 0; i < more; i++) {
      if (hold.clamped > 0) hold.clamped--;
      else if (hold.writtenOff > 0) hold.writtenOff--;
      else if (hold.owed > 0) {
        hold.owed--;
        const owed = this.owed[hold.currency] ?? 0;
        if (owed > 0) {
          this.owed[hold.currency] = owed - 1;
          continue;
        }
        const id = `~${hold.id}`;
        let lot = this.lots.find((each) => each.id === id);
        if (!lot) {
          lot = {
            id,
            kind: 'other',
            currency: hold.currency,
            at: now,
            stage: 'available',
            should: 0,
            availableAt: now,
            expiresAt: startOf(dayAt(now) + days + 1),
            tokens: [],
            clamped: 0,
            writtenOff: 0,
          };
          this.lots.push(lot);
        }
        lot.should++;
        lot.tokens.push({ lot, place: 'own' });
        if (this.lossOf(versions, lot) <= now) lot.extendedTo = startOf(dayAt(now) + days + 1);
      } else {
        const token = hold.tokens.pop() as Token;
        token.place = 'own';
        if (this.lossOf(versions, token.lot) <= now) token.lot.extendedTo = startOf(dayAt(now) + days + 1);
        back.push(token);
      }
    }
    for (const lot of hold.from)
      while (back.length > 0 && lot.clamped + lot.writtenOff > 0) {
        (back.shift() as Token).place = 'gone';
        if (lot.clamped > 0) lot.clamped--;
        else lot.writtenOff--;
      }
    this.pay(versions, hold.currency, now);
  }

  settle(versions: readonly ProgrammeVersion[], now: number): void {
    this.pass(versions, now);
    const programme = versions.filter((version) => version.from <= now).at(-1)?.programme;
    const policy = programme?.negative ?? 'allow';
    const orders = [...this.person.orders].sort((a, b) => a.t - b.t || (a.o < b.o ? -1 : 1));
    const stands = (order: LoyaltyOrder) => order.end === undefined || order.end > order.t;
    for (const hold of this.holds) {
      if (hold.state === 'captured' && hold.order !== undefined) continue;
      const naming = [hold.id, hold.code, hold.order].flatMap((name) =>
        name === undefined
          ? []
          : orders.filter((order) => order.o === name || order.holds?.includes(name) || order.codes?.includes(name)),
      );
      const order = naming.find(stands);
      if (order) this.capture(versions, policy, now, hold, order.o);
      else if (hold.state === 'captured') hold.order ??= naming[0]?.o as string;
      else if (naming.length > 0) this.letGo(versions, hold, 'released', now);
    }
    const paid: Record<string, number> = {};
    for (const hold of this.holds)
      if (hold.state === 'captured' && hold.order !== undefined)
        paid[hold.order] = (paid[hold.order] ?? 0) + hold.amountMinor;
    this.told = tell(versions, this.person, paid, now);
    const should = new Map(this.told.grants.map((grant) => [grant.key, grant]));
    for (const grant of should.values()) this.place(versions, now, grant);
    for (const hold of this.holds) {
      const order = hold.state === 'captured' ? this.person.orders.find((each) => each.o === hold.order) : undefined;
      if (!order) continue;
      const goods = order.i.reduce((sum, line) => sum + line.a, 0);
      const back = (order.back ?? []).reduce((sum, each) => sum + each.a.reduce((a, b) => a + b, 0), 0);
      const points =
        order.end !== undefined
          ? hold.points
          : goods === 0
            ? 0
            : Math.floor((hold.points * Math.min(back, goods)) / goods);
      this.giveBack(versions, policy, now, hold, points, programme?.redeeming.returnedDays ?? 30);
    }
    for (const lot of this.lots.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))) {
      const kept = should.get(lot.id)?.kept ?? 0;
      for (; lot.kind === 'grant' && lot.should > kept; lot.should--) this.takeOne(versions, policy, now, lot);
    }
    this.pass(versions, now);
  }

  place(versions: readonly ProgrammeVersion[], now: number, grant: ModelGrant): void {
    const waits = grant.availableAt === null || grant.availableAt > now;
    let lot = this.lots.find((each) => each.id === grant.key);
    if (!lot) {
      if (grant.kept === 0) return;
      const { key: id, currency, at, availableAt, expiresAt } = grant;
      lot = {
        id,
        kind: 'grant',
        currency,
        at,
        stage: 'pending',
        should: 0,
        availableAt,
        expiresAt,
        tokens: [],
        clamped: 0,
        writtenOff: 0,
      };
      if (!waits) lot.stage = 'available';
      this.lots.push(lot);
    }
    if (lot.expiresAt !== grant.expiresAt && this.lossOf(versions, { expiresAt: grant.expiresAt }) > now)
      for (const token of lot.tokens) if (token.place === 'expired') token.place = 'own';
    if (waits) lot.stage = 'pending';
    Object.assign(lot, { at: grant.at, availableAt: grant.availableAt, expiresAt: grant.expiresAt });
    for (; lot.should < grant.kept; lot.should++) {
      if (lot.clamped > 0) lot.clamped--;
      else if (lot.writtenOff > 0) lot.writtenOff--;
      else lot.tokens.push({ lot, place: 'own' });
    }
    if (lot.stage === 'available') this.pay(versions, lot.currency, now);
  }

  takeOne(versions: readonly ProgrammeVersion[], policy: Programme['negative'], now: number, lot: ModelLot): void {
    const token =
      own(lot)[0] ??
      lot.tokens.find((each) => each.place === 'expired') ??
      this.spendable(versions, lot.currency, now)[0];
    if (token) token.place = 'gone';
    else if (policy === 'clamp') lot.clamped++;
    else if (policy === 'write_off') lot.writtenOff++;
    else this.owed[lot.currency] = (this.owed[lot.currency] ?? 0) + 1;
  }

  give(
    versions: readonly ProgrammeVersion[],
    id: string,
    currency: string,
    points: number,
    at: number,
    expiresAt: number | null,
  ): void {
    const lot: ModelLot = {
      id: `*${id}`,
      kind: 'other',
      currency,
      at,
      stage: 'available',
      should: points,
      availableAt: at,
      expiresAt,
      tokens: [],
      clamped: 0,
      writtenOff: 0,
    };
    for (let i = 0; i < points; i++) lot.tokens.push({ lot, place: 'own' });
    this.lots.push(lot);
    this.pay(versions, currency, at);
  }

  take(versions: readonly ProgrammeVersion[], currency: string, points: number, now: number): void {
    for (const token of this.spendable(versions, currency, now).slice(0, points)) token.place = 'gone';
  }

  /** Forgets lots of which nothing is left and to which nothing can come back. */
  tidy(): void {
    this.lots = this.lots.filter(
      (lot) =>
        lot.should + lot.clamped + lot.writtenOff > 0 ||
        lot.tokens.some((token) => token.place !== 'gone' && token.place !== 'spent') ||
        this.holds.some((hold) => hold.from.includes(lot)),
    );
  }

  /** Everything of the other moves here. */
  join(other: ModelAccount): void {
    for (const lot of other.lots) {
      const same = (id: string) =>
        this.lots.some((each) => each.id === id) || (id !== lot.id && other.lots.some((each) => each.id === id));
      let id = lot.id;
      for (let count = 2; same(id); count++) id = `${lot.id}&${count}`;
      lot.id = id;
      this.lots.push(lot);
    }
    this.holds.push(...other.holds);
    for (const [currency, points] of Object.entries(other.owed))
      this.owed[currency] = (this.owed[currency] ?? 0) + points;
    const { joinedAt, orders, adjustments, pins } = other.person;
    this.person.joinedAt = Math.min(this.person.joinedAt, joinedAt);
    this.person.orders.push(...orders);
    this.person.adjustments.push(...adjustments);
    this.person.pins.push(...pins);
  }
}

const own = (lot: ModelLot) => lot.tokens.filter((token) => token.place === 'own');
const lotsOf = (tokens: readonly Token[]) => [...new Set(tokens.map((token) => token.lot))];
const compare = (a: number, b: number) => (a === b ? 0 : a - b);

function expire(lot: ModelLot): void {
  for (const token of own(lot)) token.place = 'expired';
}
