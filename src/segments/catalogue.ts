import { z } from 'zod';
import { type Customer, type CustomerKey, EMPTY_STATS, formatDay } from '../model.ts';
import { conditionsOf, placedConditions, type SegmentDefinition } from './ast.ts';
import { nodeReadsFacts } from './compile.ts';
import type { Missing } from './condition.ts';
import { CONDITIONS, conditionIn } from './conditions/index.ts';
import type { SegmentContext } from './context.ts';
import { evaluateNode } from './evaluate.ts';
import { type Form, GROUPS, type Text } from './form.ts';

/** A condition as `GET /api/v1/segments/conditions` shows it. */
export interface ConditionEntry {
  readonly kind: string;
  /** What the group of the form is called. */
  readonly groupLabel: Text;
  readonly form: Form;
  readonly docs: Text;
  /** JSON Schema (2020-12) of the condition as it stands in a definition, `kind` included. */
  readonly schema: object;
  /** Conditions that are valid as they stand. */
  readonly examples: readonly object[];
  readonly specRows: readonly string[];
}

/** Every kind of condition with its schema, form and documentation: plain JSON, the same on every call. */
export function conditionCatalogue(): ConditionEntry[] {
  return CONDITIONS.map(({ kind, form, docs, args, examples, specRows }) => ({
    kind,
    groupLabel: GROUPS[form.group],
    form,
    docs,
    schema: withKind(kind, z.toJSONSchema(args, { io: 'input' })),
    examples: examples.map((example) => ({ kind, ...example.args })),
    specRows,
  }));
}

/** True when midnight alone can change who is in the segment: the server then looks again each day (A08). */
export function isTimeDependent(definition: SegmentDefinition): boolean {
  return conditionsOf(definition).some((node) => conditionIn(node).timeDependent(node));
}

/** True when `facts` are read: a customer whose facts are cut must then be evaluated with all of them. */
export function readsFacts(definition: SegmentDefinition): boolean {
  return [...definition.include, ...definition.exclude].some(nodeReadsFacts);
}

/** The days that each period of a definition stands for at `asOf`, for previews to show (C38). */
export function resolvedPeriods(definition: SegmentDefinition, context: SegmentContext): ResolvedPeriod[] {
  return placedConditions(definition).flatMap(({ path, node }) =>
    conditionIn(node)
      .periods(node, context)
      .map(({ field, days }) => ({
        path: `${path}.${field}`,
        from: formatDay(days.fromDay),
        to: formatDay(days.toDay),
      })),
  );
}

/** For each condition that cannot tell of everybody and where that is worth knowing: of whom (D7). */
export function missingValues(definition: SegmentDefinition, context: SegmentContext): MissingValues[] {
  return placedConditions(definition).flatMap(({ path, node, isNegated }) => {
    const condition = conditionIn(node);
    const missing = condition.missing ?? condition.missingOf?.(node);
    if (!missing) return [];
    const isIn = evaluateNode(node, NOBODY_KNOWN, context) !== isNegated;
    return isIn || missing.isToldWhenOut ? [{ path, ...missing, isIn }] : [];
  });
}

export interface MissingValues extends Missing {
  readonly path: string;
  /** Those without a value pass it: it is a negative, or stands below one. */
  readonly isIn: boolean;
}

/** Nothing is known of them, and they never bought. */
const NOBODY_KNOWN = {
  _id: '' as CustomerKey,
  stats: EMPTY_STATS,
  tags: [],
  memberOf: [],
  createdAt: 0,
  ids: [],
  facts: [],
} satisfies Customer;

export interface ResolvedPeriod {
  /** `include[0].all[1].period` */
  readonly path: string;
  /** First and last day, "2026-11-01"; `from` is after `to` when the period has not begun. */
  readonly from: string;
  readonly to: string;
}

/** The arguments' schema with `kind` beside them, in each alternative, so that it still refuses unknown fields. */
function withKind(kind: string, schema: z.core.JSONSchema.BaseSchema): z.core.JSONSchema.BaseSchema {
  if (schema.oneOf) return { ...schema, oneOf: schema.oneOf.map((option) => withKind(kind, option)) };
  return {
    ...schema,
    properties: { kind: { const: kind }, ...schema.properties },
    required: ['kind', ...(schema.required ?? [])],
  };
}
