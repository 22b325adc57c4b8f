import { isSafeNumber, parse as parseLossless } from 'lossless-json';
import type { ParkReason } from '../errors.ts';

/** Deeper than any host sends; far from where a recursive reader would run out of stack. */
const MAX_DEPTH = 64;

export type JsonObject = { readonly [name: string]: unknown };
export type JsonResult = { ok: true; value: JsonObject } | { ok: false; reason: ParkReason; detail: string };

/**
 * A host's body as an object. UTF-8 is checked (a byte that is not becomes an error, not a �), depth is bounded before
 * anything recurses, and a number that JavaScript cannot hold exactly (ids pass 2^53) stays text.
 */
export function parseObject(rawBody: Buffer): JsonResult {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(rawBody);
  } catch {
    return { ok: false, reason: 'not_json', detail: 'the body is not UTF-8' };
  }
  if (depthOf(text) > MAX_DEPTH) return { ok: false, reason: 'too_deep', detail: `more than ${MAX_DEPTH} levels` };
  try {
    const value: unknown = parseLossless(text, null, (digits) =>
      isSafeNumber(digits, { approx: true }) ? Number(digits) : digits,
    );
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { ok: true, value: value as JsonObject };
    return { ok: false, reason: 'unreadable', detail: 'the body is not an object' };
  } catch {
    return { ok: false, reason: 'not_json', detail: 'the body is not JSON' };
  }
}

/** How deep the text nests, without recursion and before anything is read. */
export function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 92)
        i++; // a backslash takes the next character with it
      else if (c === 34) inString = false;
    } else if (c === 34) inString = true;
    else if (c === 123 || c === 91) deepest = Math.max(deepest, ++depth);
    else if (c === 125 || c === 93) depth--;
  }
  return deepest;
}
