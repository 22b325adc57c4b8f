import type { Document } from 'mongodb';
import {
  type BirthDate,
  currencyDigits,
  customerIdFromKey,
  dayOf,
  displayPhone,
  formatDay,
  type Instant,
} from '../../model.ts';
import { levelName } from '../loyalty/level-name.ts';
import type { ShopState } from '../shop-state.ts';
import type { CustomerDocument } from '../store/documents.ts';

/** What a cell holds; a text is made harmless where it is written (export-cells.ts). */
export type Cell = string | number | null;

interface Reading {
  readonly state: ShopState;
  readonly language: 'vi' | 'en';
}

interface Column {
  readonly title: { readonly vi: string; readonly en: string };
  /** Fields of the customer that it is made of. */
  readonly reads: readonly string[];
  readonly cell: (customer: CustomerDocument, reading: Reading) => Cell;
}

/** What can be exported of a customer, in the order in which it is offered. Nothing else can be asked for. */
export const EXPORT_COLUMNS = {
  id: { title: { vi: 'Mã', en: 'Id' }, reads: [], cell: ({ _id }) => customerIdFromKey(_id) },
  name: { title: { vi: 'Họ tên', en: 'Name' }, reads: ['name'], cell: ({ name }) => name ?? null },
  phone: {
    title: { vi: 'Điện thoại', en: 'Phone' },
    reads: ['phone'],
    cell: ({ phone }, { state }) => (phone === undefined ? null : displayPhone(phone, state.shop.countryCode)),
  },
  email: { title: { vi: 'E-mail', en: 'E-mail' }, reads: ['email'], cell: ({ email }) => email ?? null },
  birthday: {
    title: { vi: 'Sinh nhật', en: 'Birthday' },
    reads: ['birth'],
    cell: ({ birth }) => (birth ? birthdayText(birth) : null),
  },
  gender: {
    title: { vi: 'Giới tính', en: 'Gender' },
    reads: ['gender'],
    cell: ({ gender }, { language }) => (gender ? GENDERS[gender][language] : null),
  },
  tags: {
    title: { vi: 'Thẻ', en: 'Tags' },
    reads: ['tagNames'],
    cell: ({ tagNames }) => listed((tagNames ?? []).map(({ name }) => name)),
  },
  groups: { title: { vi: 'Nhóm', en: 'Groups' }, reads: ['groups'], cell: ({ groups }) => listed(groups ?? []) },
  tier: {
    title: { vi: 'Hạng', en: 'Tier' },
    reads: ['loyalty.level'],
    cell: ({ loyalty }, { state, language }) =>
      loyalty?.level === undefined ? null : levelName(state.loyalty.versions, loyalty.level)[language],
  },
  points: {
    title: { vi: 'Điểm', en: 'Points' },
    reads: ['loyalty.points'],
    cell: ({ loyalty }) => loyalty?.points ?? null,
  },
  spent: {
    title: { vi: 'Tổng chi tiêu', en: 'Total spent' },
    reads: ['stats.spentMinor'],
    cell: ({ stats }, { state }) => major(stats.spentMinor, state),
  },
  orders: { title: { vi: 'Số đơn', en: 'Orders' }, reads: ['stats.orders'], cell: ({ stats }) => stats.orders },
  average: {
    title: { vi: 'Chi tiêu trung bình', en: 'Average order' },
    reads: ['stats.orders', 'stats.spentMinor'],
    cell: ({ stats }, { state }) =>
      stats.orders === 0 ? null : major(Math.round(stats.spentMinor / stats.orders), state),
  },
  first_order: {
    title: { vi: 'Đơn đầu tiên', en: 'First order' },
    reads: ['stats.firstAt'],
    cell: ({ stats }, { state }) => dayText(stats.firstAt, state),
  },
  last_order: {
    title: { vi: 'Đơn gần nhất', en: 'Last order' },
    reads: ['stats.lastAt'],
    cell: ({ stats }, { state }) => dayText(stats.lastAt, state),
  },
  channels: {
    title: { vi: 'Kênh đã mua', en: 'Channels' },
    reads: ['stats.channels'],
    cell: ({ stats }) => listed(stats.channels),
  },
  source: {
    title: { vi: 'Nguồn đầu tiên', en: 'First source' },
    reads: ['source'],
    cell: ({ source }) => source ?? null,
  },
  last_source: {
    title: { vi: 'Nguồn gần nhất', en: 'Last source' },
    reads: ['lastSource'],
    cell: ({ lastSource }) => lastSource ?? null,
  },
  areas: {
    title: { vi: 'Khu vực', en: 'Areas' },
    reads: ['addresses'],
    cell: ({ addresses }) =>
      listed([...new Set((addresses ?? []).flatMap(({ province, city }) => province ?? city ?? []))]),
  },
  address: {
    title: { vi: 'Địa chỉ', en: 'Address' },
    reads: ['addresses'],
    cell: ({ addresses: [first] = [] }) =>
      first
        ? listed(
            [first.address, first.ward, first.district, first.province ?? first.city].filter((part) => part !== null),
          )
        : null,
  },
  company: { title: { vi: 'Công ty', en: 'Company' }, reads: ['company'], cell: ({ company }) => company ?? null },
  debt: {
    title: { vi: 'Công nợ', en: 'Debt' },
    reads: ['debtMinor'],
    cell: ({ debtMinor = 0 }, { state }) => major(debtMinor, state),
  },
  email_consent: {
    title: { vi: 'Đồng ý nhận e-mail', en: 'E-mail consent' },
    reads: ['emailConsent'],
    cell: ({ emailConsent }, { language }) => (emailConsent ? CONSENTS[emailConsent][language] : null),
  },
  sms_consent: {
    title: { vi: 'Đồng ý nhận SMS', en: 'SMS consent' },
    reads: ['smsConsent'],
    cell: ({ smsConsent }, { language }) => (smsConsent ? CONSENTS[smsConsent][language] : null),
  },
  member_since: {
    title: { vi: 'Thành viên từ', en: 'Member since' },
    reads: ['loyalty.joinedAt'],
    cell: ({ loyalty }, { state }) => dayText(loyalty?.joinedAt, state),
  },
  created: {
    title: { vi: 'Ngày tạo', en: 'Created' },
    reads: ['createdAt'],
    cell: ({ createdAt }, { state }) => dayText(createdAt, state),
  },
  note: { title: { vi: 'Ghi chú', en: 'Note' }, reads: ['note'], cell: ({ note }) => note ?? null },
} as const satisfies Record<string, Column>;

