import type { IRecognitionException, IToken } from 'chevrotain';
import { LIMITS, type SegmentDefinition, type SegmentNode } from '../ast.ts';
import type { ConditionNode } from '../conditions/index.ts';
import { type ParseResult, parseDefinition } from '../parse.ts';
import { expectedAsWritten, expectedInWords } from './expected.ts';
import { grammar, hastyGrammar } from './grammar.ts';
import type { Phrase, Span } from './phrase.ts';
import { printExample } from './print.ts';
import { problem, shown, some, type TextProblem } from './problem.ts';
import { readOneOf } from './read.ts';
import { tokensOf } from './tokens.ts';
import { NESTING_MAX, tooDeep } from './too-deep.ts';
import { type Section, type Tree, TreeReader } from './tree.ts';
import type { Resolve } from './value.ts';
import { conditionsCalled, conditionsLike, wordOf } from './words.ts';

/** Characters; a definition of the longest lists is shorter, and reading this much takes about a second. */
export const TEXT_MAX = 1_000_000;
const PROBLEMS_MAX = 20;
/** Tokens; of a longer text the first error is told alone. A definition of 100 usual conditions has 1,000. */
const RECOVERED_MAX = 5000;

export type TextResult =
  | { readonly ok: true; readonly definition: SegmentDefinition }
  | { readonly ok: false; readonly problems: readonly TextProblem[] };

/** Text → definition, or every problem that was found, in the order of the text. `resolve` lets names stand for ids. */
export function parseText(text: string, resolve?: Resolve): TextResult {
  const problems = new Problems(text);
  if (text.length > TEXT_MAX) return refusedWhole(`quá ${TEXT_MAX} ký tự`, `is longer than ${TEXT_MAX} characters`);
  const { tokens, errors } = tokensOf(text);
  for (const { offset, length } of errors.slice(0, PROBLEMS_MAX))
    problems.strange({ from: offset, to: offset + length });
  const unclosed = tokens.find(({ tokenType }) => tokenType.name === 'Unclosed');
  if (unclosed) problems.unclosed(unclosed);
  if (errors.length > 0 || unclosed) return { ok: false, problems: problems.sorted() };
  if (tokens.length === 0) return { ok: false, problems: [nothing({ from: 0, to: text.length })] };
  const deep = tooDeep(tokens);
  if (deep) return refusedAt(deep, `lồng quá ${NESTING_MAX} cấp`, `is nested deeper than ${NESTING_MAX} levels`);

  const parser = tokens.length > RECOVERED_MAX ? hastyGrammar : grammar;
  parser.input = tokens;
  const cst = parser.definition();
  const syntax = parser.errors.slice(0, PROBLEMS_MAX);
  for (const error of syntax) problems.syntax(error);
  const reader = new TreeReader();
  const sections = cst ? reader.sections(cst) : [];
  const surplus = reader.phrases[LIMITS.conditions];
  if (surplus)
    return refusedAt(
      surplus,
      `là một trong hơn ${LIMITS.conditions} điều kiện`,
      `is one of more than ${LIMITS.conditions} conditions`,
    );
  problems.add(reader.problems);
  const read = new Map<Phrase, ConditionNode>();
  for (const phrase of reader.phrases) {
    if (problems.isFull) break;
    const node = problems.condition(phrase, resolve);
    if (node) read.set(phrase, node);
  }
  if (problems.isEmpty) return whole(sections, read, { from: 0, to: text.length });
  return { ok: false, problems: problems.sorted() };
}

class Problems {
  readonly #text: string;
  readonly #found: TextProblem[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  get isEmpty(): boolean {
    return this.#found.length === 0;
  }

  get isFull(): boolean {
    return this.#found.length >= PROBLEMS_MAX;
  }

  add(found: readonly TextProblem[]): void {
    this.#found.push(...found);
  }

  sorted(): TextProblem[] {
    return this.#found.toSorted((a, b) => a.from - b.from || a.to - b.to).slice(0, PROBLEMS_MAX);
  }

  strange(at: Span): void {
    const typed = shown(this.#text.slice(at.from, at.to));
    this.#tell(
      at,
      `Không hiểu ký tự ${typed}; chữ phải nằm trong dấu "…".`,
      `${typed} cannot be read; put text in "…".`,
      ['"…"'],
    );
  }

  unclosed({ startOffset, image }: IToken): void {
    const at = { from: startOffset, to: startOffset + image.length };
    this.#tell(at, 'Thiếu dấu " ở cuối chữ này.', 'The closing " of this text is missing.', ['"']);
  }

  syntax({ token, message }: IRecognitionException): void {
    const names = [...new Set(message.split(' '))].filter((name) => name !== 'Plain' || message === 'Plain');
    const expected = names.map(expectedAsWritten);
    const say = (language: 'vi' | 'en') => some(names.map((name) => expectedInWords(name)[language]));
    const isEnd = token.tokenType.name === 'EOF' || Number.isNaN(token.startOffset) || token.startOffset < 0;
    if (isEnd) {
      const end = this.#text.trimEnd().length;
      this.#tell(
        { from: end, to: this.#text.length },
        `Câu chưa hết: ở đây còn cần ${say('vi')}.`,
        `The text is not complete: here is missing ${say('en')}.`,
        expected,
      );
      return;
    }
    const at = { from: token.startOffset, to: token.startOffset + token.image.length };
    const typed = shown(token.image);
    this.#tell(
      at,
      `${typed} không đứng được ở đây; cần ${say('vi')}.`,
      `${typed} cannot stand here; expected ${say('en')}.`,
      expected,
    );
  }

  condition(phrase: Phrase, resolve: Resolve | undefined): ConditionNode | undefined {
    const meant = readOneOf(conditionsCalled(phrase.word), phrase, { resolve, example: printExample });
    if (!meant) {
      const at = { from: phrase.from, to: phrase.from + phrase.word.length };
      const like = [...new Set(conditionsLike(phrase.word).map(wordOf))].slice(0, LIKE_MAX);
      const typed = shown(phrase.word);
      if (like.length === 0)
        this.#tell(
          at,
          `Không có điều kiện ${typed}; xem danh sách điều kiện.`,
          `There is no condition ${typed}; see the list of conditions.`,
        );
      else
        this.#tell(
          at,
          `Không có điều kiện ${typed}; có phải ${like.join(', ')}?`,
          `There is no condition ${typed}; did you mean ${like.join(', ')}?`,
          like,
        );
      return undefined;
    }
    const [condition, { args, problems }] = meant;
    this.add(problems);
    return problems.length === 0 ? ({ kind: condition.kind, ...args } as ConditionNode) : undefined;
  }

  #tell(at: Span, vi: string, en: string, expected: readonly string[] = []): void {
    this.#found.push(problem(at, vi, en, expected));
  }
}

