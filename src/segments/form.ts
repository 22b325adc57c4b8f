export type Language = 'vi' | 'en';
export type Text = Readonly<Record<Language, string>>;

/** What a merchant fills in for a condition: enough for one generic form, so a new condition needs no page of its own. */
export interface Form {
  readonly group: Group;
  readonly label: Text;
  readonly fields: readonly Field[];
}

export const GROUPS = {
  profile: { vi: 'Hồ sơ', en: 'Profile' },
  orders: { vi: 'Đơn hàng và chi tiêu', en: 'Orders and spending' },
  products: { vi: 'Sản phẩm', en: 'Products' },
  places: { vi: 'Cửa hàng và kênh bán', en: 'Stores and channels' },
} as const satisfies Record<string, Text>;

export type Group = keyof typeof GROUPS;

/** `name` is the argument that the field fills; a comparison fills `op` and `value`, or `from` and `to`. */
export type Field = { readonly name: string; readonly label: Text; readonly required: boolean } & (
  | { readonly type: 'comparison'; readonly of: 'money' | 'count' | 'days' }
  | { readonly type: 'number'; readonly min: number; readonly max: number }
  | { readonly type: 'text' | 'switch' | 'period' | 'birthday_window' }
  | { readonly type: 'tags' | 'products' | 'variants' | 'categories' | 'locations' | 'channels' | 'phone_prefixes' }
  | { readonly type: 'select' | 'multi_select'; readonly options: readonly Option[] }
);

export interface Option {
  readonly value: string | number;
  readonly label: Text;
}
