/**
 * Who is in a segment. Pure: the same definition, customer and context give the same answer, and nothing here reads a
 * clock. `compile` and `evaluate` are two independent implementations of one meaning; the tests and every rebuild
 * compare them.
 */
export { type Clause, LIMITS, type SegmentDefinition, type SegmentNode } from './ast.ts';
export {
  type ConditionEntry,
  conditionCatalogue,
  isTimeDependent,
  type MissingValues,
  missingValues,
  type ResolvedPeriod,
  readsFacts,
  resolvedPeriods,
} from './catalogue.ts';
export { compile } from './compile.ts';
export type { Missing } from './condition.ts';
export type { ConditionKind, ConditionNode } from './conditions/index.ts';
export {
  type Catalogue,
  EMPTY_CATALOGUE,
  type Names,
  NO_REFERENCES,
  type References,
  type SegmentContext,
  segmentContext,
} from './context.ts';
export { type CostReason, costlyConditions } from './cost.ts';
export { type Because, changesBetween } from './diff.ts';
export { evaluate } from './evaluate.ts';
export {
  type ExplainedCondition,
  type ExplainedNode,
  type Explanation,
  explain,
  explainedConditions,
} from './explain.ts';
export type { Filter } from './filter.ts';
export {
  type Field,
  type Form,
  type Group,
  type Language,
  LOOKUPS,
  type Lookup,
  type Option,
  type Text,
} from './form.ts';
export { type ParseResult, parseDefinition } from './parse.ts';
export { type DayRange, type Period, period, resolvePeriod } from './period.ts';
export { segmentsReference } from './reference.ts';
export {
  conditionsWithin,
  type Definitions,
  dependantsAmong,
  movesWithTime,
  REFERENCE_LIMITS,
  type ReferenceProblem,
  referenceProblem,
  referencesAmong,
  segmentsNamed,
} from './references.ts';
export * from './rfm/index.ts';
export { sentence } from './sentence.ts';
export { segmentTemplates, type Template } from './templates.ts';
export {
  type Completion,
  type Completions,
  completionsAt,
  parseText,
  printText,
  TEXT_MAX,
  type TextProblem,
  type TextResult,
} from './text/index.ts';
export { turnedByTime } from './turned-by-time.ts';
