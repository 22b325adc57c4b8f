import type { Account, Level, Programme, TierPin } from '../../loyalty/index.ts';
import type { Instant } from '../../model.ts';

/** What reaches the next tier, and what keeps this one (V06). */
export interface Outlook {
  readonly threshold: number;
  /** So much more; 0: reached. */
  readonly missing: number;
}

/** The pin in force: of several the one that began last. */
export function currentPin({ pins }: Pick<Account, 'pins'>, at: Instant): TierPin | null {
  const open = pins.filter(({ from, until }) => from <= at && (until === null || at < until));
  return open.reduce<TierPin | null>(
    (latest, pin) => (latest === null || pin.from >= latest.from ? pin : latest),
    null,
  );
}

/** The tier above the one that figures give; null at the top. */
export function nextOf(
  { tier }: Pick<Account, 'tier'>,
  programme: Programme,
): (Outlook & { readonly level: Level }) | null {
  const { levels } = programme.tiers;
  const index = levels.findIndex((level) => level.id === tier.level);
  const level = levels[index + 1];
  if (index < 0 || !level) return null;
  const wasIn = tier.changes.some(({ to }) => to === level.id);
  return { level, ...outlook(wasIn ? (level.reentry ?? level.entry) : level.entry, tier.measure, programme) };
}

/** What the next review asks for; null where time takes nothing. */
export function keepOf(
  { tier }: Pick<Account, 'tier'>,
  programme: Programme,
): (Outlook & { readonly reviewAt: Instant }) | null {
  const level = programme.tiers.levels.find(({ id }, i) => i > 0 && id === tier.level);
  if (!level || tier.nextReviewAt === null) return null;
  return { ...outlook(level.keep ?? level.entry, tier.measure, programme), reviewAt: tier.nextReviewAt };
}

/** D4: more than the threshold, or from it on. */
function outlook(threshold: number, measure: number, { tiers }: Programme): Outlook {
  const needed = tiers.boundary === 'inclusive' ? threshold : threshold + 1;
  return { threshold, missing: Math.max(0, needed - measure) };
}
