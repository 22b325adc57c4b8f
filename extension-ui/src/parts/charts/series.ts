/** One figure of each row: a column of the table, and what a chart draws of it. */
export interface Series<Row> {
  readonly key: string;
  readonly name: string;
  /** On the axis: money in whole currency. Null: there is none, and nothing is drawn. */
  value(row: Row): number | null;
  /** As people read it. */
  shown(row: Row): string;
  /** Left out of the table on a phone. */
  readonly isAside?: boolean;
  /** A class that gives it a colour of its own (`--own`); by its place unless told. */
  readonly className?: string;
}

/** A row by its names: short on an axis, in full where it stands alone. */
export interface Names<Row> {
  short(row: Row): string;
  long(row: Row): string;
}
