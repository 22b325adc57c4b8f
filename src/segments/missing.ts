import type { Missing } from './condition.ts';

/** Of whom more than one condition knows nothing. */

export const NO_BIRTHDAY: Missing = {
  label: { vi: 'chưa có ngày sinh', en: 'have no birthday on record' },
  filter: { birth: { $exists: false } },
  isToldWhenOut: true,
};

/** With a birthday, but without its year, too. */
export const NO_BIRTH_YEAR: Missing = {
  label: { vi: 'chưa có năm sinh', en: 'have no year of birth on record' },
  filter: { 'birth.year': { $exists: false } },
  isToldWhenOut: true,
};

export const NEVER_BOUGHT: Missing = {
  label: { vi: 'chưa từng mua hàng', en: 'have never bought' },
  filter: { 'stats.orders': 0 },
  isToldWhenOut: true,
};
