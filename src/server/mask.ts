import { LosslessNumber, parse, stringify } from 'lossless-json';

/**
 * A delivery's body as somebody may look at it to see what is wrong: its structure, ids, amounts, states and times, and nothing that
 * says who. What is shown is a list and what is hidden is the rest, so that a field nobody thought of stays hidden. Numbers keep
 * their digits.
 */
export function maskBody(text: string): string {
  try {
    return stringify(masked(parse(text), ''), null, 2) ?? '';
  } catch {
    // Not JSON, or nested past reading: the shape of it, without a letter of what it says.
    return text.replace(/\p{L}/gu, 'x').replace(/\p{N}/gu, '0');
  }
}

const HIDDEN = '•••';

/** Fields whose values are about a person whatever they look like. */
const PERSONAL =
  /name|mail|contact|zalo|\btel|phone|mobile|fax|address|street|city|district|ward|province|postcode|zip|birth|gender|latitude|longitude|company|note|message|comment|\bip|_ip|token|secret|card|tax_?code|member_?code/i;
const NUMBERED = /(^|[_\s-])ids?$|Ids?$|number|sku|code|version/i;
const INSTANT = /^\d{4}-\d{2}-\d{2}([T ][\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/;
const AMOUNT = /^-?\d{1,7}(\.\d{1,4})?$|^-?\d+\.\d{1,4}$/;
const DIGITS = /^\d{1,20}$/;
/** "processing", "partially_refunded", "VND". */
const WORD = /^[a-z][a-z_]{0,39}$|^[A-Z]{2,3}$/;

function masked(value: unknown, field: string): unknown {
  if (Array.isArray(value)) return value.map((item) => masked(item, field));
  if (typeof value === 'string') return isPlain(value, field) ? value : value === '' ? '' : HIDDEN;
  if (value instanceof LosslessNumber) return PERSONAL.test(field) ? HIDDEN : value;
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, inner], index) => [shownName(name, index), masked(inner, name)]),
    );
  return value;
}

function isPlain(text: string, field: string): boolean {
  if (PERSONAL.test(field)) return false;
  return INSTANT.test(text) || AMOUNT.test(text) || WORD.test(text) || (NUMBERED.test(field) && DIGITS.test(text));
}

/** Names of fields are the host's; one that is data (a map by e-mail) is hidden too. */
const shownName = (name: string, index: number): string =>
  /^[\w:.-]{1,60}$/.test(name) && !/\d{6}/.test(name) ? name : `${HIDDEN} ${index + 1}`;
