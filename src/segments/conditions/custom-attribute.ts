import { z } from 'zod';
import { type AttributeValue, cleanText, formatDay, parseDay } from '../../model.ts';
import { compareInWords, comparisonArgs, comparisonFilter, holds } from '../comparison.ts';
import { comparisonField } from '../comparison-field.ts';
import { defineCondition } from '../condition.ts';
import { CHOICES_MAX, distinct, TEXT_LENGTH_MAX, text } from '../fields.ts';
import type { Filter } from '../filter.ts';
import { foldedPattern, holdsFolded, SOUGHT_LENGTH_MAX, soughtText } from '../folded-text.ts';
import type { Field } from '../form.ts';
import { describePeriod, period, periodMoves, resolvePeriod } from '../period.ts';
import { PERIOD_FIELD } from '../period-field.ts';
import { quoted, type Wording } from '../wording.ts';

/** The only text of a merchant that becomes part of a path, so it is held to what cannot be anything else. */
const NAME = /^[a-z][a-z0-9_]{0,39}$/;
const NAME_LENGTH_MAX = 40;
const FIGURE_MAX = 1e15;
const DECIMALS = 6;

const kept = text.refine((value) => cleanText(value) !== null, 'must hold more than spaces');
const values = z.array(kept).min(1).max(CHOICES_MAX);
const name = z.string().regex(NAME, 'must be a name such as shirt_size: lower case letters, digits and _');
const figure = z.number().min(-FIGURE_MAX).max(FIGURE_MAX);

const args = z.discriminatedUnion('type', [
  z.discriminatedUnion('match', [
    z.strictObject({ name, type: z.literal('text'), match: z.literal('is'), text: kept }),
    z.strictObject({ name, type: z.literal('text'), match: z.literal('any_of'), values }),
    z.strictObject({ name, type: z.literal('text'), match: z.literal('contains'), sought: soughtText }),
  ]),
  comparisonArgs(figure, { name, type: z.literal('number') }),
  z.strictObject({ name, type: z.literal('boolean'), is: z.enum(['yes', 'no']) }),
  z.strictObject({ name, type: z.literal('day'), period }),
  z.strictObject({ name, type: z.literal('list'), mode: z.enum(['any', 'all']), values }),
  z.strictObject({ name, type: z.enum(['exists', 'missing']) }),
]);
type Args = z.output<typeof args>;

const VALUE = { vi: 'Giá trị', en: 'Value' };
const VALUES_FIELD: Field = {
  name: 'values',
  type: 'texts',
  max: CHOICES_MAX,
  maxLength: TEXT_LENGTH_MAX,
  required: true,
  label: { vi: 'Các giá trị', en: 'Values' },
};

const TYPE_FIELD: Field = {
  name: 'type',
  type: 'select',
  required: true,
  default: 'text',
  label: { vi: 'Kiểu', en: 'Type' },
  options: [
    {
      value: 'text',
      label: { vi: 'văn bản', en: 'text' },
      fields: [
        {
          name: 'match',
          type: 'select',
          required: true,
          default: 'is',
          label: VALUE,
          options: [
            {
              value: 'is',
              label: { vi: 'là', en: 'is' },
              fields: [{ name: 'text', type: 'text', maxLength: TEXT_LENGTH_MAX, required: true, label: VALUE }],
            },
            { value: 'any_of', label: { vi: 'là một trong', en: 'is one of' }, fields: [VALUES_FIELD] },
            {
              value: 'contains',
              label: { vi: 'chứa', en: 'contains' },
              fields: [
                {
                  name: 'sought',
                  type: 'text',
                  maxLength: SOUGHT_LENGTH_MAX,
                  required: true,
                  label: { vi: 'Từ khoá', en: 'Text' },
                },
              ],
            },
          ],
        },
      ],
    },
    {
      value: 'number',
      label: { vi: 'số', en: 'number' },
      fields: [comparisonField(VALUE, { type: 'number', min: -FIGURE_MAX, max: FIGURE_MAX, decimals: DECIMALS })],
    },
    {
      value: 'boolean',
      label: { vi: 'có hoặc không', en: 'yes or no' },
      fields: [
        {
          name: 'is',
          type: 'select',
          required: true,
          default: 'yes',
          label: VALUE,
          options: [
            { value: 'yes', label: { vi: 'có', en: 'yes' } },
            { value: 'no', label: { vi: 'không', en: 'no' } },
          ],
        },
      ],
    },
    { value: 'day', label: { vi: 'ngày', en: 'day' }, fields: [PERIOD_FIELD] },
    {
      value: 'list',
      label: { vi: 'danh sách', en: 'list' },
      fields: [
        {
          name: 'mode',
          type: 'select',
          required: true,
          default: 'any',
          label: { vi: 'Khớp với', en: 'Matches' },
          options: [
            { value: 'any', label: { vi: 'ít nhất một giá trị', en: 'any of the values' } },
            { value: 'all', label: { vi: 'tất cả các giá trị', en: 'all of the values' } },
          ],
        },
        VALUES_FIELD,
      ],
    },
    { value: 'exists', label: { vi: 'có giá trị bất kỳ', en: 'any value at all' } },
    { value: 'missing', label: { vi: 'chưa có giá trị', en: 'no value' } },
  ],
};

