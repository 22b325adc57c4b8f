import type { LabelCount, Snapshot } from './rfm.ts';

/** Every label of any month, as the newest month calls it; snapshots come the newest first. */
export function labelsOf(snapshots: readonly Snapshot[]): LabelCount[] {
  const byId = new Map<string, LabelCount>();
  for (const { labels } of snapshots) for (const one of labels) if (!byId.has(one.label)) byId.set(one.label, one);
  return [...byId.values()];
}

export function shareOf({ labels }: Pick<Snapshot, 'labels'>, label: string): number {
  return labels.find((one) => one.label === label)?.share ?? 0;
}

/** The labels that a phone has room for: the largest of a month. */
export function largestOf(snapshot: Snapshot | undefined): string[] {
  const sorted = [...(snapshot?.labels ?? [])].sort((a, b) => b.customers - a.customers);
  return sorted.slice(0, ROOM).map(({ label }) => label);
}

const ROOM = 3;
