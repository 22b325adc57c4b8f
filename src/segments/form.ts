import type { Field, Text } from '../model.ts';

export { type Field, type Language, LOOKUPS, type Lookup, type Option, type Text } from '../model.ts';

/**
 * What a merchant fills in for a condition: enough for one generic form, so a new condition needs no page of its own. A page
 * knows the types of fields below and no kind of condition.
 */
export interface Form {
  readonly group: Group;
  readonly label: Text;
  /** In the order in which they are filled in. */
  readonly fields: readonly Field[];
  /** Names of optional fields of which at least one has to be filled in. */
  readonly needsOneOf?: readonly string[];
}

export const GROUPS = {
  profile: { vi: 'Hồ sơ', en: 'Profile' },
  contact: { vi: 'Liên hệ', en: 'Contact' },
  orders: { vi: 'Đơn hàng và chi tiêu', en: 'Orders and spending' },
  products: { vi: 'Sản phẩm', en: 'Products' },
  places: { vi: 'Cửa hàng, kênh bán và khu vực', en: 'Stores, channels and areas' },
  loyalty: { vi: 'Điểm và hạng', en: 'Points and tiers' },
  behaviour: { vi: 'Hành vi và RFM', en: 'Behaviour and RFM' },
  segments: { vi: 'Phân khúc khác', en: 'Other segments' },
} as const satisfies Record<string, Text>;

export type Group = keyof typeof GROUPS;