/** A value of another type than is asked for is none: a list that holds the text "L" is not the text "L". */
export const customAttribute = defineCondition({
  kind: 'custom_attribute',
  specRows: ['§2a', '§2b'],
  args,
  form: {
    group: 'profile',
    label: { vi: 'Thuộc tính riêng', en: 'Custom attribute' },
    fields: [
      {
        name: 'name',
        type: 'text',
        maxLength: NAME_LENGTH_MAX,
        required: true,
        label: { vi: 'Tên thuộc tính', en: 'Name of the attribute' },
        placeholder: { vi: 'Ví dụ: shirt_size', en: 'For example: shirt_size' },
      },
      TYPE_FIELD,
    ],
  },
  docs: {
    vi: 'So sánh một thuộc tính mà cửa hàng tự đặt: văn bản, số (kể cả số thập phân), có/không, ngày hoặc danh sách. “Chứa” không phân biệt chữ hoa và dấu, còn “là” phải đúng từng chữ; giá trị khác kiểu coi như không khớp.',
    en: 'Compares an attribute that the shop defined itself: a text, a number (decimals too), yes or no, a day, or a list. “Contains” ignores case and accents, “is” takes the text as it stands; a value of another type does not match.',
  },
  examples: [
    {
      args: { name: 'shirt_size', type: 'text', match: 'any_of', values: ['L', 'XL'] },
      matches: [{ attributes: { shirt_size: 'XL' } }],
      misses: [{ attributes: { shirt_size: 'xl' } }, { attributes: { shirt_size: ['L'] } }, {}],
    },
    {
      args: { name: 'city', type: 'text', match: 'contains', sought: 'da nang' },
      matches: [{ attributes: { city: 'TP. Đà Nẵng' } }],
      misses: [{ attributes: { city: 'Huế' } }, { attributes: { city: ['Đà Nẵng'] } }, {}],
    },
    {
      args: { name: 'height', type: 'number', op: 'between', from: 1.5, to: 1.75 },
      matches: [{ attributes: { height: 1.5 } }, { attributes: { height: 1.75 } }],
      misses: [{ attributes: { height: 1.7500001 } }, { attributes: { height: '1.6' } }, {}],
    },
    {
      args: { name: 'has_pet', type: 'boolean', is: 'no' },
      matches: [{ attributes: { has_pet: false } }],
      misses: [{ attributes: { has_pet: true } }, { attributes: { has_pet: 'no' } }, {}],
    },
    {
      args: { name: 'wedding', type: 'day', period: { type: 'this_month' } },
      matches: [{ attributes: { wedding: '2026-11-01' } }],
      misses: [{ attributes: { wedding: '2026-10-31' } }, { attributes: { wedding: '2026-11' } }, {}],
    },
    {
      args: { name: 'likes', type: 'list', mode: 'all', values: ['trà', 'bánh'] },
      matches: [{ attributes: { likes: ['bánh', 'kẹo', 'trà'] } }],
      misses: [{ attributes: { likes: ['trà'] } }, { attributes: { likes: 'trà' } }, {}],
    },
    {
      args: { name: 'likes', type: 'missing' },
      matches: [{}, { attributes: { other: 1 } }],
      misses: [{ attributes: { likes: ['trà'] } }, { attributes: { likes: false } }],
    },
  ],
  compile(given, context) {
    return { [pathOf(given.name)]: operators(given, (asked) => resolvePeriod(asked, context)) };
  },
  evaluate(given, { attributes = {} }, context) {
    if (!Object.hasOwn(attributes, given.name)) return given.type === 'missing' || isNe(given);
    const value = attributes[given.name];
    switch (given.type) {
      case 'text': {
        if (typeof value !== 'string') return false;
        if (given.match === 'contains') return holdsFolded(value, given.sought);
        const wanted = given.match === 'is' ? [given.text] : given.values;
        return wanted.some((one) => cleanText(one) === value);
      }
      case 'number':
        return typeof value === 'number' ? holds(value, given) : isNe(given);
      case 'boolean':
        return value === (given.is === 'yes');
      case 'day': {
        if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
        const { fromDay, toDay } = resolvePeriod(given.period, context);
        return value >= formatDay(fromDay) && value <= formatDay(toDay);
      }
      case 'list': {
        if (!Array.isArray(value)) return false;
        const has = (one: string) => value.includes(cleanText(one));
        return given.mode === 'all' ? given.values.every(has) : given.values.some(has);
      }
      default:
        return given.type === 'exists';
    }
  },
  sentence(given, wording) {
    const its = quoted(given.name);
    const what = test(given, wording);
    return wording.say(`có thuộc tính ${its} ${what}`, `have the attribute ${its} ${what}`);
  },
  read(given, { attributes = {} }, wording) {
    const value = Object.hasOwn(attributes, given.name) ? attributes[given.name] : undefined;
    const its = quoted(given.name);
    const set = wording.say(`sửa thuộc tính ${its}`, `change the attribute ${its}`);
    const record = wording.say(`ghi thuộc tính ${its}`, `record the attribute ${its}`);
    if (value === undefined)
      return { value: null, shown: wording.say('chưa có giá trị', 'no value'), change: { by: null, text: record } };
    return { value, shown: shown(value, wording), change: { by: null, text: set } };
  },
  word: 'attribute',
  missingOf: (given) => ({
    label: { vi: `chưa có thuộc tính ${quoted(given.name)}`, en: `have no attribute ${quoted(given.name)}` },
    filter: { [pathOf(given.name)]: { $exists: false } },
  }),
  timeDependent: (given) => given.type === 'day' && periodMoves(given.period),
});