export type ColumnId = keyof typeof EXPORT_COLUMNS;
export const COLUMN_IDS = Object.keys(EXPORT_COLUMNS) as [ColumnId, ...ColumnId[]];

/** The fields that these columns are made of, and no more: a customer's orders stay where they are. */
export function projectionOf(columns: readonly ColumnId[]): Document {
  // The id alone is no projection that leaves others out, so one field more is named.
  const fields = ['revision', 'erasedAt', ...columns.flatMap((id) => EXPORT_COLUMNS[id].reads)];
  return Object.fromEntries(fields.map((field) => [field, 1]));
}

export function headOf(columns: readonly ColumnId[], language: 'vi' | 'en'): string[] {
  return columns.map((id) => EXPORT_COLUMNS[id].title[language]);
}

/** The customer's cells; of who was erased or is not there any more, the id alone. */
export function rowOf(
  columns: readonly ColumnId[],
  customer: CustomerDocument | { readonly _id: CustomerDocument['_id'] },
  reading: Reading,
): Cell[] {
  const isThere = 'revision' in customer && customer.erasedAt === undefined;
  return columns.map((id) => {
    const column: Column = EXPORT_COLUMNS[id];
    if (isThere) return column.cell(withStats(customer), reading);
    return id === 'id' ? customerIdFromKey(customer._id) : null;
  });
}

/** Where none of its figures is asked for, a document comes without them. */
const withStats = (customer: CustomerDocument): CustomerDocument => ({
  ...customer,
  stats: { ...customer.stats, channels: customer.stats?.channels ?? [] },
});

const GENDERS = {
  male: { vi: 'Nam', en: 'Male' },
  female: { vi: 'Nữ', en: 'Female' },
  other: { vi: 'Khác', en: 'Other' },
} as const;

const CONSENTS = {
  subscribed: { vi: 'Đã đồng ý', en: 'Subscribed' },
  unsubscribed: { vi: 'Đã từ chối', en: 'Unsubscribed' },
  pending: { vi: 'Chờ xác nhận', en: 'Pending' },
  not_subscribed: { vi: 'Chưa đồng ý', en: 'Not subscribed' },
  redacted: { vi: 'Đã ẩn', en: 'Redacted' },
} as const;

const listed = (texts: readonly string[]): string | null => (texts.length === 0 ? null : texts.join(', '));

/** "1990-05-17", or "17/05" without a year: as text, sheets sort and never shift it. */
function birthdayText({ year, month, day }: BirthDate): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return year === undefined ? `${two(day)}/${two(month)}` : `${year}-${two(month)}-${two(day)}`;
}

/** The day in the shop's zone. */
const dayText = (at: Instant | undefined, { shop }: ShopState): string | null =>
  at === undefined ? null : formatDay(dayOf(at, shop.timeZone));

/** As people write amounts: 525000 đ, 5.25 USD. */
const major = (minor: number, { shop }: ShopState): number => minor / 10 ** (currencyDigits(shop.currency) ?? 2);
