import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import { formatDay } from '../../../model.ts';
import {
  NO_PURCHASE,
  NOT_KNOWN,
  OUTSIDE_NAMES,
  problemsOfModel,
  type RfmCuts,
  type RfmModel,
  rfmModel,
} from '../../../segments/index.ts';
import type { ShopRfm } from '../../rfm/current.ts';
import { type Distribution, flagsOfCell } from '../../rfm/distribution.ts';
import { cellDefinition, type Matrix } from '../../rfm/matrix.ts';
import type { RfmCellCount, RfmSnapshotDocument } from '../../store/rfm-documents.ts';
import { AuthorJson } from './change-json.ts';
import { isoTime, Minor, Time } from './schemas.ts';
import { Day, Definition, Words } from './segment-json.ts';

const Steps = z
  .array(z.int().nullable())
  .describe('Where scores 2, 3 … begin; null: nobody has reached it, because of ties or because there are few buyers.');
const Share = z.number().describe('Of the whole, 0 to 1.');
const LabelId = z.string().describe(`Of a label, \`${NO_PURCHASE}\` or \`${NOT_KNOWN}\`.`);

export const RfmModelGiven = z.unknown().meta({
  id: 'RfmModel',
  type: 'object',
  description:
    'Fixed thresholds (`kind: fixed`, three scores an axis) or quantiles of the shop’s own buyers (`kind: quantiles`, 3 or 5 scores). `grid` gives every cell, such as `313` for R3 F1 M3, the id of one of `labels`.',
  properties: { kind: { enum: ['fixed', 'quantiles'] } },
});

export const RfmModelJson = z
  .object({
    version: z.int().describe('0: the preset, until the shop changes something.'),
    model: RfmModelGiven,
    from: Day.nullable().describe('The first day it scored; null for the preset.'),
    at: Time.nullable(),
    by: AuthorJson.nullable(),
    cuts: z
      .object({
        day: Day,
        customers: z.int().describe('Buyers they are drawn from.'),
        recency: Steps.describe('Days since the last order, at most.'),
        frequency: Steps.describe('Orders of the last 365 days, at least.'),
        monetary: Steps.describe('Minor units, at least.'),
      })
      .nullable()
      .describe('Of quantiles: where they lie today.'),
    presets: z.array(z.object({ id: z.string(), name: Words, model: RfmModelGiven })),
  })
  .meta({ id: 'RfmModelVersion' });

const Cell = z.object({
  cell: z.string().describe('Scores of R, F and M: `313`.'),
  label: z.string(),
  customers: z.int(),
  share: Share,
  spentMinor: Minor,
  newcomers: z.int().describe('Whose first order is at most 30 days ago.'),
  flags: z.array(z.enum(['save_first', 'new'])).describe('`save_first`: at risk, and bought often or much.'),
});
const LabelCount = z.object({
  label: LabelId,
  name: Words,
  color: z.string(),
  customers: z.int(),
  share: Share,
  spentMinor: Minor,
});

export const DistributionJson = z
  .object({
    day: Day.describe('At its end; of today: until now.'),
    version: z.int(),
    customers: z.int(),
    cells: z.array(Cell).describe('Cells with somebody in them.'),
    labels: z.array(LabelCount).describe('Every label of the model, and `no_purchase` last.'),
  })
  .meta({ id: 'RfmDistribution' });

const Margin = z.object({ label: LabelId, name: Words, customers: z.int(), spentMinor: Minor });

export const MatrixJson = z
  .object({
    from: Day,
    to: Day,
    customers: z.int().describe('Known at the end of `to`: rows and columns add up to them.'),
    spentMinor: Minor.describe('Ordered after `from`, until the end of `to`.'),
    rows: z.array(Margin).describe('By the label at `from`; `not_known` are new since.'),
    columns: z.array(Margin).describe('By the label at `to`.'),
    cells: z
      .array(
        z.object({
          from: LabelId,
          to: LabelId,
          customers: z.int(),
          share: Share.describe('Of the row, 0 to 1.'),
          spentMinor: Minor,
          why: z
            .object({ acted: z.int(), cutsMoved: z.int(), timePassed: z.int() })
            .describe('They ordered; or quantiles moved, without which they had stayed; or only time passed.'),
          definition: Definition,
        }),
      )
      .describe('Cells with somebody in them, each with the definition that finds them.'),
  })
  .meta({ id: 'RfmMatrix' });

