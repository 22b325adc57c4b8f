import { addMonths, type BirthDate, type DayNumber, dayNumber, isLeapYear, plainDate } from '../model.ts';

/** The birthday of a year. Who was born on 29 February has it on 28 February in common years, as in segments (C09, P10). */
export function birthdayIn(year: number, { month, day }: BirthDate): DayNumber {
  return dayNumber(year, month, month === 2 && day === 29 && !isLeapYear(year) ? 28 : day);
}

/** A birthday whose voucher is due, and the days on which the voucher counts: from `from` to the day before `until` (D13). */
export interface DueVoucher {
  /** The year of the birthday: for one of 3 January that after the day of issue (P10). */
  readonly year: number;
  readonly birthday: DayNumber;
  readonly from: DayNumber;
  readonly until: DayNumber;
}

/**
 * The birthday for which a voucher is to be issued today: from `leadDays` before it to the day itself, so that a birth date told late
 * brings one at once, and one told after the birthday none. Who has had one under the same {@link voucherKey} gets no second.
 */
export function voucherDue(
  birth: BirthDate,
  today: DayNumber,
  { leadDays, validDays }: { readonly leadDays: number; readonly validDays: number | null },
): DueVoucher | null {
  const thisYear = plainDate(today).year;
  for (const year of [thisYear, thisYear + 1]) {
    const birthday = birthdayIn(year, birth);
    if (birthday - leadDays > today || today > birthday) continue;
    return { year, birthday, from: today, until: validDays === null ? nextMonth(birthday) : birthday + validDays + 1 };
  }
  return null;
}

/** What makes a voucher the only one: whatever becomes of the birth date, a customer has one in a birthday year. */
export function voucherKey(campaign: string, customer: string, year: number): string {
  return `${campaign}/${customer}/${year}`;
}

function nextMonth(day: DayNumber): DayNumber {
  const { year, month } = plainDate(day);
  return addMonths(dayNumber(year, month, 1), 1);
}
