import { Dice } from '../../../src/server/demo/dice.ts';
import { previewSegment } from '../../../src/server/segments/preview.ts';
import { percentile } from '../report.ts';
import type { Database } from './database.ts';
import { QUESTIONS } from './definitions.ts';
import { randomDefinition } from './dice-definitions.ts';
import { NOW, SHOP } from './shop.ts';

const SEED = 20_261_123;

export interface Previewed {
  readonly p95Ms: number;
  /** Random definitions that were previewed and counted, and those whose count lay in the interval. */
  readonly definitions: number;
  readonly held: number;
}

/** How long previews take, and how often the truth lies in the interval that they tell. */
export async function measurePreviews(
  { house }: Database,
  { definitions, rounds }: { definitions: number; rounds: number },
): Promise<Previewed> {
  const scope = house.store.forShop(SHOP);
  const state = await house.states.get(SHOP);
  if (!state) throw new Error('the shop of the bench is not there');
  const ms: number[] = [];
  for (let round = 0; round < rounds * 3; round++)
    for (const { definition } of QUESTIONS)
      ms.push((await previewSegment(scope, state, { definition, asOf: NOW, mode: 'estimate' })).tookMs);
  let held = 0;
  for (let i = 0; i < definitions; i++) {
    const definition = randomDefinition(new Dice(SEED, i));
    const asked = { definition, asOf: NOW } as const;
    const { interval, mode } = await previewSegment(scope, state, { ...asked, mode: 'estimate' });
    if (mode === 'exact') return { p95Ms: percentile(ms, 0.95), definitions: 0, held: 0 }; // so small a shop is counted
    const { count } = await previewSegment(scope, state, { ...asked, mode: 'exact', sampleSize: 1 });
    if (interval && interval.low <= count && count <= interval.high) held++;
  }
  return { p95Ms: percentile(ms, 0.95), definitions, held };
}