export const SnapshotJson = z
  .object({
    day: Day,
    version: z.int(),
    at: Time,
    customers: z.int(),
    cells: z.array(Cell),
    labels: z.array(LabelCount),
  })
  .meta({ id: 'RfmSnapshot' });

/** The model, or 422 with all that is wrong with it: a hole in the grid is named by its cell. */
export function readModel(json: unknown): RfmModel {
  const parsed = rfmModel.safeParse(json);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    throw new AppError('invalid', `${problems[0]?.path}: ${problems[0]?.message}`, { details: { problems } });
  }
  const problems = problemsOfModel(parsed.data);
  if (problems.length > 0)
    throw new AppError('invalid', `${problems[0]?.path}: ${problems[0]?.message}`, { details: { problems } });
  return parsed.data;
}

export function cutsJson(cuts: RfmCuts | null) {
  if (!cuts) return null;
  const { day, customers, recency, frequency, monetary } = cuts;
  return {
    day: formatDay(day),
    customers,
    recency: [...recency],
    frequency: [...frequency],
    monetary: [...monetary],
  };
}

export function distributionJson(found: Distribution, rfm: ShopRfm): z.infer<typeof DistributionJson> {
  const { day, customers } = found;
  return { day: formatDay(day), version: rfm.version, customers, ...countsJson(found, rfm) };
}

/** A snapshot keeps the labels of its cells; what those are called now, or were when nothing else is known, is the model's. */
export function snapshotJson(kept: RfmSnapshotDocument, rfm: ShopRfm): z.infer<typeof SnapshotJson> {
  const { day, version, at, customers } = kept;
  return { day: formatDay(day), version, at: isoTime(at), customers, ...countsJson(kept, rfm) };
}

export function matrixJson(matrix: Matrix, rfm: ShopRfm): z.infer<typeof MatrixJson> {
  const margins = (end: 'from' | 'to') =>
    [...rfm.model.labels.map(({ id }) => id), NO_PURCHASE, ...(end === 'from' ? [NOT_KNOWN] : [])].map((label) => ({
      label,
      name: nameOf(label, rfm),
      ...sums(matrix.cells.filter((cell) => cell[end] === label)),
    }));
  const rows = margins('from');
  return {
    from: formatDay(matrix.from),
    to: formatDay(matrix.to),
    customers: matrix.customers,
    spentMinor: matrix.spentMinor,
    rows,
    columns: margins('to'),
    cells: matrix.cells.map((cell) => ({
      ...cell,
      why: { ...cell.why },
      share: cell.customers / (rows.find(({ label }) => label === cell.from)?.customers || cell.customers),
      definition: cellDefinition(cell, matrix),
    })),
  };
}

interface Counted {
  readonly customers: number;
  readonly noPurchase: number;
  readonly cells: readonly RfmCellCount[];
}

function countsJson({ customers, noPurchase, cells }: Counted, rfm: ShopRfm) {
  const share = (count: number) => (customers === 0 ? 0 : count / customers);
  const ids = [...new Set([...rfm.model.labels.map(({ id }) => id), ...cells.map(({ label }) => label)])];
  const labels = ids.map((label) => ({ label, ...sums(cells.filter((cell) => cell.label === label)) }));
  return {
    cells: cells.map((cell) => ({ ...cell, share: share(cell.customers), flags: flagsOfCell(cell, rfm) })),
    labels: [...labels, { label: NO_PURCHASE, customers: noPurchase, spentMinor: 0 }].map((one) => ({
      ...one,
      name: nameOf(one.label, rfm),
      color: rfm.model.labels.find(({ id }) => id === one.label)?.color ?? 'grey',
      share: share(one.customers),
    })),
  };
}

function sums(of: readonly { readonly customers: number; readonly spentMinor: number }[]) {
  return {
    customers: of.reduce((sum, { customers }) => sum + customers, 0),
    spentMinor: of.reduce((sum, { spentMinor }) => sum + spentMinor, 0),
  };
}

function nameOf(label: string, { model }: Pick<ShopRfm, 'model'>) {
  return model.labels.find(({ id }) => id === label)?.name ?? OUTSIDE_NAMES[label] ?? { vi: label, en: label };
}
