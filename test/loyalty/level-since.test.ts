import t from 'tap';
import type { TierPin } from '../../src/loyalty/history.ts';
import { levelSince, TIKME } from '../../src/loyalty/index.ts';
import type { TierChange } from '../../src/loyalty/tiers.ts';

const versions = [{ version: 1, from: 0, programme: TIKME }];

const change = (at: number, to: string): TierChange => ({ at, from: null, to, cause: { kind: 'joined' }, measure: 0 });
const pin = (from: number, until: number | null, level: string): TierPin => ({
  id: `${from}`,
  level,
  from,
  until,
  reason: 'Tết',
  by: 'key test',
});

function since(inForce: string | null, changes: TierChange[], pins: TierPin[] = [], now = 100) {
  const tier = { level: null, inForce, measure: 0, earnedPoints: 0, nextReviewAt: null, changes };
  return levelSince({ tier, pins }, versions, now);
}

t.test('a tier counts from the change that brought it last', (t) => {
  t.equal(since(null, []), null);
  t.equal(since('member', [change(10, 'member')]), 10);
  t.equal(since('silver', [change(10, 'member'), change(20, 'silver')]), 20);
  t.equal(since('silver', [change(10, 'silver'), change(20, 'gold'), change(30, 'silver')]), 30);
  t.end();
});

t.test('a tier set by hand counts from then, and the one it stood before begins anew when it ends', (t) => {
  const changes = [change(10, 'gold'), change(20, 'silver')];
  t.equal(since('gold', changes, [pin(40, null, 'gold')]), 40, 'not since the gold of long ago');
  t.equal(since('gold', changes, [pin(40, 60, 'gold')], 50), 40);
  t.equal(since('silver', changes, [pin(40, 60, 'gold')]), 60);
  t.equal(since('silver', changes, [pin(40, null, 'gold')], 30), 20, 'one that has not begun');
  t.end();
});

t.test('a hand that sets what figures give begins nothing anew', (t) => {
  t.equal(since('silver', [change(20, 'silver')], [pin(40, 60, 'silver')]), 20);
  t.equal(since('silver', [change(20, 'silver')], [pin(40, 60, 'silver')], 50), 20);
  t.equal(since('gold', [change(10, 'silver'), change(50, 'gold')], [pin(40, null, 'gold')]), 40, 'figures came later');
  t.equal(since('silver', [change(20, 'silver')], [pin(40, null, 'bronze')]), 20, 'a tier that the programme has not');
  t.end();
});
