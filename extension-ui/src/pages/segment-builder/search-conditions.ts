import type { Form, Language, Text } from '../../../../src/segments/form.ts';
import { fold } from '../../format/fold.ts';

/** A condition as the server describes it. */
export interface Kind {
  readonly kind: string;
  readonly groupLabel: Text;
  readonly form: Form;
  readonly docs: Text;
}

export interface KindGroup {
  readonly group: string;
  readonly label: string;
  readonly kinds: readonly Kind[];
}

/**
 * Conditions whose name, group or description holds every word that was typed, in either language and without accents, by group.
 * Those whose own name holds them come first in their group.
 */
export function searchConditions(kinds: readonly Kind[], typed: string, language: Language): KindGroup[] {
  const words = fold(typed).split(' ');
  const hits = (text: string) => words.every((word) => text.includes(word));
  const named = (kind: Kind) => hits(fold(`${kind.form.label.vi} ${kind.form.label.en}`));
  const found = kinds
    .filter((kind) => named(kind) || hits(everythingOf(kind)))
    .toSorted((a, b) => Number(named(b)) - Number(named(a)));
  const groups = new Map<string, Kind[]>();
  for (const kind of found) groups.set(kind.form.group, [...(groups.get(kind.form.group) ?? []), kind]);
  return [...groups].map(([group, members]) => ({
    group,
    label: members[0]?.groupLabel[language] ?? group,
    kinds: members,
  }));
}

function everythingOf({ kind, form, groupLabel, docs }: Kind): string {
  return fold([kind, form.label.vi, form.label.en, groupLabel.vi, groupLabel.en, docs.vi, docs.en].join(' '));
}
