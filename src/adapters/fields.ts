import { type CommerceEvent, cleanText, currencyDigits, type Instant, parseAmount, parseInstant } from '../model.ts';
import type { DecodeResult } from './adapter.ts';
import { type JsonObject, parseObject } from './json.ts';

/** A delivery that is understood and asks for nothing: `note` tells the reader of the delivery list why. */
export interface Nothing {
  readonly note: string;
}

/** Events with a remark on what was left out of them ("the gender was not understood", C04). */
export interface Noted extends Nothing {
  readonly events: readonly CommerceEvent[];
}

/**
 * Reads a body and hands it to `decode`. What `decode` finds missing or malformed through {@link Fields} comes back as a
 * value that names the field and never its content, because `detail` is logged and shown. Any other throw is our bug and
 * passes through.
 */
export function decodeBody(
  rawBody: Buffer,
  decode: (body: Fields) => readonly CommerceEvent[] | Nothing | Noted,
): DecodeResult {
  const json = parseObject(rawBody);
  if (!json.ok) return json;
  try {
    const decoded = decode(new Fields(json.value));
    return 'note' in decoded ? { ok: true, events: [], ...decoded } : { ok: true, events: decoded };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, reason: 'unreadable', detail: error.message };
    throw error;
  }
}

/**
 * One object of a host's JSON, read by name. A required field that is missing, and money, times and ids of a wrong
 * form, make the payload unreadable: a guess there would become wrong spend or a second customer. Descriptive text is
 * lenient: what is no text is taken as absent, since no order should wait for a malformed note.
 * "Absent" is undefined, null and empty text alike, as hosts use all three.
 */
export class Fields {
  readonly #object: JsonObject;
  readonly #path: string;

  constructor(object: JsonObject, path = '') {
    this.#object = object;
    this.#path = path;
  }

  /** The whole object, for a reader that checks by schema. */
  get json(): JsonObject {
    return this.#object;
  }

  /** The value as it came; undefined when the object has no such field of its own. */
  raw(name: string): unknown {
    return Object.hasOwn(this.#object, name) ? this.#object[name] : undefined;
  }

  /** True when the field is there at all, be it null: null says "has none", a missing field says nothing. */
  has(name: string): boolean {
    return Object.hasOwn(this.#object, name);
  }

  /** Ends the decoding: this field cannot be used. `what` says what was expected, never what came. */
  fail(name: string, what: string): never {
    throw new Unreadable(`${this.#path}${name}: ${what}`);
  }

  /** An id as text; numbers and text are one to us (hosts mix them). */
  id(name: string): string {
    return this.idOrNull(name) ?? this.fail(name, 'an id is needed');
  }

  /** Null when absent. 0 is null too: WooCommerce writes it for "guest" and "no variation", and no host numbers from 0. */
  idOrNull(name: string): string | null {
    const value = this.raw(name);
    if (isAbsent(value) || value === 0 || value === '0') return null;
    if (typeof value === 'number')
      return Number.isSafeInteger(value) && value > 0 ? String(value) : this.fail(name, 'not an id');
    if (typeof value !== 'string') return this.fail(name, 'not an id');
    const text = value.trim();
    return ID.test(text) && text.isWellFormed() ? text : this.fail(name, 'not an id');
  }

  text(name: string): string {
    return this.textOrNull(name) ?? this.fail(name, 'text is needed');
  }

  textOrNull(name: string): string | null {
    return textOf(this.raw(name));
  }

  /** Texts of a list, absent ones left out. */
  texts(name: string): string[] {
    return this.#list(name).flatMap((value) => textOf(value) ?? []);
  }

  flag(name: string): boolean {
    return this.raw(name) === true;
  }

  /** Minor units of `currency`, negative allowed: refunds and credits are. */
  amount(name: string, currency: string): number {
    return this.amountOrNull(name, currency) ?? this.fail(name, 'an amount is needed');
  }

  amountOrNull(name: string, currency: string): number | null {
    const value = this.raw(name);
    if (isAbsent(value)) return null;
    return parseAmount(value, currency) ?? this.fail(name, 'not a decimal amount');
  }

  /** As {@link amount}, refused below zero: an order's totals are never negative. */
  positiveAmount(name: string, currency: string): number {
    return this.positiveAmountOrNull(name, currency) ?? this.fail(name, 'an amount is needed');
  }

  positiveAmountOrNull(name: string, currency: string): number | null {
    const amount = this.amountOrNull(name, currency);
    return amount !== null && amount < 0 ? this.fail(name, 'a negative amount') : amount;
  }

  /** The sum of what was read from the list `name`: amounts that are possible one by one may not be together. */
  sum(name: string, amounts: readonly number[]): number {
    const total = amounts.reduce((a, b) => a + b, 0);
    return Number.isSafeInteger(total) ? total : this.fail(name, 'amounts too large');
  }

  /** A count or a weight (1.5 kg is one line): finite and not negative. Hosts send numbers and text. */
  quantity(name: string): number {
    const value = this.raw(name);
    const quantity = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
    return typeof quantity === 'number' && Number.isFinite(quantity) && quantity >= 0
      ? quantity
      : this.fail(name, 'not a quantity');
  }

  /** ISO 4217, upper case. */
  currency(name: string): string {
    const code = this.text(name).toUpperCase();
    return currencyDigits(code) === null ? this.fail(name, 'not an ISO 4217 code') : code;
  }

  instant(name: string, options?: { assumeUtc?: boolean }): Instant {
    return this.instantOrNull(name, options) ?? this.fail(name, 'a time is needed');
  }

  instantOrNull(name: string, options?: { assumeUtc?: boolean }): Instant | null {
    const value = this.raw(name);
    if (isAbsent(value)) return null;
    return parseInstant(value, options) ?? this.fail(name, 'not a time with its zone');
  }

  object(name: string): Fields {
    return this.objectOrNull(name) ?? this.fail(name, 'an object is needed');
  }

  /** PHP hosts write an empty object as `[]`, which is absent here. */
  objectOrNull(name: string): Fields | null {
    const value = this.raw(name);
    if (isAbsent(value) || (Array.isArray(value) && value.length === 0)) return null;
    return isObject(value) ? new Fields(value, `${this.#path}${name}.`) : this.fail(name, 'not an object');
  }

  /** The objects of a list; an absent list is empty. */
  objects(name: string): Fields[] {
    return this.#list(name).map((value, i) =>
      isObject(value) ? new Fields(value, `${this.#path}${name}[${i}].`) : this.fail(`${name}[${i}]`, 'not an object'),
    );
  }

  #list(name: string): readonly unknown[] {
    const value = this.raw(name);
    if (isAbsent(value)) return [];
    return Array.isArray(value) ? value : this.fail(name, 'not a list');
  }
}

/** Only thrown by {@link Fields} and only caught by {@link decodeBody}. */
class Unreadable extends Error {}

/** No control characters; 128 is longer than any host's id and short enough for an index key. */
const ID = /^[^\p{Cc}]{1,128}$/u;

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Control characters and halves of surrogate pairs would not survive storage unchanged, so they go here. */
function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? cleanText(value.toWellFormed().replace(/\p{Cc}/gu, ' ')) : null;
}
