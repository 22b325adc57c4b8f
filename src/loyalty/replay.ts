import { dayOf, type Instant } from '../model.ts';
import { CapCounts, currenciesOf, earnedByOrder, expiryOf, type Grant, keptOf, type OrderGrant } from './earn.ts';
import type { Adjustment, History, LoyaltyOrder, Return } from './history.ts';
import { type Level, type ProgrammeVersion, versionAt } from './programme.ts';
import { ruleOf } from './rules/index.ts';
import { levelInForce, type TierChange, TierPath } from './tiers.ts';

/** What a history comes to: every grant there should be, and the way through the tiers. */
export interface Replay {
  readonly grants: readonly Grant[];
  readonly changes: readonly TierChange[];
  /** The tier by figures; null before the programme begins. `inForce` heeds pins. */
  readonly level: string | null;
  readonly inForce: Level | null;
  /** What the tier is decided by, now: points, or minor units of spend. */
  readonly measure: number;
  /** Points that were earned and not taken back, in the currency that ranks (D5, V06). */
  readonly earnedPoints: number;
  readonly nextReviewAt: Instant | null;
}

type Step = { readonly at: Instant; readonly rank: number; readonly id: string } & (
  | { readonly kind: 'version'; readonly version: ProgrammeVersion }
  | { readonly kind: 'return'; readonly order: LoyaltyOrder }
  | { readonly kind: 'adjustment'; readonly adjustment: Adjustment }
  | { readonly kind: 'occasion'; readonly grant: Grant }
  | { readonly kind: 'order'; readonly order: LoyaltyOrder }
);

/**
 * Tells a customer's history in order of time: each order earns by the version and the tier of its own moment, returns take back what
 * was earned then, reviews look at what stood then. The one function behind paid, edited, refunded, cancelled, reopened, merged, repeated and
 * late: points are always what this says, minus what is booked. `asOf` bounds what time alone causes, which are reviews and occasions.
 */
export function replay(
  versions: readonly ProgrammeVersion[],
  history: History,
  context: { readonly timeZone: string; readonly asOf: Instant },
): Replay {
  const { timeZone, asOf } = context;
  const path = new TierPath(timeZone, history.joinedAt);
  const caps = new CapCounts();
  const grants: Grant[] = [];
  const ofOrder = new Map<string, readonly OrderGrant[]>();
  const gifts = new Map<string, Grant>();
  let inForce: ProgrammeVersion | null = null;
  let clock = history.joinedAt;
  let seenChanges = 0;

  const reviewUntil = (until: Instant) => {
    while (inForce !== null) {
      const at = path.nextReview(inForce, clock);
      if (at === null || at > Math.min(until, asOf)) break;
      path.review(inForce.programme, at);
      clock = at;
    }
    clock = Math.max(clock, until);
    settleGifts();
  };
  /** Entering a tier brings its gift, once; losing the tier because the goods that carried it came back takes it again (complaint 18). */
  const settleGifts = () => {
    for (; seenChanges < path.changes.length; seenChanges++) {
      const change = path.changes[seenChanges];
      if (!change || inForce === null) continue;
      const { programme, version } = inForce;
      const { levels } = programme.tiers;
      const from = levels.findIndex((level) => level.id === change.from);
      const to = levels.findIndex((level) => level.id === change.to);
      if (change.cause.kind === 'reversed' || change.cause.kind === 'adjusted')
        for (const lost of levels.slice(to + 1, from + 1)) gifts.delete(lost.id);
      const level = levels[to];
      if (to <= from || !programme.isOn || !level?.entryGiftPoints || gifts.has(level.id)) continue;
      gifts.set(level.id, {
        key: `^${level.id}`,
        rule: 'entry_gift',
        version,
        currency: programme.spends,
        at: change.at,
        level: level.id,
        points: level.entryGiftPoints,
        kept: level.entryGiftPoints,
        availableAt: change.at,
        expiresAt: expiryOf(programme, change.at, timeZone),
      });
    }
  };

  const standing = standingOrdinals(history.orders);
  for (const step of stepsOf(versions, history, context)) {
    reviewUntil(step.at);
    if (step.kind === 'version') {
      inForce = step.version;
      path.begin(step.version, step.at);
    } else if (inForce !== null) {
      const { programme } = inForce;
      if (step.kind === 'order') {
        const { order } = step;
        const level = levelInForce(versions, history.pins, path.level as Level, order.t);
        const context = { version: inForce, level, ordinal: standing.get(order.o) ?? 0, timeZone, history, caps };
        const earned = earnedByOrder(order, context);
        ofOrder.set(order.o, earned);
        for (const { grant } of earned) grants.push(grant);
        const points = sum(earned.map(({ grant }) => (grant.currency === programme.ranks ? grant.points : 0)));
        path.add(
          programme,
          order.o,
          order.t,
          { points, spendMinor: goodsOf(order) },
          { kind: 'earned', order: order.o },
        );
      } else if (step.kind === 'return') {
        takeBack(path, step.order, step.at, ofOrder.get(step.order.o) ?? [], versions);
      } else if (step.kind === 'adjustment') {
        const { adjustment } = step;
        if (adjustment.ranks && adjustment.currency === programme.ranks)
          path.add(
            programme,
            `*${adjustment.id}`,
            step.at,
            { points: adjustment.points, spendMinor: 0 },
            { kind: 'adjusted', id: adjustment.id },
          );
      } else {
        grants.push(step.grant);
        if (step.grant.currency === programme.ranks)
          path.add(
            programme,
            step.grant.key,
            step.at,
            { points: step.grant.points, spendMinor: 0 },
            { kind: 'earned' },
          );
      }
    }
    settleGifts();
  }
  reviewUntil(asOf);

  const { level } = path;
  const now = inForce;
  return {
    grants: [...grants, ...gifts.values()],
    changes: path.changes,
    level: level?.id ?? null,
    inForce: level === null ? null : levelInForce(versions, history.pins, level, asOf),
    measure: now === null ? 0 : path.measure(now.programme, Math.max(asOf, clock)),
    earnedPoints: path.everEarned,
    nextReviewAt: now === null ? null : path.nextReview(now, clock),
  };
}

