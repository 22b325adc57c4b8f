import type { Test } from 'tap';

/** Runs and seed of a property, printed with the result. `SEED` repeats a run and `RUNS` lengthens it. */
export function propertyRun(t: Test, runs: number): { seed: number; numRuns: number } {
  const seed = process.env.SEED === undefined ? Math.floor(Math.random() * 0x7fffffff) : Number(process.env.SEED);
  const numRuns = process.env.RUNS === undefined ? runs : Number(process.env.RUNS);
  t.setTimeout(60_000 + numRuns * 200); // tap's 30 s are meant for the default number of runs
  t.comment(`SEED=${seed} RUNS=${numRuns}`);
  return { seed, numRuns };
}
