/** Places within a programme as the server writes them: `tiers.levels[1].entry`. */
export type Path = string;

function partsOf(path: Path): (string | number)[] {
  return [...path.matchAll(/[^.[\]]+/g)].map(([part]) => (/^\d+$/.test(part) ? Number(part) : part));
}

export function valueAt(whole: unknown, path: Path): unknown {
  return partsOf(path).reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[part] : undefined,
    whole,
  );
}

export function textAt(whole: unknown, path: Path): string {
  const value = valueAt(whole, path);
  return typeof value === 'string' ? value : '';
}

/** A copy with another value at one place; `undefined` leaves the field out. */
export function withValue<Whole>(whole: Whole, path: Path, value: unknown): Whole {
  return put(whole, partsOf(path), value) as Whole;
}

function put(whole: unknown, [part, ...rest]: (string | number)[], value: unknown): unknown {
  if (part === undefined) return value;
  if (Array.isArray(whole)) return whole.map((each, index) => (index === part ? put(each, rest, value) : each));
  const before = (whole ?? {}) as Record<string, unknown>;
  const next = put(before[part], rest, value);
  if (next !== undefined) return { ...before, [part]: next };
  const { [String(part)]: _, ...others } = before;
  return others;
}
