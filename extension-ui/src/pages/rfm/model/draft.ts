import { COLOURS, type Colour, type Distribution, type Label, type Model, NO_PURCHASE, sum } from '../rfm.ts';

/** What is edited, and the version that it was begun from. */
export interface Draft {
  readonly model: Model;
  readonly after: number;
}

/** As the server has it. */
export const LABELS_MAX = 20;

export const same = (a: object, b: object): boolean => written(a) === written(b);

/** Whatever the order is that fields were put there in. */
function written(value: object): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}

export function scoresOf(model: Model): 3 | 5 {
  return model.kind === 'fixed' ? 3 : model.scores;
}

/** Which of the presets it scores like. */
export function presetOf(model: Model, presets: readonly { readonly id: string; readonly model: Model }[]) {
  return presets.find((preset) => preset.model.kind === model.kind && scoresOf(preset.model) === scoresOf(model))?.id;
}

/**
 * Scores like another preset. Labels stay as the shop has them, and the grid does where it has the same cells; otherwise it is the
 * preset's, with those of its labels that the shop has no more.
 */
export function scoredLike(model: Model, preset: Model): Model {
  const { spentWindow } = model;
  if (scoresOf(model) === scoresOf(preset)) return { ...preset, spentWindow, labels: model.labels, grid: model.grid };
  const needed = new Set(Object.values(preset.grid));
  const missing = preset.labels.filter(({ id }) => needed.has(id) && !model.labels.some((label) => label.id === id));
  return { ...preset, spentWindow, labels: [...model.labels, ...missing] };
}

/** Puts a label on cells; there is always one on each. */
export function painted(model: Model, cells: readonly string[], label: string): Model {
  return { ...model, grid: { ...model.grid, ...Object.fromEntries(cells.map((cell) => [cell, label])) } };
}

export function cellCount({ grid }: Model, label: string): number {
  return Object.values(grid).filter((own) => own === label).length;
}

export function withLabel(model: Model, label: Label): Model {
  return { ...model, labels: model.labels.map((one) => (one.id === label.id ? label : one)) };
}

/** A new label, with a colour that none has if there is one. Its id stands in definitions and never changes. */
export function added(model: Model, name: Label['name']): Model {
  const ids = new Set(model.labels.map(({ id }) => id));
  let number = 1;
  while (ids.has(`own_${number}`)) number += 1;
  const used = new Set<Colour>(model.labels.map(({ color }) => color));
  const color = COLOURS.find((colour) => !used.has(colour)) ?? 'grey';
  const none = { vi: '', en: '' };
  const label: Label = { id: `own_${number}`, name, color, care: { message: none, voucher: none, channel: none } };
  return { ...model, labels: [...model.labels, label] };
}

/** Only one without cells can go: there is no hole that way. */
export function removed(model: Model, label: string): Model {
  if (cellCount(model, label) > 0) return model;
  return { ...model, labels: model.labels.filter(({ id }) => id !== label) };
}

export type Problem = 'missing' | 'order';

/** What the server would refuse, by its place: `recency.middle`, `labels.0.vi`. */
export function problemsOf(model: Model): ReadonlyMap<string, Problem> {
  const problems = new Map<string, Problem>();
  for (const [index, { name }] of model.labels.entries())
    for (const language of ['vi', 'en'] as const)
      if (name[language].trim() === '') problems.set(`labels.${index}.${language}`, 'missing');
  if (model.kind !== 'fixed') return problems;
  for (const axis of ['recency', 'frequency', 'monetary'] as const) {
    const { high, middle } = model[axis];
    // While it is typed it may be nothing, whatever its type says.
    for (const [place, value] of [['high', high] as const, ['middle', middle] as const])
      if (typeof value !== 'number') problems.set(`${axis}.${place}`, 'missing');
    const isWrong = axis === 'recency' ? middle <= high : middle >= high;
    if (typeof high === 'number' && typeof middle === 'number' && isWrong) problems.set(`${axis}.middle`, 'order');
  }
  return problems;
}

/** Whether everybody keeps their scores, so that only the grid tells who gets which label. */
export function scoresAlike(a: Model, b: Model): boolean {
  const axes = ({ labels: _, grid: __, ...rest }: Model) => rest;
  return same(axes(a), axes(b));
}

export interface Regrouped {
  readonly label: string;
  readonly before: number;
  readonly after: number;
}

/** How many each label has, and would have by the draft's grid; by cells, whose customers stay where they are. */
export function regrouped(model: Model, draft: Model, { cells, labels }: Distribution): Regrouped[] {
  const count = (grid: Model['grid'], label: string) =>
    sum(cells.filter(({ cell }) => grid[cell] === label).map(({ customers }) => customers));
  const ids = [...new Set([...draft.labels, ...model.labels].map(({ id }) => id))];
  const outside = labels.find(({ label }) => label === NO_PURCHASE)?.customers ?? 0;
  return [
    ...ids.map((label) => ({ label, before: count(model.grid, label), after: count(draft.grid, label) })),
    { label: NO_PURCHASE, before: outside, after: outside },
  ];
}
