import type { LoyaltyOrder, Programme, ProgrammeVersion, TierPin } from '../../../src/loyalty/index.ts';

/**
 * Loyalty once more, from the specification and not from the code: slow, without a thought of speed, every point an object of its own and
 * every sum made anew. It knows one zone without daylight saving (+7) and a few rules; what differs from it is a fault of one of the two.
 */

type Instant = number;
type Level = Programme['tiers']['levels'][number];

const DAY = 86_400_000;
const SHIFT = 7 * 3_600_000;
export const ZONE = 'Asia/Ho_Chi_Minh';
export const dayAt = (at: Instant) => Math.floor((at + SHIFT) / DAY);
export const startOf = (day: number) => day * DAY - SHIFT;

export function plusMonths(day: number, months: number): number {
  const date = new Date(day * DAY);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), last)) / DAY;
}

export interface Person {
  joinedAt: Instant;
  orders: LoyaltyOrder[];
  adjustments: { id: string; at: Instant; currency: string; points: number; ranks: boolean }[];
  pins: TierPin[];
}

export interface ModelGrant {
  key: string;
  currency: string;
  given: number;
  kept: number;
  at: Instant;
  availableAt: Instant | null;
  expiresAt: Instant | null;
}

export interface Told {
  grants: ModelGrant[];
  changes: { at: Instant; from: string | null; to: string }[];
  level: string | null;
  inForce: string | null;
  measure: number;
  earned: number;
}

const total = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
const wholeDivision = (n: number, d: number, rounding: 'floor' | 'half_up') =>
  Number(rounding === 'floor' ? BigInt(n) / BigInt(d) : (2n * BigInt(n) + BigInt(d)) / (2n * BigInt(d)));