/** Returns and ends take from the tier what of the order's worth is gone since the last of them. */
function takeBack(
  path: TierPath,
  order: LoyaltyOrder,
  at: Instant,
  earned: readonly OrderGrant[],
  versions: readonly ProgrammeVersion[],
): void {
  const version = versionAt(versions, order.t);
  const now = versionAt(versions, at);
  if (version === null || now === null) return;
  const { programme } = version;
  // Returns dated before the payment count from it on.
  const before = at === order.t ? Number.NEGATIVE_INFINITY : at - 1;
  const pointsAt = (until: Instant) =>
    sum(
      earned.map(({ grant, of }) =>
        grant.currency === programme.ranks ? keptOf(grant.points, of, order, programme, until) : 0,
      ),
    );
  const points = pointsAt(before) - pointsAt(at);
  const spendMinor = standingGoods(order, before) - standingGoods(order, at);
  if (points !== 0 || spendMinor !== 0)
    path.take(now.programme, order.o, at, { points, spendMinor }, { kind: 'reversed', order: order.o });
}

/** Everything that happened, in order of time; of one instant in an order that is always the same. */
function stepsOf(
  versions: readonly ProgrammeVersion[],
  history: History,
  { timeZone, asOf }: { readonly timeZone: string; readonly asOf: Instant },
): Step[] {
  const steps: Step[] = [];
  for (const [i, version] of versions.entries()) {
    const next = versions[i + 1];
    if (next && next.from <= history.joinedAt) continue;
    steps.push({ kind: 'version', version, at: Math.max(version.from, history.joinedAt), rank: 0, id: String(i) });
    if (version.programme.isOn) steps.push(...occasionsOf(version, next?.from, history, timeZone, asOf));
  }
  for (const adjustment of history.adjustments)
    steps.push({ kind: 'adjustment', adjustment, at: adjustment.at, rank: 2, id: adjustment.id });
  for (const order of history.orders) {
    if (order.end !== undefined && order.end <= order.t) continue; // it never stood: unpaid, or deleted
    steps.push({ kind: 'order', order, at: order.t, rank: 3, id: order.o });
    const ends = [...(order.back ?? []).map((back) => back.t), ...(order.end === undefined ? [] : [order.end])];
    for (const at of new Set(ends.map((end) => Math.max(end, order.t))))
      steps.push({ kind: 'return', order, at, rank: 4, id: order.o });
  }
  return steps.sort((a, b) => a.at - b.at || a.rank - b.rank || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** What a version's rules give without an order while it is in force. */
function occasionsOf(
  { version, from, programme }: ProgrammeVersion,
  until: Instant | undefined,
  history: History,
  timeZone: string,
  asOf: Instant,
): Step[] {
  return programme.earning.rules.flatMap((node) => {
    const { rule, args } = ruleOf(node);
    const occasions = rule.onDays?.(args, history, dayOf(asOf, timeZone), { timeZone }) ?? [];
    return occasions.flatMap(({ key, at, points }) => {
      if (points <= 0 || at < from || at > asOf || (until !== undefined && at >= until)) return [];
      return currenciesOf(programme, node.currency).map((currency): Step => {
        const id = `@${node.id}#${key}#${currency}`;
        const grant: Grant = {
          key: id,
          rule: node.id,
          version,
          currency,
          at,
          level: '',
          points,
          kept: points,
          availableAt: at,
          expiresAt: expiryOf(programme, at, timeZone),
        };
        return { kind: 'occasion', grant, at, rank: 1, id };
      });
    });
  });
}

/** Which order of the customer each is, by time of payment; orders that ended are none. */
function standingOrdinals(orders: readonly LoyaltyOrder[]): Map<string, number> {
  const standing = orders.filter((order) => order.end === undefined);
  standing.sort((a, b) => a.t - b.t || (a.o < b.o ? -1 : 1));
  return new Map(standing.map((order, i) => [order.o, i + 1]));
}

const goodsOf = (order: LoyaltyOrder) => sum(order.i.map((line) => line.a));

function standingGoods(order: LoyaltyOrder, at: Instant): number {
  if (order.end !== undefined && order.end <= at) return 0;
  const back = (order.back ?? []).filter((each: Return) => each.t <= at);
  return goodsOf(order) - sum(back.map((each) => sum(each.a)));
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
