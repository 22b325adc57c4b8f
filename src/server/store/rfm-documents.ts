import type { DayNumber, Instant, ShopId } from '../../model.ts';
import type { RfmCuts, RfmModel } from '../../segments/index.ts';

/** A version of how a shop scores its customers. The newest is in force; the ones before say what snapshots were made by. */
export interface RfmModelDocument {
  /** `<shop>/<version>`, from 1. */
  _id: string;
  shop: ShopId;
  version: number;
  model: RfmModel;
  at: Instant;
  /** First day on which it scored. */
  fromDay: DayNumber;
  by: string;
}

/** Where quantiles of a shop lay on a day. Never changed: what a customer was on the day stays what was seen. */
export interface RfmCutsDocument extends RfmCuts {
  /** `<shop>/<day>.<scores>.<window>`: models that differ in labels only share them. */
  _id: string;
  shop: ShopId;
  scores: 3 | 5;
  spentWindow: RfmModel['spentWindow'];
  at: Instant;
}

/** The shop at the end of a month. */
export interface RfmSnapshotDocument {
  /** `<shop>/<day>` */
  _id: string;
  shop: ShopId;
  day: DayNumber;
  /** Of the model; 0: the preset. */
  version: number;
  at: Instant;
  customers: number;
  noPurchase: number;
  cells: RfmCellCount[];
}

export interface RfmCellCount {
  /** "313" */
  cell: string;
  label: string;
  customers: number;
  spentMinor: number;
  /** Whose first order is at most 30 days ago. */
  newcomers: number;
}