/** What a history comes to: section 1d of the specification, told from the first day on. */
export function tell(
  versions: readonly ProgrammeVersion[],
  person: Person,
  paid: Record<string, number>,
  now: Instant,
): Told {
  const versionAt = (at: Instant) => versions.filter((version) => version.from <= at).at(-1);
  const grants: (ModelGrant & { of: 'order' | number[]; order?: LoyaltyOrder; programme: Programme })[] = [];
  const gifts = new Map<string, ModelGrant>();
  const counted: { at: Instant; grants: typeof grants; points: number; order?: LoyaltyOrder }[] = [];
  const changes: Told['changes'] = [];
  const had = new Set<string>();
  let programme: Programme | null = null;
  let levels: readonly Level[] = [];
  let level = 0;
  let [decidedAt, measuredAt, needed] = [person.joinedAt, person.joinedAt, 0];
  let clock = person.joinedAt;

  const goodsBack = (order: LoyaltyOrder, lines: number[], until: Instant) =>
    total(
      (order.back ?? [])
        .filter((back) => Math.max(back.t, order.t) <= until)
        .map((back) => total(lines.map((i) => back.a[i] ?? 0))),
    );
  const isEnded = (order: LoyaltyOrder, at: Instant) => order.end !== undefined && Math.max(order.end, order.t) <= at;
  const earningLines = (order: LoyaltyOrder, by: Programme) =>
    order.i.flatMap((line, i) => (line.p !== undefined && by.earning.exclude.products.includes(line.p) ? [] : [i]));
  const keptAt = (grant: (typeof grants)[number], until: Instant): number => {
    const { order } = grant;
    if (!order) return grant.given;
    if (isEnded(order, until)) return 0;
    const lines = grant.of === 'order' ? earningLines(order, grant.programme) : grant.of;
    const shipping = grant.of === 'order' && grant.programme.earning.includeShipping;
    const whole = total(lines.map((i) => order.i[i]?.a ?? 0)) + (shipping ? order.ship : 0);
    if (whole === 0) return grant.given;
    const extras = (order.back ?? []).filter((back) => Math.max(back.t, order.t) <= until).map((back) => back.e);
    const back = goodsBack(order, lines, until) + (shipping ? Math.min(order.ship, total(extras)) : 0);
    return Number((BigInt(grant.given) * BigInt(Math.max(0, whole - back))) / BigInt(whole));
  };
  /** What decides the tier: of the window that ends at an instant, as it stands at a moment. */
  const figure = (by: Programme, at: Instant, moment: Instant): number => {
    const { measure } = by.tiers;
    let from = Number.NEGATIVE_INFINITY;
    if (measure.of !== 'points') {
      const today = dayAt(at);
      const year = new Date(today * DAY).getUTCFullYear();
      from =
        measure.window.kind === 'calendar_year'
          ? startOf(Date.UTC(year, 0, 1) / DAY)
          : startOf(plusMonths(today, -measure.window.months) + 1);
    }
    return total(
      counted
        .filter((each) => each.at >= from && each.at <= at)
        .map((each) => {
          if (measure.of !== 'spend_in') return each.points + total(each.grants.map((grant) => keptAt(grant, moment)));
          const { order } = each;
          if (!order || isEnded(order, moment)) return 0;
          return (
            total(order.i.map((line) => line.a)) -
            goodsBack(
              order,
              order.i.map((_, i) => i),
              moment,
            )
          );
        }),
    );
  };
  const enough = (by: Programme, value: number, threshold: number) =>
    by.tiers.boundary === 'inclusive' ? value >= threshold : value > threshold;
  const fitting = (by: Programme, value: number) =>
    levels.findLastIndex((each, i) => i === 0 || enough(by, value, each.entry));

  const go = (to: number, at: Instant, because: string, needs: number, from: string | null) => {
    const fromIndex = levels.findIndex((each) => each.id === from);
    const entered = levels[to] as Level;
    changes.push({ at, from, to: entered.id });
    [level, decidedAt, measuredAt, needed] = [to, at, at, needs];
    had.add(entered.id);
    if (because === 'reversed') for (const lost of levels.slice(to + 1, fromIndex + 1)) gifts.delete(lost.id);
    if (to <= fromIndex || !programme?.isOn || !entered.entryGiftPoints || gifts.has(entered.id)) return;
    const points = entered.entryGiftPoints;
    gifts.set(entered.id, {
      key: `^${entered.id}`,
      currency: programme.spends,
      given: points,
      kept: points,
      at,
      availableAt: at,
      expiresAt: lostAfter(programme, at),
    });
  };
  const lostAfter = (by: Programme, from: Instant) =>
    by.expiry.kind === 'never' ? null : startOf(plusMonths(dayAt(from), by.expiry.months) + 1);
  /** What comes back at the very instant comes back after everything else of it. */
  const rise = (by: Programme, at: Instant) => {
    const value = figure(by, at, at - 1);
    for (let next = levels.length - 1; next > level; next--) {
      const each = levels[next] as Level;
      const needs = had.has(each.id) ? (each.reentry ?? each.entry) : each.entry;
      if (enough(by, value, needs)) return go(next, at, 'earned', needs, levels[level]?.id ?? null);
    }
  };
  const fall = (by: Programme, at: Instant, moment: Instant) => {
    if (level === 0) return;
    const [then, today] = [figure(by, measuredAt, moment), figure(by, at, moment)];
    const basis = by.tiers.measure.of === 'points' ? today : Math.max(then, today);
    const next = fitting(by, basis);
    if (enough(by, basis, needed) && !enough(by, then, needed)) measuredAt = at;
    if (enough(by, basis, needed) || next >= level) return;
    const before = [decidedAt, measuredAt] as const;
    go(next, at, 'reversed', levels[next]?.entry ?? 0, levels[level]?.id ?? null);
    if (basis === then) [decidedAt, measuredAt] = before;
  };
  const reviewAfter = ({ tiers: { review } }: Programme, after: Instant): Instant => {
    if (review.kind === 'none') return Number.POSITIVE_INFINITY;
    if (review.kind === 'anniversary') {
      let count = 1;
      while (startOf(plusMonths(dayAt(decidedAt), review.months * count)) <= after) count++;
      return startOf(plusMonths(dayAt(decidedAt), review.months * count));
    }
    const year = new Date(after).getUTCFullYear();
    return Math.min(
      ...[year - 1, year, year + 1, year + 2].flatMap((each) =>
        review.dates.flatMap((date) => {
          const [month = 1, day = 1] = date.split('-').map(Number);
          const last = date === '02-29' ? Date.UTC(each, 2, 0) : Date.UTC(each, month - 1, day);
          const end = startOf(last / DAY + 1);
          return end > after ? [end] : [];
        }),
      ),
    );
  };
  const reviewsUntil = (until: Instant) => {
    while (programme !== null) {
      const at = reviewAfter(programme, clock);
      if (at > until || at > now) break;
      clock = at;
      const by = programme;
      const value = figure(by, at - 1, at - 1);
      const keep = (each: Level) => each.keep ?? each.entry;
      const present = levels[level] as Level;
      if (level === 0 || enough(by, value, keep(present)))
        [decidedAt, measuredAt, needed] = [at, at - 1, keep(present)];
      else {
        const fits = levels.findLastIndex((each, i) => i < level && (i === 0 || enough(by, value, keep(each))));
        const next = by.tiers.drop === 'one_down' ? level - 1 : fits;
        go(next, at, 'review', next === fits ? keep(levels[next] as Level) : Number.NEGATIVE_INFINITY, present.id);
        measuredAt = at - 1;
      }
    }
    clock = Math.max(clock, until);
  };

  const moments: { at: Instant; rank: number; id: string; happen: () => void }[] = [];
  versions.forEach((version, i) => {
    if (versions[i + 1] && (versions[i + 1] as ProgrammeVersion).from <= person.joinedAt) return;
    const at = Math.max(version.from, person.joinedAt);
    const happen = () => {
      const before = levels[level]?.id ?? null;
      programme = version.programme;
      levels = programme.tiers.levels;
      if (before === null) return go(0, at, 'joined', 0, null);
      const kept = levels.findIndex((each) => each.id === before);
      const fits = fitting(programme, figure(programme, at, at - 1));
      const { measure, review } = programme.tiers;
      const next = measure.of === 'points' && review.kind === 'none' ? fits : Math.max(kept, fits);
      if (next !== kept) return go(next, at, 'programme', levels[next]?.entry ?? 0, before);
      [measuredAt, needed] = [at, fits >= kept ? (levels[kept]?.entry ?? 0) : Number.NEGATIVE_INFINITY];
    };
    moments.push({ at, rank: 0, id: String(i), happen });
  });
  const first = versionAt(person.joinedAt);
  if (first?.programme.isOn && person.joinedAt <= now)
    for (const rule of first.programme.earning.rules)
      if (rule.kind === 'sign_up')
        for (const currency of new Set(
          rule.currency === undefined ? [first.programme.spends, first.programme.ranks] : [rule.currency],
        )) {
          const key = `@${rule.id}#sign_up#${currency}`;
          const at = person.joinedAt;
          const happen = () => {
            const by = first.programme;
            const given = {
              key,
              currency,
              given: rule.points,
              kept: rule.points,
              at,
              availableAt: at,
              expiresAt: lostAfter(by, at),
              of: 'order' as const,
              programme: by,
            };
            grants.push(given);
            if (currency !== by.ranks) return;
            counted.push({ at, grants: [given], points: 0 });
            rise(by, at);
          };
          moments.push({ at, rank: 1, id: key, happen });
        }
  for (const { id, at, currency, points, ranks } of person.adjustments)
    moments.push({
      at,
      rank: 2,
      id,
      happen: () => {
        if (!programme || !ranks || currency !== programme.ranks) return;
        counted.push({ at, grants: [], points });
        if (points < 0) fall(programme, at, at - 1);
        else rise(programme, at);
      },
    });
  const standing = person.orders
    .filter((order) => order.end === undefined)
    .sort((a, b) => a.t - b.t || (a.o < b.o ? -1 : 1));
  const given: { currency: string; day: number; points: number }[] = [];
  for (const order of person.orders) {
    if (order.end !== undefined && order.end <= order.t) continue;
    let known = false;
    const happen = () => {
      if (!programme) return;
      known = true;
      const by: Programme = programme;
      const version = versionAt(order.t) as ProgrammeVersion;
      const pin = person.pins
        .filter((each) => each.from <= order.t && (each.until === null || order.t < each.until))
        .reduce<TierPin | null>((last, each) => (last && last.from > each.from ? last : each), null);
      const present = levels.find((each) => each.id === pin?.level) ?? levels[level];
      if (!present) return;
      const mine: typeof grants = [];
      const lines = earningLines(order, by);
      const goods = total(order.i.map((line) => line.a));
      const byPoints = by.redeeming.paidAs === 'payment' ? Math.min(goods, paid[order.o] ?? 0) : 0;
      const net = (amount: number) =>
        goods === 0 ? amount : Number((BigInt(amount) * BigInt(goods - byPoints)) / BigInt(goods));
      const base = net(total(lines.map((i) => order.i[i]?.a ?? 0))) + (by.earning.includeShipping ? order.ship : 0);
      const { rounding, caps, pending } = by.earning;
      let availableAt: Instant | null = order.t;
      if (pending.until === 'days') availableAt = startOf(dayAt(order.t) + pending.days);
      if (pending.until === 'fulfilled') {
        const handed = order.f === undefined ? null : Math.max(order.f, order.t);
        availableAt = handed === null ? null : pending.days === 0 ? handed : startOf(dayAt(handed) + pending.days);
      }
      for (const rule of by.isOn && !by.earning.exclude.channels.includes(order.c) ? by.earning.rules : []) {
        let points = 0;
        let of: 'order' | number[] = 'order';
        if (rule.kind === 'amount') points = wholeDivision(base, rule.rateMinor ?? present.rateMinor, rounding);
        if (rule.kind === 'first_order') points = standing[0] === order && base > 0 ? rule.points : 0;
        if (rule.kind === 'product_bonus' && rule.give === 'percent') {
          of = lines.filter((i) => (order.i[i]?.a ?? 0) > 0 && rule.products?.includes(order.i[i]?.p ?? ''));
          const amount = total(of.map((i) => net(order.i[i]?.a ?? 0)));
          points = wholeDivision(amount * rule.percent, present.rateMinor * 100, rounding);
        }
        for (const currency of new Set(rule.currency === undefined ? [by.spends, by.ranks] : [rule.currency])) {
          const month = (day: number) => new Date(day * DAY).toISOString().slice(0, 7);
          const today = dayAt(order.t);
          const had = (isIn: (day: number) => boolean) =>
            total(given.filter((each) => each.currency === currency && isIn(each.day)).map((each) => each.points));
          const inOrder = total(mine.filter((each) => each.currency === currency).map((each) => each.given));
          const most = Math.min(
            points,
            (caps.orderPoints ?? 1e9) - inOrder,
            (caps.dayPoints ?? 1e9) - had((d) => d === today),
            (caps.monthPoints ?? 1e9) - had((d) => month(d) === month(today)),
          );
          if (most <= 0) continue;
          given.push({ currency, day: today, points: most });
          const expiresAt = availableAt === null ? null : lostAfter(by, Math.max(order.t, availableAt));
          mine.push({
            key: `${order.o}#${rule.id}#${currency}`,
            currency,
            given: most,
            kept: 0,
            at: order.t,
            availableAt,
            expiresAt,
            of,
            order,
            programme: version.programme,
          });
        }
      }
      for (const each of mine) each.kept = keptAt(each, Number.POSITIVE_INFINITY);
      grants.push(...mine);
      // Counted with what it was worth then; figures ask for the moment.
      counted.push({ at: order.t, grants: mine.filter((each) => each.currency === by.ranks), points: 0, order });
      rise(by, order.t);
    };
    moments.push({ at: order.t, rank: 3, id: order.o, happen });
    const ends = [...(order.back ?? []).map((back) => back.t), ...(order.end === undefined ? [] : [order.end])].map(
      (t) => Math.max(t, order.t),
    );
    for (const at of new Set(ends))
      moments.push({ at, rank: 4, id: order.o, happen: () => known && programme && fall(programme, at, at) });
  }
  moments.sort((a, b) => a.at - b.at || a.rank - b.rank || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  for (const moment of moments) {
    reviewsUntil(moment.at);
    moment.happen();
  }
  reviewsUntil(now);
  const pin = person.pins
    .filter((each) => each.from <= now && (each.until === null || now < each.until))
    .reduce<TierPin | null>((last, each) => (last && last.from > each.from ? last : each), null);
  const by = programme as Programme | null;
  const end = Math.max(now, clock);
  return {
    grants: [...grants, ...gifts.values()],
    changes,
    level: levels[level]?.id ?? null,
    inForce:
      (versionAt(now)?.programme.tiers.levels.find((each) => each.id === pin?.level) ?? levels[level])?.id ?? null,
    measure: by ? figure(by, end, Number.POSITIVE_INFINITY) : 0,
    earned: total(
      counted.map((each) => each.points + total(each.grants.map((grant) => keptAt(grant, Number.POSITIVE_INFINITY)))),
    ),
  };
}
