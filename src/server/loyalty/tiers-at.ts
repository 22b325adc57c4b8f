import { type Level, type ProgrammeVersion, versionAt } from '../../loyalty/index.ts';
import type { Instant } from '../../model.ts';

/** The tiers from the lowest to the highest, by the version in force; before the first begins by that one, as are customers' figures. */
export function tiersAt(versions: readonly ProgrammeVersion[], at: Instant): readonly Level[] {
  return (versionAt(versions, at) ?? versions[0])?.programme.tiers.levels ?? [];
}
