import type { z } from 'zod';
import type { customer } from '../../adapters/pos/format.ts';
import { formatDay, formatInstant, type Instant } from '../../model.ts';
import type { Calendar } from './calendar.ts';
import { writtenPhone } from './contacts.ts';
import { type Dice, weighted } from './dice.ts';
import type { DemoPerson } from './person.ts';

export type CardBody = z.input<typeof customer>;

export interface DatedCard {
  readonly at: Instant;
  readonly body: CardBody;
}

const TAGS = [
  'Khách quen',
  'Sinh viên',
  'Văn phòng',
  'Mẹ bỉm sữa',
  'Thích cà phê',
  'Thích khuyến mãi',
  'KOL',
  'Hàng xóm',
];
const drawConsent = weighted<'subscribed' | 'unsubscribed' | 'pending' | 'not_subscribed'>([
  ['subscribed', 55],
  ['not_subscribed', 30],
  ['unsubscribed', 10],
  ['pending', 5],
]);

/** What orders tell about a person that the staff writes on the card. */
export interface CardNews {
  readonly debtVnd: number;
  readonly complainedAt: Instant | null;
  readonly lastOrderAt: Instant | null;
}

/** A person's card as it was first saved, and later changes of it. Nobody without a card has one. */
export function drawCards(
  dice: Dice,
  person: DemoPerson,
  calendar: Calendar,
  firstOrderAt: Instant | null,
  news: CardNews,
): DatedCard[] {
  if (person.card === null) return [];
  const at = joinedAt(dice, person, calendar, firstOrderAt);
  const first = drawFirst(dice, person, calendar, at);
  const cards: DatedCard[] = [{ at, body: first }];
  const change = (when: Instant | null, changes: Partial<CardBody>) => {
    const before = cards.at(-1) as DatedCard;
    if (when !== null && when > before.at)
      cards.push({ at: when, body: { ...before.body, ...changes, updatedAt: formatInstant(when) } });
  };
  if (person.habit === 'vip')
    change(at + dice.between(60, 300) * DAY_MS, {
      groups: [dice.pick(['Thành viên vàng', 'Thành viên kim cương'])],
      tags: [...(first.tags ?? []), dice.chance(0.9) ? 'VIP' : 'vip'],
    });
  if (news.complainedAt !== null)
    change(news.complainedAt, {
      tags: [...tagsOf(cards), 'Hay khiếu nại'],
      note: 'Gọi lại xin lỗi trước khi giao đơn sau',
    });
  if (news.debtVnd > 0) change(news.lastOrderAt, { debt: news.debtVnd });
  if (dice.chance(0.06))
    change(at + dice.between(30, 500) * DAY_MS, { consents: { email: 'unsubscribed', sms: 'unsubscribed' } });
  return cards;
}

const DAY_MS = 86_400_000;

const tagsOf = (cards: readonly DatedCard[]): readonly string[] => cards.at(-1)?.body.tags ?? [];

/** Most cards are made before the first order, some at the till right after it: until then a typed code or phone waits. */
function joinedAt(dice: Dice, person: DemoPerson, calendar: Calendar, firstOrderAt: Instant | null): Instant {
  if (firstOrderAt === null) return calendar.drawTime(dice, person.firstDay, 8, 21);
  if (dice.chance(0.2)) return Math.min(firstOrderAt + dice.between(1, 20 * 24 * 60) * 60_000, calendar.end - 60_000);
  return firstOrderAt - dice.between(1, 12 * 60) * 60_000;
}

function drawFirst(dice: Dice, person: DemoPerson, calendar: Calendar, at: Instant): CardBody {
  const { card, phone, email, place } = person;
  const gender = drawGender(dice, person);
  const birthDate = drawBirthDate(dice, calendar);
  const isWholesale = dice.chance(0.03);
  const tags = [...(isWholesale ? ['Khách sỉ'] : []), ...(dice.chance(0.3) ? [dice.pick(TAGS)] : [])];
  return {
    id: card?.id,
    updatedAt: formatInstant(at),
    createdAt: formatInstant(at),
    name: person.name,
    source: person.source,
    ...(card?.memberCode ? { memberCode: card.memberCode } : {}),
    ...(phone === null ? {} : { phone: writtenPhone(dice, phone) }),
    ...(email === null ? {} : { email }),
    ...(gender === null ? {} : { gender }),
    ...(birthDate === null ? {} : { birthDate }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(isWholesale ? { groups: ['Đối tác'] } : dice.chance(0.25) ? { groups: ['Thành viên bạc'] } : {}),
    ...(dice.chance(0.45) && (email !== null || phone !== null)
      ? {
          consents: {
            ...(email === null ? {} : { email: drawConsent(dice) }),
            ...(phone === null ? {} : { sms: drawConsent(dice) }),
          },
        }
      : {}),
    ...(dice.chance(0.35) ? { addresses: [addressOf(person)] } : {}),
    ...(dice.chance(0.02) ? { note: 'Ít đá, nhiều sữa' } : {}),
    ...(place.isCity || !dice.chance(0.01) ? {} : { note: 'Giao ngoài giờ hành chính' }),
  };
}

/** As tills write it; unknown is mostly a field left empty. */
function drawGender(dice: Dice, { sex }: DemoPerson): string | null {
  const draw = dice.throw();
  if (draw < 0.2) return null;
  if (draw < 0.21) return 'Khác';
  if (draw < 0.6) return sex === 'female' ? 'Nữ' : 'Nam';
  return sex === 'female' ? 'F' : 'M';
}

/** Whole, day and month only, or none; 29 February more often than in life, because birthdays then are where mistakes are. */
function drawBirthDate(dice: Dice, calendar: Calendar): string | null {
  const draw = dice.throw();
  if (draw < 0.28) return null;
  if (draw < 0.285) return '--02-29';
  if (draw < 0.29) return `${dice.pick(['1984', '1988', '1992', '1996', '2000', '2004'])}-02-29`;
  const ageDays = dice.between(16 * 365, 45 * 365) + (dice.chance(0.2) ? dice.between(0, 30 * 365) : 0);
  const date = formatDay(calendar.until - ageDays);
  return draw < 0.45 ? `-${date.slice(4)}` : date;
}

/** Of the units of before July 2025, as most address books still hold them. */
export function addressOf({ place, street }: DemoPerson): NonNullable<CardBody['addresses']>[number] {
  return {
    address: street,
    ...(place.isCity ? { city: place.name } : {}),
    province: place.name,
    provinceCode: place.code,
    countryCode: 'VN',
  };
}
