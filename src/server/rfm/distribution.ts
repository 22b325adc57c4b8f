import { type DayNumber, type Shop, startOfDay } from '../../model.ts';
import {
  cellExpression,
  figuresOf,
  hasBought,
  labelled,
  NEW_DAYS,
  type RfmFlag,
  scaleOn,
  scoresOfModel,
  spentExpression,
} from '../../segments/index.ts';
import type { ShopStore } from '../store/index.ts';
import type { RfmCellCount } from '../store/rfm-documents.ts';
import type { ShopRfm } from './current.ts';
import { groupCustomers } from './ranges.ts';

/** The customers of a shop on the grid, at the end of a day. */
export interface Distribution {
  readonly day: DayNumber;
  /** Known to the shop by then. */
  readonly customers: number;
  readonly noPurchase: number;
  /** Cells with somebody in them, by scores. */
  readonly cells: RfmCellCount[];
}

interface Row {
  readonly _id: { readonly cell: number | null; readonly isNew: boolean };
  readonly customers: number;
  readonly spentMinor: number;
}

export async function distributionOf(
  scope: ShopStore,
  { timeZone }: Pick<Shop, 'timeZone'>,
  rfm: ShopRfm,
  day: DayNumber,
  signal?: AbortSignal,
): Promise<Distribution> {
  const scale = scaleOn(rfm, day);
  const end = startOfDay(day + 1, timeZone);
  const cells = new Map<string, RfmCellCount>();
  let noPurchase = 0;
  const put = (cell: string, isNew: boolean, customers: number, spentMinor: number) => {
    const label = rfm.model.grid[cell] ?? '';
    const known = cells.get(cell) ?? { cell, label, customers: 0, spentMinor: 0, newcomers: 0 };
    cells.set(cell, {
      ...known,
      customers: known.customers + customers,
      spentMinor: known.spentMinor + spentMinor,
      newcomers: known.newcomers + (isNew ? customers : 0),
    });
  };
  const isNew = { $and: [hasBought(day), { $gte: ['$stats.firstDay', day - NEW_DAYS] }] };
  const stages = [
    { $match: { $or: [{ 'stats.firstDay': { $lte: day } }, { createdAt: { $lt: end } }] } },
    {
      $group: {
        _id: { cell: scale ? cellExpression(scale, day) : null, isNew },
        customers: { $sum: 1 },
        spentMinor: { $sum: scale ? spentExpression(scale, day) : 0 },
      },
    },
  ];
  await groupCustomers<Row>(
    scope,
    stages,
    {
      row: ({ _id, customers, spentMinor }) => {
        if (_id.cell === null) noPurchase += customers;
        else put(String(_id.cell), _id.isNew, customers, spentMinor);
      },
      cut: (customer) => {
        const figures = scale && figuresOf(customer, scale, day);
        if (scale && figures) {
          const { r, f, m } = labelled(figures, scale, rfm);
          put(`${r}${f}${m}`, figures.daysSinceFirst <= NEW_DAYS, 1, figures.spentMinor);
        } else if (customer.createdAt < end) noPurchase += 1;
      },
    },
    signal,
  );
  const sorted = [...cells.values()].sort((a, b) => (a.cell < b.cell ? -1 : 1));
  return {
    day,
    customers: noPurchase + sorted.reduce((sum, { customers }) => sum + customers, 0),
    noPurchase,
    cells: sorted,
  };
}

/** What a cell is flagged with as a whole; `new` is told by its newcomers. */
export function flagsOfCell({ cell, label, newcomers }: RfmCellCount, { model }: Pick<ShopRfm, 'model'>): RfmFlag[] {
  const high = (scoresOfModel(model) + 3) / 2; // as scores.ts has it
  const [, f = 0, m = 0] = [...cell].map(Number);
  if (label === 'at_risk' && (f >= high || m >= high)) return ['save_first'];
  return label === 'promising' && newcomers > 0 ? ['new'] : [];
}
