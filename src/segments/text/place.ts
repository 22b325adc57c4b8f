import type { IToken } from 'chevrotain';

/** Where in the text something is being typed, from the tokens before it; what stands before may be wrong. */
export type Place =
  /** A condition, `not` or a bracket comes. */
  | { readonly at: 'operand'; readonly isStart: boolean; readonly isInBrackets: boolean }
  /** A whole operand stands before: `and`, `or` or a closing bracket come. */
  | { readonly at: 'end'; readonly isInBrackets: boolean }
  /** Inside of a condition, whose tokens these are. */
  | { readonly at: 'condition'; readonly tokens: readonly IToken[]; readonly isInBrackets: boolean };

export function placeBehind(tokens: readonly IToken[]): Place {
  const brackets: ('group' | 'arguments')[] = [];
  let at: Place['at'] = 'operand';
  let start = 0;
  let isRange = false;
  for (const [index, token] of tokens.entries()) {
    const name = token.tokenType.name;
    const isArgument = brackets.at(-1) === 'arguments';
    if (at === 'condition' && OPENING.has(name)) brackets.push('arguments');
    else if (isArgument) {
      if (CLOSING.has(name)) brackets.pop();
    } else if (name === 'RParen') {
      brackets.pop();
      at = 'end';
    } else if (at === 'condition' && name === 'Between') isRange = true;
    else if (at === 'condition' && name === 'And' && isRange) isRange = false;
    else if (NEXT.has(name)) at = 'operand';
    else if (at === 'operand' && name === 'LParen') brackets.push('group');
    else if (at === 'operand' && name === 'Identifier') {
      at = 'condition';
      isRange = false;
      start = index;
    }
  }
  const isInBrackets = brackets.includes('group');
  if (at === 'condition') return { at, tokens: tokens.slice(start), isInBrackets };
  return at === 'operand' ? { at, isStart: tokens.length === 0, isInBrackets } : { at, isInBrackets };
}

export const OPENING: ReadonlySet<string> = new Set(['LParen', 'LSquare', 'LCurly']);
export const CLOSING: ReadonlySet<string> = new Set(['RParen', 'RSquare', 'RCurly']);
const NEXT: ReadonlySet<string> = new Set(['And', 'Or', 'Comma', 'Include', 'Exclude']);
