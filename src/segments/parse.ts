import type { z } from 'zod';
import { type Clause, LIMITS, type SegmentDefinition, type SegmentNode } from './ast.ts';
import { type ConditionNode, conditionOf } from './conditions/index.ts';

export type ParseResult =
  | { readonly ok: true; readonly definition: SegmentDefinition }
  | {
      readonly ok: false;
      readonly code: 'invalid' | 'segment_empty' | 'segment_too_complex';
      /** Names the path and says what is expected there; it never repeats a value. */
      readonly message: string;
      /** `include[0].all[1].value`; empty for the definition as a whole. */
      readonly path: string;
    };

/**
 * JSON → definition. The only lenient place of the room: a clause may be any node and becomes `{all: [node]}`, and a
 * missing list of clauses is an empty one. Everything else is refused where it stands: what is unknown or of another
 * type would otherwise be dropped in silence and widen the segment.
 */
export function parseDefinition(json: unknown): ParseResult {
  try {
    return { ok: true, definition: readDefinition(json) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, code: error.code, path: error.path, message: error.message };
    throw error;
  }
}

class Refusal extends Error {
  readonly code: Extract<ParseResult, { ok: false }>['code'];
  readonly path: string;

  constructor(path: string, reason: string, code: Refusal['code'] = 'invalid') {
    super(path === '' ? `The definition ${reason}.` : `${path} ${reason}.`);
    this.code = code;
    this.path = path;
  }
}

interface Budget {
  conditions: number;
}

function readDefinition(json: unknown): SegmentDefinition {
  const given = fieldsOf(json, '');
  refuseOthers(given, ['include', 'exclude'], '');
  const budget = { conditions: 0 };
  const include = readClauses(given.get('include'), 'include', budget);
  const exclude = readClauses(given.get('exclude'), 'exclude', budget);
  if (include.length + exclude.length === 0)
    throw new Refusal('', 'needs at least one include or exclude clause', 'segment_empty');
  return { include, exclude };
}

function readClauses(json: unknown, path: string, budget: Budget): Clause[] {
  if (json === undefined) return [];
  return readList(json, path).map((item, index) => {
    const clause = readNode(item, `${path}[${index}]`, 1, budget);
    return 'all' in clause ? clause : { all: [clause] };
  });
}

function readNode(json: unknown, path: string, depth: number, budget: Budget): SegmentNode {
  if (depth > LIMITS.depth)
    throw new Refusal(path, `is nested deeper than ${LIMITS.depth} levels`, 'segment_too_complex');
  const given = fieldsOf(json, path);
  if (given.has('kind')) return readCondition(given, path, budget);
  for (const group of ['all', 'any'] as const) {
    if (!given.has(group)) continue;
    refuseOthers(given, [group], path);
    const here = `${path}.${group}`;
    const items = readList(given.get(group), here);
    // In a clause that is what a form without conditions sends, so it has the code of a segment without conditions.
    if (items.length === 0)
      throw new Refusal(here, 'needs at least one condition', depth === 1 ? 'segment_empty' : 'invalid');
    const nodes = items.map((item, index) => readNode(item, `${here}[${index}]`, depth + 1, budget));
    return group === 'all' ? { all: nodes } : { any: nodes };
  }
  if (!given.has('not')) throw new Refusal(path, 'must have one of all, any, not, kind');
  refuseOthers(given, ['not'], path);
  return { not: readNode(given.get('not'), `${path}.not`, depth + 1, budget) };
}

function readCondition(given: Map<string, unknown>, path: string, budget: Budget): ConditionNode {
  budget.conditions += 1;
  if (budget.conditions > LIMITS.conditions)
    throw new Refusal(path, `is one of more than ${LIMITS.conditions} conditions`, 'segment_too_complex');
  const kind = given.get('kind');
  const condition = typeof kind === 'string' ? conditionOf(kind) : undefined;
  if (!condition)
    throw new Refusal(`${path}.kind`, 'is an unknown condition; GET /api/v1/segments/conditions lists them');
  given.delete('kind');
  const parsed = condition.args.safeParse(Object.fromEntries(given));
  if (!parsed.success) throw refusalOf(parsed.error, path);
  return { kind: condition.kind, ...parsed.data } as ConditionNode;
}

function refusalOf(error: z.ZodError, path: string): Refusal {
  const [issue] = error.issues;
  if (!issue) return new Refusal(path, 'is invalid');
  const steps = issue.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  return new Refusal(path + steps.join(''), reasonOf(issue));
}

/** Zod's English, joined to the path as one sentence. */
function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `has fields that it does not know: ${issue.keys.join(', ').slice(0, 100)}`;
  if (issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options))
    return `must be one of ${issue.options.join(', ')}`;
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_type') return `must be of type ${issue.expected === 'int' ? 'integer' : issue.expected}`;
  if (issue.code === 'too_big') return `must ${bound('most', issue.maximum, issue.origin)}`;
  if (issue.code === 'too_small') return `must ${bound('least', issue.minimum, issue.origin)}`;
  return issue.message;
}

function bound(which: 'least' | 'most', limit: number | bigint, origin: string): string {
  if (origin === 'string') return `have at ${which} ${limit} characters`;
  return origin === 'array'
    ? `have at ${which} ${limit} ${limit === 1 ? 'entry' : 'entries'}`
    : `be at ${which} ${limit}`;
}

/** Own fields only, in a map: a field named `__proto__` or `constructor` is an unknown field like any other. */
function fieldsOf(json: unknown, path: string): Map<string, unknown> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Refusal(path, 'must be an object');
  return new Map(Object.entries(json));
}

function refuseOthers(given: Map<string, unknown>, known: readonly string[], path: string): void {
  const others = [...given.keys()].filter((key) => !known.includes(key));
  if (others.length > 0)
    throw new Refusal(path, `has fields that it does not know: ${others.join(', ').slice(0, 100)}`);
}

function readList(json: unknown, path: string): unknown[] {
  if (!Array.isArray(json)) throw new Refusal(path, 'must be a list');
  if (json.length > LIMITS.conditions)
    throw new Refusal(path, `has more than ${LIMITS.conditions} entries`, 'segment_too_complex');
  return json;
}
