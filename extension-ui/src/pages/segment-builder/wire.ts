import type { Draft, DraftNode, GroupNode, How, Side } from './tree.ts';

/** A node as the server takes it. Not checked here: what is stored was, and what is edited will be. */
type Wire = Readonly<Record<string, unknown>>;

export interface Definition {
  readonly include: readonly Wire[];
  readonly exclude: readonly Wire[];
}

export function toDefinition(draft: Draft): Definition {
  const clauses = (side: Side) => draft[side].map((clause) => ({ all: clause.nodes.map(toWire) }));
  return { include: clauses('include'), exclude: clauses('exclude') };
}

function toWire(node: DraftNode): Wire {
  if (node.type === 'condition') return { kind: node.kind, ...node.args };
  const nodes = node.nodes.map(toWire);
  if (node.how === 'none') return { not: isBare(node) ? nodes[0] : { any: nodes } };
  return node.how === 'not_all' ? { not: { all: nodes } } : { [node.how]: nodes };
}

/** A lone condition is negated as it is; a lone group is not, because what is read back would be its nodes. */
function isBare({ how, nodes }: GroupNode): boolean {
  return how === 'none' && nodes.length === 1 && nodes[0]?.type === 'condition';
}

/** `definition` is one that the server gave, or a template, which lacks what the shop has to choose. */
export function fromDefinition(definition: { readonly include?: unknown; readonly exclude?: unknown }): Draft {
  let next = 1;
  const group = (how: How, nodes: unknown): GroupNode => {
    const id = next++;
    return { id, type: 'group', how, nodes: (nodes as Wire[]).map(read) };
  };
  const read = (wire: Wire): DraftNode => {
    if ('all' in wire) return group('all', wire['all']);
    if ('any' in wire) return group('any', wire['any']);
    if ('not' in wire) {
      const negated = wire['not'] as Wire;
      if ('any' in negated) return group('none', negated['any']);
      return 'all' in negated ? group('not_all', negated['all']) : group('none', [negated]);
    }
    const { kind, ...args } = wire;
    return { id: next++, type: 'condition', kind: String(kind), args };
  };
  const clauses = (list: unknown) => ((list ?? []) as Wire[]).map((clause) => group('all', clause['all']));
  return { include: clauses(definition.include), exclude: clauses(definition.exclude) };
}

/** Where each node stands in the definition that {@link toDefinition} makes: `include[0].all[1]`. */
export function pathsOf(draft: Draft): ReadonlyMap<string, number> {
  const paths = new Map<string, number>();
  const visit = (node: DraftNode, path: string): void => {
    paths.set(path, node.id);
    if (node.type === 'condition') return;
    const key = { all: '.all', any: '.any', none: '.not.any', not_all: '.not.all' }[node.how];
    for (const [index, child] of node.nodes.entries())
      visit(child, isBare(node) ? `${path}.not` : `${path}${key}[${index}]`);
  };
  for (const side of ['include', 'exclude'] as const)
    for (const [index, clause] of draft[side].entries()) visit(clause, `${side}[${index}]`);
  return paths;
}

/** The innermost node that a path of the server leads to, and the field of it: `.period.n` is `period.n`. */
export function placeOfPath(draft: Draft, path: string): { readonly id: number; readonly field: string } | null {
  const paths = pathsOf(draft);
  for (let end = path.length; end > 0; end--) {
    const id = paths.get(path.slice(0, end));
    const isWhole = end === path.length || path[end] === '.' || path[end] === '[';
    if (id !== undefined && isWhole)
      return {
        id,
        field: path
          .slice(end)
          .replace(/^\./, '')
          .replace(/\[\d+\].*$/, ''),
      };
  }
  return null;
}
