import type { IParserErrorMessageProvider, TokenType } from 'chevrotain';
import type { Text } from '../form.ts';

/** How each token is written, or what it is called where it can be written in many ways. */
const WRITTEN: Readonly<Record<string, string>> = {
  LParen: '(',
  RParen: ')',
  LSquare: '[',
  RSquare: ']',
  LCurly: '{',
  RCurly: '}',
  Comma: ',',
  Colon: ':',
  GreaterOrEqual: '>=',
  LessOrEqual: '<=',
  NotEqual: '!=',
  Greater: '>',
  Less: '<',
  Equal: '=',
};

const CALLED: Readonly<Record<string, Text>> = {
  Identifier: { vi: 'một điều kiện', en: 'a condition' },
  Name: { vi: 'tên tham số', en: 'the name of an argument' },
  Plain: { vi: 'một lựa chọn', en: 'a choice' },
  Operator: { vi: 'phép so sánh (>= > <= < = !=)', en: 'a comparison (>= > <= < = !=)' },
  Quoted: { vi: 'chữ trong dấu "…"', en: 'text in "…"' },
  Figure: { vi: 'một số', en: 'a number' },
  Day: { vi: 'một ngày như 2026-03-31', en: 'a day such as 2026-03-31' },
  EOF: { vi: 'hết câu', en: 'the end' },
};

export function expectedInWords(name: string): Text {
  const written = WRITTEN[name] ?? name.toLowerCase();
  return CALLED[name] ?? { vi: `“${written}”`, en: `“${written}”` };
}

export function expectedAsWritten(name: string): string {
  return CALLED[name]?.en ?? WRITTEN[name] ?? name.toLowerCase();
}

/** The parser's message is the names of the tokens that could stand there: words are made of it where the problem is told. */
export const expectedWords: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => expected.name,
  buildNotAllInputParsedMessage: () => 'And Or EOF',
  buildNoViableAltMessage: ({ expectedPathsPerAlt }) => firsts(expectedPathsPerAlt.flat()),
  buildEarlyExitMessage: ({ expectedIterationPaths }) => firsts(expectedIterationPaths),
};

function firsts(paths: readonly (readonly TokenType[])[]): string {
  return [...new Set(paths.flatMap(([first]) => (first ? [first.name] : [])))].join(' ');
}
