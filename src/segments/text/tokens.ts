import { createToken, type ILexingResult, Lexer, type TokenType } from 'chevrotain';

/**
 * The tokens of the text form. Keywords are read in any case and are names too, because arguments are called `from` and `to`;
 * `Plain` are the names that can stand alone as a choice or a period without being taken for what comes next.
 */
export const Name = createToken({ name: 'Name', pattern: Lexer.NA });
export const Plain = createToken({ name: 'Plain', pattern: Lexer.NA, categories: [Name] });

/** Also with Vietnamese letters, in one piece or with their marks behind them, so that "chi" is one unknown word and not two unknown characters. */
export const Identifier = createToken({
  name: 'Identifier',
  pattern: /[A-Za-z_\u00C0-\u024F\u1E00-\u1EFF](?:[A-Za-z0-9_\u00C0-\u024F\u1E00-\u1EFF]|[\u0300-\u036F])*/,
  categories: [Plain],
});

const keyword = (name: string, pattern: RegExp, categories = [Name]): TokenType =>
  createToken({ name, pattern, longer_alt: Identifier, categories });
export const Include = keyword('Include', /include/i);
export const Exclude = keyword('Exclude', /exclude/i);
export const And = keyword('And', /and/i);
export const Or = keyword('Or', /or/i);
export const Not = keyword('Not', /not/i);
export const In = keyword('In', /in/i);
export const Between = keyword('Between', /between/i);
export const From = keyword('From', /from/i);
export const To = keyword('To', /to/i);
export const All = keyword('All', /all/i, [Plain]);
export const Any = keyword('Any', /any/i, [Plain]);

/** Words that cannot stand for a condition, a choice or a period. */
export const RESERVED: readonly string[] = [
  'include',
  'exclude',
  'and',
  'or',
  'not',
  'in',
  'between',
  'from',
  'to',
  'all',
  'any',
];

const symbol = (name: string, pattern: string, categories: TokenType[] = []): TokenType =>
  createToken({ name, pattern, categories });
export const Operator = createToken({ name: 'Operator', pattern: Lexer.NA });
const operators = [
  symbol('GreaterOrEqual', '>=', [Operator]),
  symbol('LessOrEqual', '<=', [Operator]),
  symbol('NotEqual', '!=', [Operator]),
  symbol('Greater', '>', [Operator]),
  symbol('Less', '<', [Operator]),
  symbol('Equal', '=', [Operator]),
];
export const LParen = symbol('LParen', '(');
export const RParen = symbol('RParen', ')');
export const LSquare = symbol('LSquare', '[');
export const RSquare = symbol('RSquare', ']');
export const LCurly = symbol('LCurly', '{');
export const RCurly = symbol('RCurly', '}');
export const Comma = symbol('Comma', ',');
export const Colon = symbol('Colon', ':');

/** As JSON writes it, or in the quotes that telephones put in place of the straight ones. */
export const Quoted = createToken({
  name: 'Quoted',
  pattern: /"(?:[^"\\\n\r]|\\[^\n\r])*"|“[^“”\n\r]*”/,
  line_breaks: false,
});
/** To the end of the line, so that one forgotten quote is one problem. */
export const Unclosed = createToken({ name: 'Unclosed', pattern: /["“][^\n\r]*/, line_breaks: false });
/** "2026-03-31", or "12-20" of any year. */
export const Day = createToken({ name: 'Day', pattern: /(?:\d{4}-\d{2}-\d{2}|\d{2}-\d{2})(?![\d-])/ });
export const Figure = createToken({ name: 'Figure', pattern: /-?\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?/ });
const Space = createToken({ name: 'Space', pattern: /\s+/, group: Lexer.SKIPPED, line_breaks: true });

export const TOKENS: TokenType[] = [
  Space,
  Quoted,
  Unclosed,
  Day,
  Figure,
  ...operators,
  LParen,
  RParen,
  LSquare,
  RSquare,
  LCurly,
  RCurly,
  Comma,
  Colon,
  Include,
  Exclude,
  Between,
  From,
  And,
  Any,
  All,
  Not,
  Or,
  In,
  To,
  Identifier,
  Operator,
  Plain,
  Name,
];

const lexer = new Lexer(TOKENS, { positionTracking: 'full', ensureOptimizations: false });

export function tokensOf(text: string): ILexingResult {
  return lexer.tokenize(text);
}
