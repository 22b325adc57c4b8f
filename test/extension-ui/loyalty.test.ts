import t from 'tap';
import { dayStart, nextDay } from '../../extension-ui/src/format/day-start.ts';
import { isEmptyFlow, sinceFirst } from '../../extension-ui/src/pages/loyalty/flow-series.ts';
import type { Flow } from '../../extension-ui/src/pages/loyalty/loyalty.ts';
import { differences, type Fact } from '../../extension-ui/src/pages/loyalty/programme/facts.ts';
import { textAt, valueAt, withValue } from '../../extension-ui/src/pages/loyalty/programme/paths.ts';

t.test('a day begins at midnight of the shop, also where clocks are put forward', async (t) => {
  t.equal(dayStart('2026-11-22', 'Asia/Ho_Chi_Minh'), '2026-11-21T17:00:00.000Z');
  t.equal(dayStart('2026-03-29', 'Europe/Berlin'), '2026-03-28T23:00:00.000Z');
  t.equal(dayStart('2026-03-30', 'Europe/Berlin'), '2026-03-29T22:00:00.000Z');
  t.equal(dayStart('2026-10-25', 'Europe/Berlin'), '2026-10-24T22:00:00.000Z');
  t.equal(dayStart('2026-01-01', 'America/New_York'), '2026-01-01T05:00:00.000Z');
  t.equal(nextDay('2024-02-28'), '2024-02-29');
  t.equal(nextDay('2026-12-31'), '2027-01-01');
});

t.test('a place of a programme is read and written as the server names it', async (t) => {
  const whole = { tiers: { levels: [{ entry: 0 }, { entry: 500, keep: 400 }] }, isOn: true };
  t.equal(valueAt(whole, 'tiers.levels[1].entry'), 500);
  t.equal(valueAt(whole, 'tiers.levels[7].entry'), undefined);
  t.equal(textAt(whole, 'isOn'), '', 'what is no text is none');
  t.same(withValue(whole, 'tiers.levels[1].entry', 600).tiers.levels, [{ entry: 0 }, { entry: 600, keep: 400 }]);
  t.same(
    withValue(whole, 'tiers.levels[1].keep', undefined).tiers.levels[1],
    { entry: 500 },
    'undefined leaves it out',
  );
  t.same(withValue(whole, '', { isOn: false }), { isOn: false }, 'the whole');
  t.equal(whole.tiers.levels[1]?.entry, 500, 'what was is left as it was');
});

t.test('two versions differ in what changed, came and went', async (t) => {
  const fact = (key: string, value: string, raw = value): Fact => ({ key, section: 'general', label: key, value, raw });
  const before = [fact('a', '1'), fact('b', '3 chosen', 'x,y,z'), fact('gone', '9')];
  const after = [fact('a', '2'), fact('b', '3 chosen', 'x,y,w'), fact('new', '7')];
  t.same(differences(before, before), []);
  t.same(
    differences(before, after).map(({ key, before, after }) => [key, before, after]),
    [
      ['a', '1', '2'],
      ['b', '3 chosen', '3 chosen'],
      ['new', null, '7'],
      ['gone', '9', null],
    ],
  );
});

t.test('the chart begins a month before the first movement, and has six months at least', async (t) => {
  const flow = (earned: number): Flow => ({
    start: '2026-01-01',
    earned,
    reversed: 0,
    redeemed: 0,
    returned: 0,
    expired: 0,
    adjusted: 0,
    writtenOff: 0,
  });
  const year = (first: number) => Array.from({ length: 12 }, (_, month) => flow(month < first ? 0 : 5));
  t.equal(sinceFirst(year(3)).length, 10);
  t.equal(sinceFirst(year(11)).length, 6);
  t.equal(sinceFirst(year(12)).length, 12, 'nothing at all: the year as it is');
  t.ok(isEmptyFlow(year(12)));
  t.notOk(isEmptyFlow(year(11)));
});
