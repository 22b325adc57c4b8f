import { fold } from './fold.ts';

/** A time zone to choose: `GMT+7` is how far it is from London now. */
export interface Zone {
  readonly id: string;
  readonly offset: string;
  /** What it is found by, folded: its id in words, and what people of the locale call it. */
  readonly words: string;
}

/** Browsers list some zones by the name that they had before. */
const RENAMED: Readonly<Record<string, string>> = {
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Europe/Kiev': 'Europe/Kyiv',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Godthab': 'America/Nuuk',
  'Pacific/Truk': 'Pacific/Chuuk',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
};

/** How people look for theirs, where its id does not hold the word. */
const ALSO: Readonly<Record<string, string>> = {
  'Asia/Ho_Chi_Minh': 'viet nam vietnam ha noi hanoi sai gon saigon da nang',
  'Asia/Bangkok': 'thai lan thailand',
  'Asia/Phnom_Penh': 'campuchia cambodia',
  'Asia/Vientiane': 'lao laos',
  'Asia/Shanghai': 'trung quoc china beijing bac kinh',
  'Asia/Tokyo': 'nhat ban japan',
  'Asia/Seoul': 'han quoc korea',
  'Asia/Taipei': 'dai loan taiwan',
};

/** All zones of the browser and `own`, those nearest to it first: what one looks for is seldom on the other side of the world. */
export function zones(locale: string, own: string, now = new Date()): Zone[] {
  const ids = new Set(Intl.supportedValuesOf('timeZone').map((id) => RENAMED[id] ?? id));
  const minutes = new Map([...ids, own].map((id) => [id, minutesOf(offsetOf(id, now))]));
  const distance = (id: string) => Math.abs((minutes.get(id) ?? 0) - (minutes.get(own) ?? 0));
  return [...minutes.keys()]
    .sort((a, b) => Number(b === own) - Number(a === own) || distance(a) - distance(b) || (a < b ? -1 : 1))
    .map((id) => {
      const called = partOf(locale, id, 'long', now);
      return {
        id,
        offset: offsetOf(id, now),
        words: fold(`${id.replaceAll(/[/_]/g, ' ')} ${called} ${ALSO[id] ?? ''} ${id}`),
      };
    });
}

function offsetOf(id: string, now: Date): string {
  return partOf('en', id, 'shortOffset', now);
}

/** `GMT-3:30` in minutes; `GMT` is 0. */
function minutesOf(offset: string): number {
  const [, sign, hours, minutes = '0'] = /([+-])(\d+)(?::(\d+))?/.exec(offset) ?? [];
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function partOf(locale: string, timeZone: string, timeZoneName: 'long' | 'shortOffset', now: Date): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName }).formatToParts(now);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}
