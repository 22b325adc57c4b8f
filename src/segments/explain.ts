import { type Customer, type DayNumber, startOfDay } from '../model.ts';
import type { Clause, SegmentDefinition, SegmentNode } from './ast.ts';
import { type ConditionNode, conditionIn } from './conditions/index.ts';
import { type Names, type SegmentContext, segmentContext } from './context.ts';
import { evaluate, evaluateNode } from './evaluate.ts';
import type { Text } from './form.ts';
import type { Reading } from './reading.ts';
import { wordingOf } from './wording.ts';

/**
 * Why a customer is in a segment or not (moonshot 1): the definition's own tree with a verdict at each node, what each condition
 * finds, the least that would turn it, and the day on which time alone does.
 */
export interface Explanation {
  /** As {@link evaluate} says. */
  readonly isIn: boolean;
  readonly include: readonly ExplainedNode[];
  readonly exclude: readonly ExplainedNode[];
  /** The first day on which time alone turns the whole; null within {@link DAYS_AHEAD}. */
  readonly flipsOn: DayNumber | null;
}

export type ExplainedNode = ExplainedGroup | ExplainedCondition;

export interface ExplainedGroup {
  readonly group: 'all' | 'any' | 'not';
  /** `include[0].all[1]` */
  readonly path: string;
  readonly holds: boolean;
  readonly nodes: readonly ExplainedNode[];
}

export interface ExplainedCondition {
  readonly condition: ConditionNode;
  readonly path: string;
  readonly holds: boolean;
  /** What follows "Customers who …": the threshold in words. */
  readonly sentence: Text;
  /** Null for a condition that cannot tell what it found. */
  readonly reading: ExplainedReading | null;
  readonly flipsOn: DayNumber | null;
  /** Another verdict of this condition alone would be another verdict of the whole. */
  readonly decides: boolean;
}

export interface ExplainedReading {
  readonly value: Reading['value'];
  readonly shown: Text;
  readonly change: { readonly by: number | null; readonly text: Text } | null;
}

/** A year and a month: whatever comes round yearly is seen. */
export const DAYS_AHEAD = 400;

export function explain(
  definition: SegmentDefinition,
  customer: Customer,
  context: SegmentContext,
  names: Names = {},
): Explanation {
  const leaves = leavesOf(definition);
  const verdicts: Verdicts = new Map(leaves.map((leaf) => [leaf, evaluateNode(leaf, customer, context)]));
  const isIn = evaluate(definition, customer, context);
  const flips = flipsAhead(definition, leaves, verdicts, customer, context);
  const read = readerOf(customer, context, names);
  const explained = (node: SegmentNode, path: string): ExplainedNode => {
    const group = groupOf(node);
    if (group)
      return {
        group: group.kind,
        path,
        holds: holdsBy(node, verdicts),
        nodes: group.nodes.map((child, index) => explained(child, pathIn(path, group.kind, index))),
      };
    const condition = node as ConditionNode;
    const holds = verdicts.get(condition) === true;
    const turned = new Map(verdicts).set(condition, !holds);
    return {
      condition,
      path,
      holds,
      ...read(condition),
      flipsOn: flips.conditions.get(condition) ?? null,
      decides: isInBy(definition, turned) !== isIn,
    };
  };
  const clauses = (list: readonly Clause[], name: string) =>
    list.map((clause, index) => explained(clause, `${name}[${index}]`));
  return {
    isIn,
    include: clauses(definition.include, 'include'),
    exclude: clauses(definition.exclude, 'exclude'),
    flipsOn: flips.whole,
  };
}

/** The conditions of an explanation, in order. */
export function explainedConditions({ include, exclude }: Explanation): ExplainedCondition[] {
  const within = (node: ExplainedNode): ExplainedCondition[] => ('group' in node ? node.nodes.flatMap(within) : [node]);
  return [...include, ...exclude].flatMap(within);
}

/** By the node itself: the same condition may stand in two places. */
type Verdicts = ReadonlyMap<ConditionNode, boolean>;

