import { addMonths, type DayNumber, dayNumber, dayOf, type Instant, startOfDay } from '../model.ts';
import { Counted, type Worth } from './counted.ts';
import type { TierPin } from './history.ts';
import { type Level, type Programme, type ProgrammeVersion, versionAt } from './programme.ts';

/** Why somebody's tier is another than before. */
export type TierCause =
  | { readonly kind: 'joined' }
  | { readonly kind: 'earned'; readonly order?: string }
  | { readonly kind: 'adjusted'; readonly id: string }
  | { readonly kind: 'reversed'; readonly order: string }
  | { readonly kind: 'review' }
  | { readonly kind: 'programme'; readonly version: number };

export interface TierChange {
  readonly at: Instant;
  readonly from: string | null;
  readonly to: string;
  readonly cause: TierCause;
  /** The figure that decided: points, or minor units of spend. */
  readonly measure: number;
}

/**
 * The way of one customer through the tiers, told in order of time. An upgrade comes at once; a downgrade comes at a review, or when what
 * carried the tier is taken back; a review looks at its own window only.
 */
export class TierPath {
  readonly #zone: string;
  readonly #counted = new Counted();
  readonly #had = new Set<string>();
  readonly changes: TierChange[] = [];
  #level = 0;
  /** When the present tier was reached or last kept: from here anniversaries count. */
  #decidedAt: Instant;
  /** The instant whose window decided it, and what it took then: what is taken back is held against both. */
  #measuredAt: Instant;
  #needed = 0;
  #levels: readonly Level[] = [];
  #due: { readonly at: Instant | null; readonly for: Instant; readonly version: ProgrammeVersion } | null = null;

  constructor(zone: string, joinedAt: Instant) {
    this.#zone = zone;
    this.#decidedAt = joinedAt;
    this.#measuredAt = joinedAt;
  }

  /** The tier that figures give, whatever is pinned. */
  get level(): Level | null {
    return this.#levels[this.#level] ?? null;
  }

  begin(version: ProgrammeVersion, at: Instant): void {
    const { programme } = version;
    const before = this.level;
    this.#levels = programme.tiers.levels;
    if (before === null) {
      this.#change(0, at, { kind: 'joined' }, { measure: 0, needed: 0, from: null });
      return;
    }
    const measure = this.measure(programme, at);
    const kept = this.#levels.findIndex((level) => level.id === before.id);
    const fits = this.#fitting(programme, measure);
    // Where reviews take tiers, a stricter programme waits for the next one; where nothing does, it counts at once.
    const next = isLifetime(programme) && programme.tiers.review.kind === 'none' ? fits : Math.max(kept, fits);
    if (next === kept) {
      this.#level = kept;
      this.#measuredAt = at;
      this.#needed = fits >= kept ? (this.#levels[kept]?.entry ?? 0) : BY_GRACE;
      return;
    }
    const needed = this.#levels[next]?.entry ?? 0;
    this.#change(next, at, { kind: 'programme', version: version.version }, { measure, needed, from: before.id });
  }

  /** Something earned: it counts from now on, and may lift the tier. Less than nothing (a correction by hand) may lower it. */
  add(programme: Programme, key: string, at: Instant, worth: Worth, cause: TierCause): void {
    this.#counted.add(key, at, worth);
    if (worth.points < 0) this.#fall(programme, at, cause);
    else this.#lift(programme, at, cause);
  }

