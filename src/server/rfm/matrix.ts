import { type DayNumber, formatDay, type Shop, startOfDay } from '../../model.ts';
import {
  cellExpression,
  hasBought,
  hasOrdered,
  labelOn,
  NO_PURCHASE,
  NOT_KNOWN,
  type RfmScale,
  type SegmentDefinition,
  scaleOn,
  sumOf,
} from '../../segments/index.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import type { ShopRfm } from './current.ts';
import { groupCustomers } from './ranges.ts';

/**
 * Who moved from which label to which between the ends of two days (spec §4). Everybody known at `to` is in exactly one cell, so the
 * columns add up to the customers of that day. Both days are read from the orders in their present state and by the present model.
 */
export interface Matrix {
  readonly from: DayNumber;
  readonly to: DayNumber;
  readonly customers: number;
  readonly spentMinor: number;
  /** Cells with somebody in them. */
  readonly cells: readonly MatrixCell[];
}

export interface MatrixCell {
  /** {@link NOT_KNOWN}: new since. */
  readonly from: string;
  readonly to: string;
  readonly customers: number;
  /** Ordered after `from` and until `to`. */
  readonly spentMinor: number;
  readonly why: Reasons;
}

/** Each customer has one: they ordered; or the cut points of quantiles moved, and by those of `from` they would have stayed; or time passed. */
export interface Reasons {
  readonly acted: number;
  readonly cutsMoved: number;
  readonly timePassed: number;
}

interface Row {
  readonly _id: {
    readonly before: number | null;
    readonly wasKnown: boolean;
    readonly after: number | null;
    /** Of `to` by the cut points of `from`. */
    readonly still: number | null;
    readonly acted: boolean;
  };
  readonly customers: number;
  readonly spentMinor: number;
}

export async function matrixOf(
  scope: ShopStore,
  { timeZone }: Pick<Shop, 'timeZone'>,
  rfm: ShopRfm,
  from: DayNumber,
  to: DayNumber,
  signal?: AbortSignal,
): Promise<Matrix> {
  const cells = new Map<string, MatrixCell>();
  const put = (before: string, after: string, why: keyof Reasons, customers: number, spentMinor: number) => {
    const key = `${before} ${after}`;
    const none = { acted: 0, cutsMoved: 0, timePassed: 0 };
    const known = cells.get(key) ?? { from: before, to: after, customers: 0, spentMinor: 0, why: none };
    cells.set(key, {
      ...known,
      customers: known.customers + customers,
      spentMinor: known.spentMinor + spentMinor,
      why: { ...known.why, [why]: known.why[why] + customers },
    });
  };
  const labelOf = (cell: number | null) => (cell === null ? NO_PURCHASE : (rfm.model.grid[String(cell)] ?? ''));
  const movesCuts = rfm.model.kind === 'quantiles';
  const heldStill: ShopRfm = { ...rfm, cutsOn: () => rfm.cutsOn(from) };
  const reason = (acted: boolean, before: string, after: string, still: () => string): keyof Reasons => {
    if (acted) return 'acted';
    return movesCuts && before !== after && still() === before ? 'cutsMoved' : 'timePassed';
  };

  await groupCustomers<Row>(
    scope,
    stagesOf(rfm, from, to, timeZone),
    {
      row: ({ _id, customers, spentMinor }) => {
        const before = _id.before === null && !_id.wasKnown ? NOT_KNOWN : labelOf(_id.before);
        const after = labelOf(_id.after);
        put(
          before,
          after,
          reason(_id.acted, before, after, () => labelOf(_id.still)),
          customers,
          spentMinor,
        );
      },
      cut: (customer) => {
        const after = labelOn(customer, rfm, to, timeZone);
        if (after === NOT_KNOWN) return;
        const before = labelOn(customer, rfm, from, timeZone);
        const between = ordersBetween(customer, from, to);
        const why = reason(between.length > 0, before, after, () => labelOn(customer, heldStill, to, timeZone));
        put(
          before,
          after,
          why,
          1,
          between.reduce((sum, { n }) => sum + n, 0),
        );
      },
    },
    signal,
  );
  const all = [...cells.values()].sort((a, b) => (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1));
  return {
    from,
    to,
    customers: all.reduce((sum, { customers }) => sum + customers, 0),
    spentMinor: all.reduce((sum, { spentMinor }) => sum + spentMinor, 0),
    cells: all,
  };
}

/** The customers of a cell, as a definition that finds them. */
export function cellDefinition(
  { from: before, to: after }: Pick<MatrixCell, 'from' | 'to'>,
  { from, to }: Pick<Matrix, 'from' | 'to'>,
): SegmentDefinition {
  const at = (label: string, day: DayNumber) => ({
    kind: 'rfm_label_at' as const,
    labels: [label],
    day: formatDay(day),
  });
  return { include: [{ all: [at(before, from), at(after, to)] }], exclude: [] };
}

function stagesOf(rfm: ShopRfm, from: DayNumber, to: DayNumber, timeZone: string): object[] {
  const cellAt = (scale: RfmScale | null, day: DayNumber) => (scale ? cellExpression(scale, day) : null);
  const known = (day: DayNumber) => ({ $lt: ['$createdAt', startOfDay(day + 1, timeZone)] });
  const [then, now] = [scaleOn(rfm, from), scaleOn(rfm, to)];
  const after = cellAt(now, to);
  return [
    { $match: { $expr: { $or: [hasBought(to), known(to)] } } },
    {
      $group: {
        _id: {
          before: cellAt(then, from),
          wasKnown: { $or: [hasBought(from), known(from)] },
          after,
          still: rfm.model.kind === 'quantiles' ? cellAt(then, to) : null,
          acted: hasOrdered(from + 1, to),
        },
        customers: { $sum: 1 },
        spentMinor: { $sum: sumOf(from + 1, to) },
      },
    },
  ];
}

function ordersBetween({ facts }: CustomerDocument, from: DayNumber, to: DayNumber) {
  return facts.filter(({ d }) => d > from && d <= to);
}
