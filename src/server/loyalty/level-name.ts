import type { ProgrammeVersion } from '../../loyalty/index.ts';

/** What a tier is called, by the newest version that has it; one that no version has, by its id. */
export function levelName(
  versions: readonly ProgrammeVersion[],
  id: string,
): { readonly vi: string; readonly en: string } {
  for (const { programme } of versions.toReversed()) {
    const level = programme.tiers.levels.find((each) => each.id === id);
    if (level) return { vi: level.name.vi, en: level.name.en };
  }
  return { vi: id, en: id };
}
