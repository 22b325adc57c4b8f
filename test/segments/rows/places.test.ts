import t from 'tap';
import { areasOf, type Place } from '../../../src/model.ts';
import { conditionOf } from '../../../src/segments/conditions/index.ts';
import { EXAMPLE_CONTEXT, sketchedCustomer } from '../../../src/segments/example.ts';
import { wordingOf } from '../../../src/segments/wording.ts';
import { decided } from './decided.ts';

const place = (given: Partial<Place>): readonly string[] =>
  areasOf({
    city: null,
    province: null,
    provinceCode: null,
    district: null,
    districtCode: null,
    ward: null,
    wardCode: null,
    countryCode: 'VN',
    address: null,
    ...given,
  });
/** Their names in the order of the alphabet. */
const inside = async (...asked: Parameters<typeof decided>) => (await decided(...asked)).sort();
const sent = (at: string, given: Partial<Place> | null) => ({ at, ...(given && { areas: place(given) }) });

const LAST = {
  oldBinhDuong: { orders: [sent('2026-03-01T00:00:00Z', { province: 'Bình Dương' })] },
  newSaigon: { orders: [sent('2026-03-01T00:00:00Z', { province: 'TP HCM' })] },
  oldSaigon: { orders: [sent('2026-03-01T00:00:00Z', { province: 'TP HCM', district: 'Quận 3' })] },
  hanoi: { orders: [sent('2026-03-01T00:00:00Z', { province: 'Hà Nội' })] },
  movedToHanoi: {
    orders: [
      sent('2026-03-01T00:00:00Z', { province: 'TP HCM' }),
      sent('2026-03-01T00:00:01Z', { province: 'Hà Nội' }),
    ],
  },
  atTheTillLast: { orders: [sent('2026-03-01T00:00:00Z', { province: 'TP HCM' }), sent('2026-03-02T00:00:00Z', null)] },
  abroad: { orders: [sent('2026-03-01T00:00:00Z', { countryCode: 'US', provinceCode: 'CA' })] },
  never: {},
};

t.test('C21 an area of today finds whoever sent their last order there, by new and old addresses alike', async (t) => {
  t.same(await inside(t, { kind: 'last_area', areas: ['vn.79'] }, LAST), ['newSaigon', 'oldBinhDuong', 'oldSaigon']);
});

t.test('C21 an old unit still finds the addresses that tell it, and no others', async (t) => {
  t.same(await inside(t, { kind: 'last_area', areas: ['vn63.79'] }, LAST), ['oldSaigon']);
  t.same(await inside(t, { kind: 'last_area', areas: ['vn63.74'] }, LAST), ['oldBinhDuong']);
  t.same(
    await inside(t, { kind: 'last_area', areas: ['vn63.01'] }, LAST),
    ['hanoi', 'movedToHanoi'],
    'unchanged by the reform',
  );
});

t.test('C21 several areas, countries and provinces of others are one question', async (t) => {
  t.same(await inside(t, { kind: 'last_area', areas: ['us.ca', 'vn.01', 'vn.01'] }, LAST), [
    'abroad',
    'hanoi',
    'movedToHanoi',
  ]);
  t.same(await inside(t, { kind: 'last_area', areas: ['vn'] }, LAST), [
    'hanoi',
    'movedToHanoi',
    'newSaigon',
    'oldBinhDuong',
    'oldSaigon',
  ]);
});

t.test('C21 only the last order counts: one without an address hides the areas of those before it', async (t) => {
  const outside = await inside(t, { not: { kind: 'last_area', areas: ['vn.79'] } }, LAST);
  t.same(
    outside,
    ['abroad', 'atTheTillLast', 'hanoi', 'movedToHanoi', 'never'],
    'and the exact complement has the rest',
  );
});

const LIVES = {
  home: { homeAreas: place({ province: 'Đà Nẵng', district: 'Hải Châu' }) },
  work: { workAreas: place({ province: 'Đà Nẵng' }) },
  both: { homeAreas: place({ province: 'Quảng Nam' }), workAreas: place({ province: 'Đà Nẵng' }) },
  several: { homeAreas: [...place({ province: 'Hà Nội' }), ...place({ province: 'Hội An' })] },
  elsewhere: { homeAreas: place({ province: 'Hà Nội' }) },
  unknown: {},
};

t.test('C22 home or work, whichever of several addresses is there', async (t) => {
  const in_ = (where: 'either' | 'home' | 'work', ...areas: string[]) =>
    inside(t, { kind: 'lives_or_works_in', where, areas }, LIVES);
  t.same(await in_('either', 'vn.48'), ['both', 'home', 'several', 'work']);
  t.same(await in_('home', 'vn.48'), ['both', 'home', 'several']);
  t.same(await in_('work', 'vn.48'), ['both', 'work']);
  t.same(await in_('either', 'vn63.48'), ['home'], 'an old unit, as C21');
  t.same(await in_('either', 'vn63.49', 'vn.01'), ['both', 'elsewhere', 'several']);
  t.same(await in_('either', 'us'), []);
});

t.test('C22 who has no address is not in, and in the complement', async (t) => {
  const not = { not: { kind: 'lives_or_works_in', where: 'either', areas: ['vn.48'] } } as const;
  t.same(await inside(t, not, LIVES), ['elsewhere', 'unknown']);
});

t.test('C21, C22 what is found of a customer and what would change it stand in words', (t) => {
  const read = (kind: string, args: object, sketch: object, language: 'vi' | 'en') => {
    const customer = sketchedCustomer(sketch, 'x', EXAMPLE_CONTEXT.timeZone);
    return conditionOf(kind)?.read?.(args, customer, wordingOf(language, EXAMPLE_CONTEXT, {}), () => false);
  };
  t.same(read('last_area', { areas: ['vn.01'] }, LAST.oldBinhDuong, 'vi'), {
    value: ['vn', 'vn.79', 'vn63.74'],
    shown: '“TP. Hồ Chí Minh” và “Bình Dương (trước 07/2025)”',
    change: { by: null, text: 'đặt một đơn giao đến “Hà Nội”' },
  });
  t.same(read('last_area', { areas: ['vn.01'] }, LAST.never, 'en'), {
    value: null,
    shown: 'the area is not known',
    change: { by: null, text: 'order something to “Hà Nội”' },
  });
  t.match(read('lives_or_works_in', { where: 'home', areas: ['vn.48'] }, LIVES.home, 'en'), {
    shown: '“Đà Nẵng” and “Đà Nẵng (before July 2025)”',
    change: { text: 'take away every address in “Đà Nẵng”' },
  });
  t.match(read('lives_or_works_in', { where: 'work', areas: ['us'] }, LIVES.unknown, 'vi'), { value: null });
  t.end();
});
