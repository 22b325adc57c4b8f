import t from 'tap';
import {
  askedOf,
  CURRENT,
  choicesOf,
  DRAFT,
  firstWish,
  monthsBefore,
  NOTHING,
} from '../../extension-ui/src/pages/back-test/wish.ts';
import type { ProgrammeList } from '../../extension-ui/src/pages/loyalty/loyalty.ts';
import { TIKME } from '../../src/loyalty/index.ts';

const preset = { id: 'tikme', name: { vi: 'Tikme', en: 'Tikme' }, programme: TIKME };
const listed = (current: number | null) =>
  ({ versions: [], current, presets: [preset], rebuild: null }) as unknown as ProgrammeList;
const draft = { ...TIKME, isOn: false } as never;
const say = { draft: 'draft', current: 'now', preset: (name: string) => `preset ${name}`, locale: 'en' as const };

t.test('a day some months before is the same day, or the last of its month', async (t) => {
  t.equal(monthsBefore('2026-11-22', 12), '2025-11-22');
  t.equal(monthsBefore('2028-02-29', 12), '2027-02-28');
  t.equal(monthsBefore('2026-03-31', 1), '2026-02-28');
  t.equal(monthsBefore('2026-01-15', 24), '2024-01-15');
});

t.test('what can be tried, and what is tried first', async (t) => {
  const names = (list: ProgrammeList, own: typeof draft | null) => choicesOf(list, own, say).map(({ value }) => value);
  t.same(names(listed(3), draft), [DRAFT, CURRENT, 'tikme']);
  t.same(names(listed(null), null), ['tikme']);
  t.match(firstWish(listed(null), null), { programme: 'tikme', against: NOTHING });
  t.match(firstWish(listed(3), null), { programme: CURRENT, against: NOTHING });
  t.match(
    firstWish(listed(3), draft),
    { programme: DRAFT, against: CURRENT },
    'a draft is compared with what is in force',
  );
  t.match(firstWish(listed(null), draft), { programme: DRAFT, against: NOTHING });
});

t.test('programmes go out whole but the one in force', async (t) => {
  const wish = { ...firstWish(listed(3), draft), since: 'day' as const, day: '2026-01-01' };
  const asked = askedOf(wish, listed(3), draft, '2026-11-22');
  t.same(asked, { programme: draft, against: 'current', from: '2026-01-01', redeemPercent: 60, redeemAfterDays: 30 });
  t.match(askedOf({ ...wish, programme: 'tikme', against: NOTHING, since: '24' }, listed(3), null, '2026-11-22'), {
    programme: TIKME,
    against: null,
    from: '2024-11-22',
  });
  t.equal(askedOf({ ...wish, day: null }, listed(3), draft, '2026-11-22').from, '2026-11-22', 'no day yet: today');
});
