import type { Rfm } from './model.ts';
import { OUTSIDE_NAMES } from './presets.ts';
import type { RfmScores } from './scores.ts';

/** The text of the language that is being written, as `Wording` has it. */
interface Said {
  say(vi: string, en: string): string;
}

/** What people call a label; one that the model no longer has is called by its id. */
export function labelName(id: string, { model }: Pick<Rfm, 'model'>, { say }: Said): string {
  const name = model.labels.find((label) => label.id === id)?.name ?? OUTSIDE_NAMES[id];
  return name ? say(name.vi, name.en) : id;
}

/** "R1 F3 M2, At Risk" */
export function scoresInWords({ r, f, m, label }: RfmScores, rfm: Pick<Rfm, 'model'>, wording: Said): string {
  return `R${r} F${f} M${m}, ${labelName(label, rfm, wording)}`;
}