const LIKE_MAX = 5;

/** The conditions are valid each: what is left are the limits of a definition, and what schemas make of values. */
function whole(sections: readonly Section[], read: ReadonlyMap<Phrase, ConditionNode>, all: Span): TextResult {
  const clauses = (which: Section['of']) =>
    sections.filter(({ of }) => of === which).map(({ tree }) => ({ tree, clause: clauseOf(tree, read) }));
  const [include, exclude] = [clauses('include'), clauses('exclude')];
  const parsed = parseDefinition({
    include: include.map(({ clause }) => clause),
    exclude: exclude.map(({ clause }) => clause),
  });
  if (parsed.ok) return parsed;
  const [, list, index] = /^(include|exclude)(?:\[(\d+)\])?/.exec(parsed.path) ?? [];
  const section = (list === 'exclude' ? exclude : include)[Number(index)];
  const at = section ? placeIn(section.tree, stepsOf(parsed.path)) : all;
  return { ok: false, problems: [limitProblem(parsed, at)] };
}

function clauseOf(tree: Tree, read: ReadonlyMap<Phrase, ConditionNode>): SegmentNode {
  const node = nodeOf(tree, read);
  return tree.type === 'all' && !tree.isBracketed ? node : { all: [node] };
}

function nodeOf(tree: Tree, read: ReadonlyMap<Phrase, ConditionNode>): SegmentNode {
  switch (tree.type) {
    case 'all':
      return { all: tree.items.map((item) => nodeOf(item, read)) };
    case 'any':
      return { any: tree.items.map((item) => nodeOf(item, read)) };
    case 'not':
      return { not: nodeOf(tree.of, read) };
    case 'condition':
      return read.get(tree.phrase) as ConditionNode;
  }
}

/** `include[0].all[1].not` → the steps behind the clause. */
function stepsOf(path: string): string[] {
  return [...path.matchAll(/\.(not|all|any)(?:\[(\d+)\])?/g)].map(([, name, index]) => index ?? name ?? '');
}

function placeIn(tree: Tree, steps: readonly string[]): Span {
  let at = tree;
  // A clause that is not an `and` stands in an `all` of its own, which the text does not have.
  const own = tree.type === 'all' && !tree.isBracketed ? steps : steps.slice(1);
  for (const step of own) {
    const next: Tree | undefined = at.type === 'not' ? at.of : 'items' in at ? at.items[Number(step)] : undefined;
    if (!next) break;
    at = next;
  }
  return { from: at.from, to: at.to };
}

function limitProblem(refused: Extract<ParseResult, { ok: false }>, at: Span): TextProblem {
  const reason = refused.message.replace(refused.path, '').trim();
  return {
    from: at.from,
    to: at.to,
    code: refused.code,
    message:
      refused.code === 'segment_too_complex'
        ? { vi: `Phần này quá phức tạp; hãy bớt điều kiện hoặc bớt lồng nhau (${reason})`, en: `This ${reason}` }
        : { vi: `Phần này chưa đúng: ${reason}`, en: `This ${reason}` },
  };
}

function nothing(at: Span): TextProblem {
  return {
    ...at,
    code: 'segment_empty',
    message: {
      vi: 'Chưa có điều kiện nào; hãy viết một điều kiện, ví dụ: orders >= 5.',
      en: 'There is no condition yet; write one, for example: orders >= 5.',
    },
  };
}

function refusedAt(at: Span, vi: string, en: string): TextResult {
  return {
    ok: false,
    problems: [
      { from: at.from, to: at.to, code: 'segment_too_complex', message: { vi: `Phần này ${vi}.`, en: `This ${en}.` } },
    ],
  };
}

function refusedWhole(vi: string, en: string): TextResult {
  return refusedAt({ from: 0, to: 0 }, vi, en);
}
