import type { Clause, SegmentDefinition, SegmentNode } from './ast.ts';
import { conditionIn } from './conditions/index.ts';
import type { Names, SegmentContext } from './context.ts';
import type { Language } from './form.ts';
import { type Wording, wordingOf } from './wording.ts';

/**
 * The definition as a person would say it (A15): "Khách hàng có tổng chi tiêu từ 10.000.000 ₫ trở lên, trừ những người
 * có thẻ “VIP”". Without a full stop, so that it can stand in a sentence or a heading.
 */
export function sentence(
  definition: SegmentDefinition,
  language: Language,
  context: SegmentContext,
  names: Names = {},
): string {
  const wording = wordingOf(language, context, names);
  const [first, ...others] = definition.include.map((clause) => clauseInWords(clause, wording));
  const start =
    first === undefined
      ? wording.say('Tất cả khách hàng', 'All customers')
      : wording.say(`Khách hàng ${first}`, `Customers who ${first}`);
  const added = others.map((words) =>
    wording.say(`, cùng với những người ${words}`, `, together with those who ${words}`),
  );
  const excluded = definition.exclude.map((clause, index) => {
    const words = clauseInWords(clause, wording);
    return index === 0
      ? wording.say(`, trừ những người ${words}`, `, except those who ${words}`)
      : wording.say(`, và trừ những người ${words}`, `, and except those who ${words}`);
  });
  return [start, ...added, ...excluded].join('');
}

function clauseInWords({ all }: Clause, wording: Wording): string {
  return joined(all, 'all', wording);
}

/** A group inside a group stands in brackets: commas alone would not tell "A and (B or C)" from "(A and B) or C". */
function inWords(node: SegmentNode, wording: Wording): string {
  if ('all' in node)
    return node.all.length === 1 ? joined(node.all, 'all', wording) : `(${joined(node.all, 'all', wording)})`;
  if ('any' in node)
    return node.any.length === 1 ? joined(node.any, 'any', wording) : `(${joined(node.any, 'any', wording)})`;
  if ('not' in node) {
    const words = inWords(node.not, wording);
    return wording.say(`không thuộc nhóm ${words}`, `are not among those who ${words}`);
  }
  return conditionIn(node).sentence(node, wording);
}

function joined(nodes: readonly SegmentNode[], how: 'all' | 'any', wording: Wording): string {
  const [only] = nodes;
  // A clause that holds one group needs no brackets around all it says.
  if (nodes.length === 1 && only && 'any' in only) return joined(only.any, 'any', wording);
  if (nodes.length === 1 && only && 'all' in only) return joined(only.all, 'all', wording);
  const words = nodes.map((node) => inWords(node, wording));
  const glue = how === 'all' ? wording.say(' và ', ' and ') : wording.say(' hoặc ', ' or ');
  return words.join(glue);
}
