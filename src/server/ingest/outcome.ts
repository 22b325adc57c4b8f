import type { ParkReason } from '../../errors.ts';

/** How an event ended. What it wrote is kept either way: a parked deletion also marks its order as unresolved. */
export type Outcome =
  | { readonly state: 'done'; readonly note?: string }
  | { readonly state: 'parked'; readonly reason: ParkReason; readonly detail: string };

export const DONE: Outcome = { state: 'done' };
export const doneWith = (note: string | undefined): Outcome => (note === undefined ? DONE : { state: 'done', note });
/** `detail` names a field or an entity, never a value of a person. */
export const parked = (reason: ParkReason, detail: string): Outcome => ({ state: 'parked', reason, detail });
