/** Equal as JSON, whatever the order of the fields; -0 and 0 are two values. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [ours, theirs] = [Object.entries(a), new Map(Object.entries(b))];
  return (
    ours.length === theirs.size && ours.every(([name, value]) => theirs.has(name) && sameValue(value, theirs.get(name)))
  );
}
