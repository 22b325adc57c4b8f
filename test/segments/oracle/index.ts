import { DuckDBInstance } from '@duckdb/node-api';
import type { Customer } from '../../../src/model.ts';
import type { SegmentDefinition } from '../../../src/segments/ast.ts';
import type { ConditionKind } from '../../../src/segments/conditions/index.ts';
import type { SegmentContext } from '../../../src/segments/context.ts';
import { ASKED_MACROS, type AskedLeaf, ask } from './asked.ts';
import { behaviour, SCORED, STEPPED } from './behaviour.ts';
import { CALENDAR_MACROS } from './calendar.ts';
import { contact } from './contact.ts';
import { loyalty } from './loyalty.ts';
import { orders } from './orders.ts';
import { places } from './places.ts';
import { CHOSEN, products } from './products.ts';
import { profile } from './profile.ts';
import { SHARE_MACROS, segments } from './segments.ts';
import { insertRows, loadShop } from './shop.ts';
import { TEXT_MACROS } from './text.ts';
import { type TreeNode, treeOf } from './tree.ts';

/**
 * A third opinion on who is in a segment: DuckDB, over a shop in normalised tables, by one predicate a condition, written by hand from
 * the specification. Nothing of it comes from `src/segments` but types, and days are counted by DuckDB from instants.
 */
export const PREDICATES = {
  ...profile,
  ...contact,
  ...orders,
  ...products,
  ...places,
  ...loyalty,
  ...behaviour,
  ...segments,
} satisfies Record<Exclude<ConditionKind, 'in_segment'>, string>;

/** Kinds that have an answer; `in_segment` is one of the tree. */
export const ANSWERED: ReadonlySet<string> = new Set([...Object.keys(PREDICATES), 'in_segment']);

export interface Asked {
  readonly definition: SegmentDefinition;
  readonly context: SegmentContext;
}

export interface Answers {
  /** Of each definition, the customers by their place in the list, ascending. */
  readonly members: readonly (readonly number[])[];
  /** Verdicts of each kind of condition over all that were asked: does some customer meet one, does some not? */
  readonly verdicts: ReadonlyMap<string, { readonly in: boolean; readonly out: boolean }>;
}

export interface Oracle {
  decide(asked: readonly Asked[]): Promise<Answers>;
  close(): void;
}

/** A shop whose customers have days in `zone`. All contexts that are asked about have the one catalogue of products. */
export async function oracle(customers: readonly Customer[], zone: string): Promise<Oracle> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const db = await instance.connect();
  for (const macro of [...TEXT_MACROS, ...CALENDAR_MACROS, ...ASKED_MACROS, ...SHARE_MACROS]) await db.run(macro);
  await loadShop(db, customers, zone);

  return {
    async decide(asked) {
      const contexts = [...new Set(asked.map(({ context }) => context))];
      const nodes: TreeNode[] = [];
      const leaves: AskedLeaf[] = [];
      const roots = asked.map(({ definition, context }) => {
        const root = nodes.length;
        const tree = treeOf(definition, context.references, root);
        nodes.push(...tree.nodes);
        leaves.push(...tree.leaves.map((leaf) => ({ ...leaf, context: contexts.indexOf(context) })));
        return root;
      });
      await insertRows(db, 'nodes', NODE, nodes);
      await ask(db, leaves, contexts);
      for (const step of [...CHOSEN, ...STEPPED, ...SCORED]) await db.run(step);

      await db.run('CREATE OR REPLACE TABLE truth (node INTEGER, customer INTEGER, is_in BOOLEAN)');
      for (const kind of new Set(leaves.map((leaf) => leaf.kind))) await db.run(leafTruth(kind));
      for (let depth = Math.max(...nodes.map((node) => node.depth)); depth > 0; depth--) await db.run(nodeTruth(depth));

      const members = await db.runAndReadAll(`
        SELECT node, list(customer ORDER BY customer) FILTER (is_in) FROM truth JOIN nodes USING (node)
        WHERE parent IS NULL GROUP BY node`);
      const membersOf = new Map(
        members.getRowsJson().map(([node, list]) => [Number(node), ((list as number[] | null) ?? []).map(Number)]),
      );
      const verdicts = await db.runAndReadAll(`
        SELECT kind, bool_or(is_in), bool_or(NOT is_in) FROM truth JOIN nodes USING (node) WHERE kind IS NOT NULL GROUP BY kind`);
      return {
        members: roots.map((root) => membersOf.get(root) ?? []),
        verdicts: new Map(
          verdicts.getRows().map(([kind, some, others]) => [String(kind), { in: some === true, out: others === true }]),
        ),
      };
    },
    close() {
      db.closeSync();
      instance.closeSync();
    },
  };
}

const NODE = { node: 'INTEGER', parent: 'INTEGER', depth: 'INTEGER', op: 'VARCHAR', kind: 'VARCHAR' };

/** What is not known is not so: three-valued logic ends at the leaves, and a negation is an exact complement (D7). */
function leafTruth(kind: string): string {
  const predicate = (PREDICATES as Readonly<Record<string, string>>)[kind];
  if (predicate === undefined) throw new Error(`no predicate for ${kind}`);
  return `
    INSERT INTO truth
    SELECT a.leaf, c.customer, coalesce((${predicate}), false) FROM asked a CROSS JOIN customers c WHERE a.kind = '${kind}'`;
}

/** Nodes of which those below them, at this depth, are decided. */
function nodeTruth(depth: number): string {
  return `
    INSERT INTO truth
    SELECT above.node, truth.customer, CASE any_value(above.op)
      WHEN 'all' THEN bool_and(is_in) WHEN 'any' THEN bool_or(is_in) ELSE NOT bool_or(is_in) END
    FROM truth JOIN nodes below USING (node) JOIN nodes above ON above.node = below.parent
    WHERE below.depth = ${depth} GROUP BY above.node, truth.customer`;
}