/** Each coming midnight in the shop's zone, until everything that time can turn has turned. */
function flipsAhead(
  definition: SegmentDefinition,
  leaves: readonly ConditionNode[],
  now: Verdicts,
  customer: Customer,
  context: SegmentContext,
): { whole: DayNumber | null; conditions: ReadonlyMap<ConditionNode, DayNumber> } {
  const moving = leaves.filter((leaf) => conditionIn(leaf).timeDependent(leaf));
  const conditions = new Map<ConditionNode, DayNumber>();
  const isIn = isInBy(definition, now);
  let whole: DayNumber | null = null;
  for (let day = context.today + 1; day <= context.today + DAYS_AHEAD; day++) {
    if (conditions.size === moving.length && whole !== null) break;
    if (moving.length === 0) break;
    const then = atDay(context, day);
    const verdicts = new Map(now);
    for (const leaf of moving) {
      const holds = evaluateNode(leaf, customer, then);
      verdicts.set(leaf, holds);
      if (holds !== now.get(leaf) && !conditions.has(leaf)) conditions.set(leaf, day);
    }
    if (whole === null && isInBy(definition, verdicts) !== isIn) whole = day;
  }
  return { whole, conditions };
}

/** The context at the beginning of a day. */
export function atDay(context: SegmentContext, day: DayNumber): SegmentContext {
  return segmentContext({ ...context, asOf: startOfDay(day, context.timeZone) });
}

function readerOf(customer: Customer, context: SegmentContext, names: Names) {
  const vi = wordingOf('vi', context, names);
  const en = wordingOf('en', context, names);
  const whole = (definition: SegmentDefinition) => evaluate(definition, customer, context);
  return (node: ConditionNode): Pick<ExplainedCondition, 'sentence' | 'reading'> => {
    const condition = conditionIn(node);
    const sentence = { vi: condition.sentence(node, vi), en: condition.sentence(node, en) };
    if (!condition.read) return { sentence, reading: null };
    const [inVi, inEn] = [condition.read(node, customer, vi, whole), condition.read(node, customer, en, whole)];
    const change = inVi.change && {
      by: inVi.change.by,
      text: { vi: inVi.change.text, en: inEn.change?.text ?? inVi.change.text },
    };
    return { sentence, reading: { value: inVi.value, shown: { vi: inVi.shown, en: inEn.shown }, change } };
  };
}

function isInBy({ include, exclude }: SegmentDefinition, verdicts: Verdicts): boolean {
  const holds = (node: SegmentNode) => holdsBy(node, verdicts);
  return (include.length === 0 || include.some(holds)) && !exclude.some(holds);
}

function holdsBy(node: SegmentNode, verdicts: Verdicts): boolean {
  const group = groupOf(node);
  if (!group) return verdicts.get(node as ConditionNode) === true;
  const holds = (child: SegmentNode) => holdsBy(child, verdicts);
  if (group.kind === 'not') return !group.nodes.some(holds);
  return group.kind === 'all' ? group.nodes.every(holds) : group.nodes.some(holds);
}

function leavesOf({ include, exclude }: SegmentDefinition): ConditionNode[] {
  const within = (node: SegmentNode): ConditionNode[] =>
    groupOf(node)?.nodes.flatMap(within) ?? [node as ConditionNode];
  return [...include, ...exclude].flatMap(within);
}

function groupOf(node: SegmentNode): { kind: 'all' | 'any' | 'not'; nodes: readonly SegmentNode[] } | null {
  if ('all' in node) return { kind: 'all', nodes: node.all };
  if ('any' in node) return { kind: 'any', nodes: node.any };
  return 'not' in node ? { kind: 'not', nodes: [node.not] } : null;
}

/** As refusals and previews name it: `include[0].all[1].not`. */
function pathIn(path: string, kind: 'all' | 'any' | 'not', index: number): string {
  return kind === 'not' ? `${path}.not` : `${path}.${kind}[${index}]`;
}
