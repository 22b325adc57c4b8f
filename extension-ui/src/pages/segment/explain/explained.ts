import type { Answer } from '../../../api/client.ts';

export type Explained = Answer<'/api/v1/segments/{id}/explain/{customer}'>;
export type Node = Explained['include'][number];

/** The conditions below a node, in order. */
export function conditionsIn(nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node) => (node.group === null ? [node] : conditionsIn(node.nodes)));
}

/**
 * The conditions that the verdict is due to. Those that would turn it alone, where there are any; else all that have a part in it:
 * of two that both fail, each has to be turned.
 */
export function responsible({ include, exclude, isNamed }: Explained): Node[] {
  const barring = exclude.filter(({ holds }) => holds);
  const wanted = isNamed ? include.filter(({ holds }) => holds) : barring.length > 0 ? barring : include;
  const all = conditionsIn([...include, ...exclude]);
  const alone = all.filter(({ decides }) => decides);
  return alone.length > 0 ? alone : wanted.flatMap(partTakers);
}

function partTakers(node: Node): Node[] {
  switch (node.group) {
    case null:
      return [node];
    case 'not':
      return node.nodes.flatMap(partTakers);
    case 'all':
      return node.nodes.filter(({ holds }) => node.holds || !holds).flatMap(partTakers);
    case 'any':
      return node.nodes.filter(({ holds }) => !node.holds || holds).flatMap(partTakers);
  }
}
