/** How a figure stands beside that of the period before. */
export interface Change {
  /** `none`: one of the two is not known. `new`: there was nothing before. */
  readonly kind: 'none' | 'new' | 'same' | 'up' | 'down';
  /** By how much, without its sign: a share of the figure before, or for rates the difference itself. */
  readonly by: number;
}

export function changeOf(now: number | null, before: number | null, isRate = false): Change {
  if (now === null || before === null) return { kind: 'none', by: 0 };
  if (before === 0 && !isRate) return { kind: now === 0 ? 'same' : 'new', by: 0 };
  const by = isRate ? now - before : (now - before) / before;
  // What would be shown as 0.0 % is no change.
  return { kind: Math.abs(by) < 0.0005 ? 'same' : by > 0 ? 'up' : 'down', by: Math.abs(by) };
}
