import { z } from 'zod';
import { cellsOf, NO_PURCHASE, NOT_KNOWN, RFM_COLORS, type RfmModel, scoresOfModel } from './model.ts';

const line = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'must not contain control characters');
const named = z.strictObject({ vi: line(100).min(1), en: line(100).min(1) });
const words = z.strictObject({ vi: line(500), en: line(500) });

const label = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be small letters, digits and _'),
  name: named,
  color: z.enum(RFM_COLORS),
  care: z.strictObject({ message: words, voucher: words, channel: words }),
});

const common = {
  spentWindow: z.enum(['12_months', 'lifetime']),
  labels: z.array(label).min(1).max(20),
  grid: z.record(z.string().regex(/^[1-5]{3}$/, 'must be a cell such as 313'), z.string().max(40)),
};

/** The shape of a model; {@link problemsOfModel} says what else is wrong with it. */
export const rfmModel = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('fixed'),
    recency: z.strictObject({ high: z.int().min(0).max(3650), middle: z.int().min(0).max(3650) }),
    frequency: z
      .strictObject({ high: z.int().min(1).max(100_000), middle: z.int().min(1).max(100_000) })
      .describe('Hundredths of an order a month: 10.5 is 1050.'),
    monetary: z
      .strictObject({ high: z.int().min(1).max(1e15), middle: z.int().min(1).max(1e15) })
      .describe('Minor units of the shop currency'),
    ...common,
  }),
  z.strictObject({ kind: z.literal('quantiles'), scores: z.union([z.literal(3), z.literal(5)]), ...common }),
]);

export interface RfmProblem {
  /** `grid.313`, `recency.middle` */
  readonly path: string;
  readonly message: string;
}

/** What a model of the right shape still does wrong: a hole in the grid, a label that is not there, thresholds in the wrong order. */
export function problemsOfModel(model: RfmModel): RfmProblem[] {
  const problems: RfmProblem[] = [];
  const tell = (path: string, message: string) => problems.push({ path, message });
  const known = new Set(model.labels.map(({ id }) => id));
  const cells = new Set(cellsOf(scoresOfModel(model)));
  for (const [index, { id }] of model.labels.entries()) {
    if (id === NO_PURCHASE || id === NOT_KNOWN) tell(`labels[${index}].id`, `${id} stands outside the grid`);
    if (model.labels.findIndex((other) => other.id === id) !== index)
      tell(`labels[${index}].id`, `${id} is there twice`);
  }
  for (const cell of cells) {
    const given = Object.hasOwn(model.grid, cell) ? model.grid[cell] : undefined;
    if (given === undefined) tell(`grid.${cell}`, `the cell ${cell} has no label`);
    else if (!known.has(given)) tell(`grid.${cell}`, `the cell ${cell} has the label ${given}, which is not there`);
  }
  for (const cell of Object.keys(model.grid)) if (!cells.has(cell)) tell(`grid.${cell}`, `there is no cell ${cell}`);
  if (model.kind === 'fixed') {
    if (model.recency.middle <= model.recency.high) tell('recency.middle', 'must be more days than `high`');
    for (const axis of ['frequency', 'monetary'] as const)
      if (model[axis].middle >= model[axis].high) tell(`${axis}.middle`, 'must be below `high`');
  }
  return problems;
}
