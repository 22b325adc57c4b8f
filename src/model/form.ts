/** What people read, in every language that the admin has. */
export type Language = 'vi' | 'en';
export type Text = Readonly<Record<Language, string>>;

/**
 * Fields that a merchant fills in, for one generic form: a new condition or earning rule needs no page of its own. A page knows the
 * types of fields below and no kind of condition or rule.
 */

/** `name` is the argument that the field fills. An optional field that is left empty leaves its argument out. */
export type Field = FieldBase &
  (
    | NumberField
    | MoneyField
    | TextField
    | TextsField
    | SelectField
    | MultiSelectField
    | LookupField
    | GroupField
    | { readonly type: 'switch' }
    /** A calendar day, "2026-11-22". */
    | { readonly type: 'day' }
    /** A day of any year, "12-20". */
    | { readonly type: 'month_day' }
  );

interface FieldBase {
  readonly name: string;
  readonly label: Text;
  readonly required: boolean;
  readonly help?: Text;
  /** What it means to leave an optional field empty: "ever". */
  readonly empty?: Text;
  /** The name of a field beside it, a number or a day, below which this one must not be. */
  readonly notBelow?: string;
  /**
   * What the field is as a whole, where a page can do more for it: a period has dates to show, tiers are chosen among those of the
   * programme that is being edited. Without it the type is enough.
   */
  readonly as?: 'comparison' | 'period' | 'tiers';
}

interface NumberField {
  readonly type: 'number';
  readonly min: number;
  readonly max: number;
  /** Digits after the decimal point at most; 0 for whole numbers. */
  readonly decimals: number;
  /** Stands behind the number: "days". */
  readonly unit?: Text;
  readonly default?: number;
  /** Usual values, to be chosen with one click. */
  readonly suggestions?: readonly number[];
}

/** In minor units of the shop's currency, which is its unit. */
interface MoneyField {
  readonly type: 'money';
  readonly min: number;
  readonly max: number;
}

interface TextField {
  readonly type: 'text';
  readonly maxLength: number;
  readonly placeholder?: Text;
}

/** Several short texts, typed. */
interface TextsField {
  readonly type: 'texts';
  readonly max: number;
  readonly maxLength: number;
  /** A regular expression, understood by JavaScript with the flag `u`, that each of them matches. */
  readonly pattern?: string;
  readonly placeholder?: Text;
}

interface SelectField {
  readonly type: 'select';
  readonly options: readonly Option[];
  readonly default?: string;
}

interface MultiSelectField {
  readonly type: 'multi_select';
  readonly options: readonly Omit<Option, 'fields'>[];
}

/** Several of what the shop has: `GET /api/v1/segments/lookups/<of>` finds them. */
interface LookupField {
  readonly type: 'lookup';
  readonly of: Lookup;
  readonly max: number;
  /** A value that the shop does not have yet can be typed. */
  readonly isOpen?: boolean;
}

/** An argument that is an object: its fields fill that. */
interface GroupField {
  readonly type: 'group';
  readonly fields: readonly Field[];
}

export interface Option {
  readonly value: string | number;
  readonly label: Text;
  /** What else is filled in once this is chosen; it stands beside the choice, in the same object. */
  readonly fields?: readonly Field[];
}

/** What can be looked up in a shop. */
export const LOOKUPS = [
  'tags',
  'products',
  'variants',
  'categories',
  'locations',
  'channels',
  'sources',
  'groups',
  'cities',
  'areas',
  'segments',
  'tiers',
  'rfm_labels',
] as const;

export type Lookup = (typeof LOOKUPS)[number];