/** A definition that went round the parser fails here. */
function pathOf(attribute: string): string {
  if (!NAME.test(attribute)) throw new TypeError('not the name of an attribute');
  return `attributes.${attribute}`;
}

/** MongoDB looks into lists by itself; a text or a day is only ever a text. */
const NO_LIST = { $not: { $type: 'array' } };

function operators(
  given: Args,
  daysOf: (asked: z.output<typeof period>) => { fromDay: number; toDay: number },
): Filter {
  switch (given.type) {
    case 'text':
      if (given.match === 'contains') return { $regex: foldedPattern(given.sought), ...NO_LIST };
      return { $in: cleaned(given.match === 'is' ? [given.text] : given.values), ...NO_LIST };
    case 'number':
      return comparisonFilter(given);
    case 'boolean':
      return { $eq: given.is === 'yes' };
    case 'day': {
      const { fromDay, toDay } = daysOf(given.period);
      return { $gte: formatDay(fromDay), $lte: formatDay(toDay), $regex: '^[0-9]{4}-[0-9]{2}-[0-9]{2}\\z', ...NO_LIST };
    }
    case 'list':
      return { [given.mode === 'all' ? '$all' : '$in']: cleaned(given.values), $type: 'array' };
    case 'exists':
    case 'missing':
      return { $exists: given.type === 'exists' };
  }
}

/** The exact complement of "is": whoever has no number there is not that number (D7). */
function isNe(given: Args): boolean {
  return given.type === 'number' && given.op === 'ne';
}

/** Texts are kept composed, with single spaces. */
function cleaned(given: readonly string[]): string[] {
  return distinct(given.map(cleanText).filter((one) => one !== null));
}

/** What stands behind the attribute's name. */
function test(given: Args, wording: Wording): string {
  const anyOf = (texts: readonly string[]) => wording.or([...new Set(texts)].map(quoted));
  switch (given.type) {
    case 'text': {
      if (given.match === 'contains')
        return wording.say(`chứa ${quoted(given.sought)}`, `that contains ${quoted(given.sought)}`);
      const names = anyOf(given.match === 'is' ? [given.text] : given.values);
      return wording.say(`là ${names}`, `that is ${names}`);
    }
    case 'number': {
      const number = new Intl.NumberFormat(wording.say('vi', 'en-GB'), { maximumFractionDigits: 20 });
      const amount = compareInWords(given, wording, (value) => number.format(value));
      return wording.say(amount, `that is ${amount}`);
    }
    case 'boolean':
      return given.is === 'yes' ? wording.say('là “có”', 'that is “yes”') : wording.say('là “không”', 'that is “no”');
    case 'day': {
      const when = describePeriod(given.period, wording);
      return wording.say(`vào một ngày ${when}`, `with a day ${when}`);
    }
    case 'list': {
      const names = [...new Set(given.values)].map(quoted);
      const listed = given.mode === 'all' ? wording.and(names) : wording.or(names);
      return wording.say(`có ${listed}`, `that lists ${listed}`);
    }
    case 'exists':
      return wording.say('với giá trị bất kỳ', 'with any value');
    case 'missing':
      return wording.say('chưa có giá trị', 'without a value');
  }
}

function shown(value: AttributeValue, wording: Wording): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? wording.say('có', 'yes') : wording.say('không', 'no');
  if (typeof value !== 'string') return value.map(quoted).join(', ');
  const day = parseDay(value);
  return day === null ? quoted(value) : wording.day(day);
}
