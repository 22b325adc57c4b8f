import type { Instant } from '../model.ts';
import type { Account } from './account.ts';
import { type ProgrammeVersion, versionAt } from './programme.ts';
import { pinAt } from './tiers.ts';

/**
 * Since when a customer has been in the tier in force without a break, by figures or by hand: a pin that sets the tier which figures had given
 * anyway begins nothing anew. Null before the programme begins.
 */
export function levelSince(
  { tier, pins }: Pick<Account, 'tier' | 'pins'>,
  versions: readonly ProgrammeVersion[],
  now: Instant,
): Instant | null {
  const turns = [
    ...tier.changes.map((change) => change.at),
    ...pins.flatMap((pin) => (pin.until === null ? [pin.from] : [pin.from, pin.until])),
    ...versions.map((version) => version.from), // a pinned tier that the programme has no more holds no longer
  ];
  let since: Instant | null = null;
  let before: string | null = null;
  for (const at of [...new Set(turns)].filter((turn) => turn <= now).sort((a, b) => a - b)) {
    const level = levelAt(at);
    if (level === tier.inForce && before !== level) since = at;
    before = level;
  }
  return tier.inForce === null ? null : since;

  function levelAt(at: Instant): string | null {
    const byFigures = tier.changes.findLast((change) => change.at <= at)?.to ?? null;
    const pinned = pinAt(pins, at)?.level;
    const levels = versionAt(versions, at)?.programme.tiers.levels ?? [];
    return byFigures !== null && pinned !== undefined && levels.some(({ id }) => id === pinned) ? pinned : byFigures;
  }
}
