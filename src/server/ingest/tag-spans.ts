import { fold, type Instant } from '../../model.ts';
import type { TagClaim, TagSpan } from '../store/documents.ts';

/** Dates kept of the words with a tag: the earliest since the last word without it, and the newest four. */
const NEWEST_KEPT = 4;

/**
 * Since when a source has said so of each tag. A register keeps its last word only, so beside each of its tags stand the last known word
 * without it, and words with it after that. In whatever order words arrive it comes to the same, but for one case: a word without the tag
 * that is overtaken by more than four with it. The tag then begins later than it did; it never begins earlier than the words tell.
 */
export function spansOf({ at, tags, spans }: TagClaim): readonly TagSpan[] {
  return spans ?? tags.map(() => ({ seen: [at] }));
}

/** The claim that holds, with what an earlier claim of its source, or an earlier word, tells of its tags. */
export function withEarlier(later: TagClaim, earlier: TagClaim): TagClaim {
  const before = new Map(spansOf(earlier).map((span, index) => [fold(earlier.tags[index] ?? ''), span]));
  const spans = spansOf(later).map((span, index): TagSpan => {
    const known = before.get(fold(later.tags[index] ?? '')) ?? { seen: [], without: earlier.at };
    const gaps = [span.without, known.without].filter((gap) => gap !== undefined);
    const without = Math.max(...gaps);
    const seen = [...new Set([...span.seen, ...known.seen])].filter((at) => at > without).sort((a, b) => a - b);
    const kept = seen.length > NEWEST_KEPT + 1 ? [...seen.slice(0, 1), ...seen.slice(-NEWEST_KEPT)] : seen;
    return gaps.length === 0 ? { seen: kept } : { seen: kept, without };
  });
  return { ...later, spans };
}

/** By folded name, the earliest of all sources that say it now. A tag that goes over from one source to another begins anew. */
export function tagsSince(claims: readonly TagClaim[]): ReadonlyMap<string, Instant> {
  const since = new Map<string, Instant>();
  for (const claim of claims)
    for (const [index, { seen }] of spansOf(claim).entries()) {
      const key = fold(claim.tags[index] ?? '');
      const [first = claim.at] = seen; // none: two words of one date, of which one lacks it
      since.set(key, Math.min(since.get(key) ?? first, first));
    }
  return since;
}
