import { type ExplainedCondition, type Explanation, explainedConditions } from './explain.ts';
import type { Text } from './form.ts';
import { sameValue } from './same-value.ts';

/** One change of a definition that lets a customer in or out. */
export interface Because {
  readonly change: 'added' | 'removed' | 'changed';
  /** Where it stands in the new definition; of one that was removed, in the old one. */
  readonly path: string;
  /** What the condition says; of one that was removed, what it said. */
  readonly sentence: Text;
  /** What it said before it was changed. */
  readonly before: Text | null;
  /** What it finds of the customer, where it can tell. */
  readonly shown: Text | null;
}

/**
 * The conditions by whose change a customer has another verdict: those that were added, removed or changed, and alone would turn it
 * back. Where only several together would, all of them; none when conditions only stand in another order.
 */
export function changesBetween(before: Explanation, after: Explanation): Because[] {
  const { removed, added, changed } = matched(explainedConditions(before), explainedConditions(after));
  const turned = changed.filter(([was, is]) => was.holds !== is.holds);
  const all = [
    ...turned.map(([was, is]) => ({ because: told('changed', is, was), decides: was.decides || is.decides })),
    ...added.map((is) => ({ because: told('added', is), decides: is.decides })),
    ...removed.map((was) => ({ because: told('removed', was), decides: was.decides })),
  ];
  const deciding = all.filter(({ decides }) => decides);
  return (deciding.length > 0 ? deciding : all).map(({ because }) => because);
}

function told(change: Because['change'], is: ExplainedCondition, was?: ExplainedCondition): Because {
  const { path, sentence, reading } = is;
  return { change, path, sentence, before: was?.sentence ?? null, shown: reading?.shown ?? null };
}

/** The same condition on the same side is no change, wherever it stands; of one kind, what is left over was changed. */
function matched(before: readonly ExplainedCondition[], after: readonly ExplainedCondition[]) {
  const [removed, added] = withoutPairs(
    before,
    after,
    (was, is) => isOnSameSide(was, is) && sameValue(was.condition, is.condition),
  );
  const changed: [was: ExplainedCondition, is: ExplainedCondition][] = [];
  const [gone, come] = withoutPairs(
    removed,
    added,
    (was, is) => isOnSameSide(was, is) && was.condition.kind === is.condition.kind,
    (was, is) => changed.push([was, is]),
  );
  return { removed: gone, added: come, changed };
}

function withoutPairs(
  before: readonly ExplainedCondition[],
  after: readonly ExplainedCondition[],
  isPair: (was: ExplainedCondition, is: ExplainedCondition) => boolean,
  onPair: (was: ExplainedCondition, is: ExplainedCondition) => void = () => undefined,
): [before: ExplainedCondition[], after: ExplainedCondition[]] {
  const left = [...after];
  const alone = before.filter((was) => {
    const index = left.findIndex((is) => isPair(was, is));
    const [is] = index < 0 ? [] : left.splice(index, 1);
    if (is) onPair(was, is);
    return is === undefined;
  });
  return [alone, left];
}

/** Included or excluded, and below as many negations, by twos. */
function isOnSameSide(was: ExplainedCondition, is: ExplainedCondition): boolean {
  const side = ({ path }: ExplainedCondition) => `${path.slice(0, 2)}${path.split('.not').length % 2}`;
  return side(was) === side(is);
}
