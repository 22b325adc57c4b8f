import type { StoredBirthDate } from '../model.ts';
import { type Reading, unknownReading } from './reading.ts';
import type { Wording } from './wording.ts';

/** The birthday of one customer. Nobody changes it to be in a segment, so only one that is not known has a change. */
export function birthdayReading(birth: StoredBirthDate | undefined, wording: Wording): Reading {
  if (!birth)
    return unknownReading(
      wording.say('chưa có ngày sinh', 'no birthday on record'),
      wording.say('ghi ngày sinh', 'record the birthday'),
    );
  const { year, month, day } = birth;
  const two = (number: number) => String(number).padStart(2, '0');
  const iso = `${year === undefined ? '-' : String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  return { value: iso, shown: shownBirthday(birth, wording), change: null };
}

/** "17/05/1990", "17 May 1990"; without a year "17/05", "17 May". */
function shownBirthday({ year, month, day }: StoredBirthDate, wording: Wording): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const english = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });
  const vi = `${two(day)}/${two(month)}${year === undefined ? '' : `/${year}`}`;
  const en = `${english.format(Date.UTC(2000, month - 1, day))}${year === undefined ? '' : ` ${year}`}`;
  return wording.say(vi, en);
}
