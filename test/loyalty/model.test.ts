import t from 'tap';
import { Life } from '../support/loyalty/life.ts';
import { seeded } from '../support/seeded.ts';

/** `OPERATIONS` lengthens a run, `SEED` repeats one. */
const OPERATIONS = Number(process.env.OPERATIONS ?? 100_000);
const STEPS_OF_A_LIFE = 50;

t.test(`points, lots and tiers are those of the model after each of ${OPERATIONS} operations`, (t) => {
  t.setTimeout(600_000);
  const { seed, below } = seeded();
  t.comment(`SEED=${seed}`);
  const counts = new Map<string, number>();
  let operations = 0;
  let customers = 0;
  while (operations < OPERATIONS) {
    const life = new Life(below);
    customers += life.twins.length;
    const told: string[] = [];
    for (let i = 0; i < STEPS_OF_A_LIFE; i++) {
      const name = life.step();
      operations++;
      told.push(name);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      const fault = life.fault();
      if (fault === null) continue;
      t.fail(`after ${operations} operations with SEED=${seed}: ${told.join(', ')}: ${fault}`);
      t.end();
      return;
    }
  }
  t.comment(`${operations} operations on ${customers} customers: ${JSON.stringify(Object.fromEntries(counts))}`);
  t.ok(operations >= OPERATIONS, `${operations} operations`);
  t.end();
});
