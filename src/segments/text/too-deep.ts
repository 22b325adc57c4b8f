import type { IToken } from 'chevrotain';
import type { Span } from './phrase.ts';

/** Brackets in brackets; a definition has 8 levels and a condition few more. */
export const NESTING_MAX = 64;
const NOTS_MAX = 1000;

/** The parser goes down a level of the call stack for each bracket, so they are counted before. */
export function tooDeep(tokens: readonly IToken[]): Span | undefined {
  let depth = 0;
  let nots = 0;
  for (const { image, tokenType, startOffset } of tokens) {
    if ('([{'.includes(image)) depth += 1;
    if (')]}'.includes(image)) depth -= 1;
    nots = tokenType.name === 'Not' ? nots + 1 : 0;
    if (depth > NESTING_MAX || nots > NOTS_MAX) return { from: startOffset, to: startOffset + image.length };
  }
  return undefined;
}
