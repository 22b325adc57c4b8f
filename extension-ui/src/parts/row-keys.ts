/** How many rows Page Up and Page Down move. */
const PAGE = 10;

/** The row that a key leads to from row `active` of `count`; null: the key is none of ours. `j` and `k` are as in mail programs. */
export function rowAfterKey(key: string, active: number, count: number): number | null {
  const to = {
    ArrowDown: active + 1,
    j: active + 1,
    ArrowUp: active - 1,
    k: active - 1,
    PageDown: active + PAGE,
    PageUp: active - PAGE,
    Home: 0,
    End: count - 1,
  }[key];
  return to === undefined ? null : Math.max(0, Math.min(count - 1, to));
}
