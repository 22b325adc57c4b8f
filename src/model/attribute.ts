import type { AttributeValue } from './customer.ts';
import { formatDay, parseDay } from './day.ts';
import { cleanText } from './text.ts';

/** What a shop keeps about its customers besides what every shop does: "size of shoe", "has a dog". */
export interface AttributeDefinition {
  /** {@link isAttributeName}; never changed, because values and segments name it. */
  readonly name: string;
  readonly label: string;
  /** Never changed either: what customers have is of it. */
  readonly type: AttributeType;
}

export const ATTRIBUTE_TYPES = ['text', 'number', 'boolean', 'day', 'texts'] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

/** Definitions of one shop. Each is a register on every customer who has a value, so there are few. */
export const ATTRIBUTES_MAX = 50;
export const ATTRIBUTE_NAME = /^[a-z][a-z0-9_]{0,39}$/;
const TEXT_MAX = 200;
const TEXTS_MAX = 100;
/** Beyond it a double skips whole numbers' tenths, and no figure of a customer is so large. */
const NUMBER_MAX = 1e15;

/** A name stands as a key beside others, so it must be none that every object has ("constructor"). */
export const isAttributeName = (name: string): boolean => ATTRIBUTE_NAME.test(name) && !(name in Object.prototype);

/** A value as it is kept; null for "has none" (null, an empty text or list), undefined for one that does not fit the type. */
export function readAttribute(type: AttributeType, value: unknown): AttributeValue | null | undefined {
  if (value === null) return null;
  switch (type) {
    case 'text':
      return typeof value === 'string' ? readText(value) : undefined;
    case 'number':
      // `+ 0` makes 0 of -0, which MongoDB would keep as another number.
      return typeof value === 'number' && Math.abs(value) <= NUMBER_MAX ? value + 0 : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'day': {
      const day = typeof value === 'string' ? parseDay(value) : null;
      return day === null ? undefined : formatDay(day);
    }
    case 'texts':
      return Array.isArray(value) ? readTexts(value) : undefined;
  }
}

function readText(value: string): string | null | undefined {
  const isSound = value.length <= TEXT_MAX && value.isWellFormed() && !/[^\P{Cc}\n\t\r]/u.test(value);
  return isSound ? cleanText(value) : undefined;
}

function readTexts(values: readonly unknown[]): readonly string[] | null | undefined {
  const read = values.map((value) => (typeof value === 'string' ? readText(value) : undefined));
  if (read.includes(undefined)) return undefined;
  const kept = [...new Set(read.flatMap((text) => text ?? []))];
  if (kept.length > TEXTS_MAX) return undefined;
  return kept.length === 0 ? null : kept;
}
