import type { ReactNode } from 'react';
import { Created, LastOrder, Orders, Spent } from './filter-ranges.tsx';
import { Contact, Origin, Places, Segment, Tags } from './filter-values.tsx';
import type { Several, Single } from './list.ts';
import type { Address } from './use-address.ts';

/** Ways to narrow the list that belong together, each with its names in the address and its fields. */
export const FILTER_GROUPS = [
  { id: 'tags', names: ['tag'], Fields: Tags },
  { id: 'segment', names: ['segment'], Fields: Segment },
  { id: 'spent', names: ['spentFrom', 'spentTo'], Fields: Spent },
  { id: 'orders', names: ['ordersFrom', 'ordersTo'], Fields: Orders },
  {
    id: 'lastOrder',
    names: ['lastOrderFrom', 'lastOrderTo', 'daysSinceOrderFrom', 'daysSinceOrderTo'],
    Fields: LastOrder,
  },
  { id: 'created', names: ['createdFrom', 'createdTo'], Fields: Created },
  { id: 'contact', names: ['hasPhone', 'hasEmail', 'gender'], Fields: Contact },
  { id: 'places', names: ['place'], Fields: Places },
  { id: 'origin', names: ['channel', 'source'], Fields: Origin },
] as const satisfies readonly FilterGroup[];

interface FilterGroup {
  readonly id: string;
  readonly names: readonly (Several | Single)[];
  readonly Fields: (props: FieldsProps) => ReactNode;
}

export interface FieldsProps {
  readonly address: Address;
}
