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
export { type Catalogue, EMPTY_CATALOGUE, type Names, type SegmentContext, segmentContext } from './context.ts';
export { evaluate } from './evaluate.ts';
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
export { sentence } from './sentence.ts';
export { segmentTemplates, type Template } from './templates.ts';
