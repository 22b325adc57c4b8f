import type { Clause, SegmentDefinition, SegmentNode } from '../ast.ts';
import type { Condition } from '../condition.ts';
import { conditionIn } from '../conditions/index.ts';
import { type Entry, type Part, SIGNS, type Term } from './phrase.ts';
import { phraseOf } from './say.ts';

/** Characters to which a line is kept where it can be broken. */
const LINE_MAX = 100;
const INDENT = '  ';

/**
 * The definition as text, on one line or broken into lines when it is long. `parseText` gives the identical tree: lookups are
 * written as their ids, which stay when names change.
 */
export function printText({ include, exclude }: SegmentDefinition): string {
  const isBare = include.length === 1;
  const sections = [
    ...include.map((clause) => (isBare ? clauseText(clause, '') : `include ${clauseText(clause, '')}`)),
    ...exclude.map((clause) => `exclude ${clauseText(clause, '')}`),
  ];
  const line = sections.join(' ');
  return line.length <= LINE_MAX && !line.includes('\n') ? line : sections.join('\n');
}

/** One condition: `tag = "VIP"`. */
export function printCondition(condition: Condition, args: object): string {
  const { word, parts } = phraseOf(condition, args as Readonly<Record<string, unknown>>);
  return `${word}${parts.map((part, index) => partText(part, parts[index - 1], parts.length > 1)).join('')}`;
}

/** The first example of a condition, to show how it is typed. */
export function printExample(condition: Condition): string {
  const [example] = condition.examples;
  return example ? printCondition(condition, example.args) : condition.kind;
}

function clauseText({ all }: Clause, indent: string): string {
  const [only] = all;
  if (all.length === 1 && only && 'any' in only && only.any.length > 1) return joined(only.any, 'or', indent);
  return joined(all, 'and', indent);
}

/** Alone, each group of several stands in brackets, so that bare `and` and `or` are a clause's own. */
function nodeText(node: SegmentNode, indent: string): string {
  if ('not' in node) return `not ${nodeText(node.not, indent)}`;
  if ('all' in node) return groupText(node.all, 'all', indent);
  if ('any' in node) return groupText(node.any, 'any', indent);
  const { kind: _, ...args } = node;
  return printCondition(conditionIn(node), args);
}

function groupText(nodes: readonly SegmentNode[], type: 'all' | 'any', indent: string): string {
  const [only] = nodes;
  if (nodes.length === 1 && only) return `${type}(${nodeText(only, indent)})`;
  const inner = `${indent}${INDENT}`;
  const text = joined(nodes, type === 'all' ? 'and' : 'or', inner);
  return text.includes('\n') ? `(\n${inner}${text}\n${indent})` : `(${text})`;
}

function joined(nodes: readonly SegmentNode[], glue: 'and' | 'or', indent: string): string {
  const words = nodes.map((node) => nodeText(node, indent));
  const line = words.join(` ${glue} `);
  const fits = indent.length + line.length <= LINE_MAX && !line.includes('\n');
  return fits ? line : words.join(`\n${indent}${glue} `);
}

function partText(part: Part, before: Part | undefined, isOneOfMany: boolean): string {
  switch (part.type) {
    case 'keyword':
      return ` ${termText(part.term)}`;
    case 'window':
      return part.term.type === 'name' ? ` in ${termText(part.term)}` : ` ${termText(part.term)}`;
    case 'comparison':
      return ` ${termText(part.term)}`;
    case 'choices':
      return ` ${choicesText(part.items, before?.type === 'keyword', isOneOfMany)}`;
    case 'entries':
      return `${before && before.type !== 'keyword' ? ' ' : ''}(${entriesText(part.entries)})`;
    case 'exact':
      return ` ${termText(part.term)}`;
  }
}

/** Behind a keyword, and alone in front of what is compared, choices need no `in`: `tag all ("VIP", "Sỉ")`, `product "p1" orders >= 2`. */
function choicesText(items: readonly Term[], isNamed: boolean, isOneOfMany: boolean): string {
  const [only] = items;
  if (items.length === 1 && only?.type === 'text' && (isNamed || isOneOfMany)) return termText(only);
  return `${isNamed ? '' : 'in '}(${items.map(termText).join(', ')})`;
}

function termText(term: Term): string {
  switch (term.type) {
    case 'text':
      return JSON.stringify(term.text);
    case 'figure':
      return term.image;
    case 'day':
      return term.day;
    case 'name':
      return term.entries ? `${term.name}(${entriesText(term.entries)})` : term.name;
    case 'dated':
      return `${term.name} ${term.day}`;
    case 'range':
      return `from ${term.values.map(termText).join(' to ')}`;
    case 'list':
      return `[${term.items.map(termText).join(', ')}]`;
    case 'object':
      return `{${entriesText(term.entries)}}`;
    case 'comparison':
      if (term.op === 'between') return `between ${term.values.map(termText).join(' and ')}`;
      return `${SIGNS[term.op]} ${term.values.map(termText).join('')}`;
  }
}

function entriesText(entries: readonly Entry[]): string {
  return entries
    .map(({ name, term }) => {
      const called = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : JSON.stringify(name);
      return term.type === 'comparison' ? `${called} ${termText(term)}` : `${called}: ${termText(term)}`;
    })
    .join(', ');
}