  /** Something given back: what it was worth goes; the tier falls if it stood on that. */
  take(programme: Programme, key: string, at: Instant, worth: Worth, cause: TierCause): void {
    if (!this.#counted.has(key)) return;
    this.#counted.add(key, at, { points: -worth.points, spendMinor: -worth.spendMinor });
    this.#fall(programme, at, cause);
  }

  review(programme: Programme, at: Instant): void {
    const level = this.level;
    if (level === null) return;
    const measure = this.measure(programme, at - 1);
    const keepOf = (each: Level) => each.keep ?? each.entry;
    if (this.#level === 0 || passes(programme, measure, keepOf(level))) {
      this.#decidedAt = at;
      this.#measuredAt = at - 1;
      this.#needed = keepOf(level);
      return;
    }
    const fits = this.#levels.findLastIndex(
      (each, i) => i < this.#level && (i === 0 || passes(programme, measure, keepOf(each))),
    );
    const next = programme.tiers.drop === 'one_down' ? this.#level - 1 : fits;
    const needed = next === fits ? keepOf(this.#levels[next] as Level) : BY_GRACE;
    this.#change(next, at, { kind: 'review' }, { measure, needed });
    this.#measuredAt = at - 1;
  }

  /** The next review after an instant; null when time alone takes nothing. */
  nextReview(version: ProgrammeVersion, after: Instant): Instant | null {
    const due = this.#due;
    if (due && due.version === version && due.for === this.#decidedAt && (due.at === null || due.at > after))
      return due.at;
    const at = this.#reviewAfter(version.programme, after);
    this.#due = { at, for: this.#decidedAt, version };
    return at;
  }

  #reviewAfter({ tiers: { review } }: Programme, after: Instant): Instant | null {
    if (review.kind === 'none') return null;
    if (review.kind === 'anniversary') {
      const begun = dayOf(this.#decidedAt, this.#zone);
      // The first anniversary can lie behind when the programme began to review later.
      for (let months = review.months; ; months += review.months) {
        const at = startOfDay(addMonths(begun, months), this.#zone);
        if (at > after) return at;
      }
    }
    const year = yearOf(dayOf(after, this.#zone));
    const ends = [year, year + 1].flatMap((each) =>
      review.dates.map((date) => startOfDay(dayInYear(each, date) + 1, this.#zone)),
    );
    return ends.filter((at) => at > after).sort((a, b) => a - b)[0] ?? null;
  }

  /** What decides the tier at an instant: of all time, or of the window that ends there. */
  measure({ tiers: { measure } }: Programme, at: Instant): number {
    const from = measure.of === 'points' ? Number.NEGATIVE_INFINITY : windowStart(measure.window, at, this.#zone);
    return this.#counted.sum(measure.of === 'spend_in' ? 'spendMinor' : 'points', from, at);
  }

  get everEarned(): number {
    return this.#counted.sum('points', Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  }

  #lift(programme: Programme, at: Instant, cause: TierCause): void {
    if (this.#level === this.#levels.length - 1) return;
    const measure = this.measure(programme, at);
    for (let next = this.#levels.length - 1; next > this.#level; next--) {
      const level = this.#levels[next] as Level;
      const needed = this.#had.has(level.id) ? (level.reentry ?? level.entry) : level.entry;
      if (!passes(programme, measure, needed)) continue;
      this.#change(next, at, cause, { measure, needed });
      return;
    }
  }

  #fall(programme: Programme, at: Instant, cause: TierCause): void {
    if (this.#level === 0) return;
    const [then, now] = [this.measure(programme, this.#measuredAt), this.measure(programme, at)];
    const basis = isLifetime(programme) ? now : Math.max(then, now);
    if (passes(programme, basis, this.#needed)) {
      // What carried it then is gone, and later purchases carry it: from here on it stands on those, for time alone takes nothing.
      if (!passes(programme, then, this.#needed)) this.#measuredAt = at;
      return;
    }
    const next = this.#fitting(programme, basis);
    if (next >= this.#level) return;
    const { decidedAt, measuredAt } = { decidedAt: this.#decidedAt, measuredAt: this.#measuredAt };
    this.#change(next, at, cause, { measure: basis, needed: this.#levels[next]?.entry ?? 0 });
    if (basis !== then) return;
    // It is as if the goods had never been bought: what was decided then, and until when, stays.
    this.#decidedAt = decidedAt;
    this.#measuredAt = measuredAt;
  }

  #fitting(programme: Programme, measure: number): number {
    return this.#levels.findLastIndex((level, i) => i === 0 || passes(programme, measure, level.entry));
  }

  #change(
    index: number,
    at: Instant,
    cause: TierCause,
    { measure, needed, from = this.level?.id ?? null }: { measure: number; needed: number; from?: string | null },
  ): void {
    const to = this.#levels[index] as Level;
    this.#level = index;
    this.#decidedAt = at;
    this.#measuredAt = at;
    this.#needed = needed;
    this.#had.add(to.id);
    this.changes.push({ at, from, to: to.id, cause, measure });
  }
}

/** A tier that figures do not carry (kept until the next review): returns do not take it either. */
const BY_GRACE = Number.NEGATIVE_INFINITY;

const isLifetime = (programme: Programme) => programme.tiers.measure.of === 'points';

/** D4: more than the threshold, or from it on. */
export function passes(programme: Programme, measure: number, threshold: number): boolean {
  return programme.tiers.boundary === 'inclusive' ? measure >= threshold : measure > threshold;
}

function windowStart(
  window: { kind: 'rolling'; months: number } | { kind: 'calendar_year' },
  at: Instant,
  zone: string,
): Instant {
  const day = dayOf(at, zone);
  if (window.kind === 'calendar_year') return startOfDay(dayNumber(yearOf(day), 1, 1), zone);
  return startOfDay(addMonths(day, -window.months) + 1, zone);
}

const yearOf = (day: DayNumber) => new Date(day * 86_400_000).getUTCFullYear();

/** "02-29" is the last of February in common years. */
function dayInYear(year: number, date: string): DayNumber {
  const [month = 1, day = 1] = date.split('-').map(Number);
  const last = dayNumber(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) - 1;
  return Math.min(dayNumber(year, month, day), last);
}

/** The pin in force at an instant: of several, the one that began last. */
export function pinAt(pins: readonly TierPin[], at: Instant): TierPin | null {
  if (pins.length === 0) return null;
  const open = pins.filter((pin) => pin.from <= at && (pin.until === null || at < pin.until));
  return open.reduce<TierPin | null>(
    (latest, pin) => (latest === null || pin.from >= latest.from ? pin : latest),
    null,
  );
}

/** The tier that counts for a customer at an instant: the pinned one, if the programme still has it. */
export function levelInForce(
  versions: readonly ProgrammeVersion[],
  pins: readonly TierPin[],
  level: Level,
  at: Instant,
): Level {
  const pin = pinAt(pins, at);
  if (pin === null) return level;
  const levels = versionAt(versions, at)?.programme.tiers.levels ?? [];
  return levels.find((each) => each.id === pin.level) ?? level;
}
