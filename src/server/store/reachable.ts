import type { Store } from './index.ts';

/** A load balancer gives up at about this time as well. */
const TIMEOUT_MS = 2000;

/** Whether the database takes our writes: a primary answers, and has what a majority has confirmed. */
export async function isReachable({ system }: Store): Promise<boolean> {
  try {
    await system.shops.findOne(
      {},
      { projection: { _id: 1 }, readPreference: 'primary', readConcern: { level: 'majority' }, timeoutMS: TIMEOUT_MS },
    );
    return true;
  } catch {
    return false;
  }
}
