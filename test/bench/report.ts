/** One line of the table that `npm run bench` prints. Ratios are what counts: the machine is shared and noisy. */
export interface Row {
  readonly what: string;
  readonly ours: number;
  readonly against: number;
  readonly baseline: string;
  /** Better when greater. */
  readonly ratio: number;
  readonly aim: string;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export function table(rows: readonly Row[]): string {
  const number = (value: number) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2));
  return [
    '| what | Tessera | baseline | | ratio | aim |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map(
      (row) =>
        `| ${row.what} | ${number(row.ours)} | ${number(row.against)} | ${row.baseline} | **${row.ratio.toFixed(2)}** | ${row.aim} |`,
    ),
  ].join('\n');
}
