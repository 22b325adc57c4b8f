import { z } from 'zod';
import { conditionsOf, type SegmentDefinition } from './ast.ts';
import { nodeReadsFacts } from './compile.ts';
import { CONDITIONS, conditionIn } from './conditions/index.ts';
import type { Form, Text } from './form.ts';

/** A condition as `GET /api/v1/segments/conditions` shows it. */
export interface ConditionEntry {
  readonly kind: string;
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

/** The arguments' schema with `kind` beside them, in each alternative, so that it still refuses unknown fields. */
function withKind(kind: string, schema: z.core.JSONSchema.BaseSchema): z.core.JSONSchema.BaseSchema {
  if (schema.oneOf)
    return { ...schema, oneOf: schema.oneOf.map((option) => withKind(kind, option as z.core.JSONSchema.BaseSchema)) };
  return {
    ...schema,
    properties: { kind: { const: kind }, ...schema.properties },
    required: ['kind', ...(schema.required ?? [])],
  };
}
