import { z } from 'zod';
import type { CustomerKey, Instant } from '../../model.ts';
import { textOf } from '../notes.ts';
import type { CustomerDocument, NoteDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { cursorOf, pageOf } from './cursor.ts';
import { keysOf } from './customer.ts';
import { QUERY_MS } from './limits.ts';
import { changeEntries } from './timeline-changes.ts';
import { compareEntries, entryId, GROUP_OF, type TimelineEntry, type TimelineGroup } from './timeline-entry.ts';
import { orderEntries } from './timeline-orders.ts';

const cursor = cursorOf('timeline', z.tuple([z.number(), z.string()]));

export interface TimelinePage {
  readonly items: TimelineEntry[];
  readonly nextCursor: string | null;
  /** Orders placed before are not in it (`timeline-orders.ts`); null for nearly everybody: all are. */
  readonly ordersSince: Instant | null;
}

/**
 * Everything that happened to a customer, newest first. What was recorded under customers merged into them happened to them. Each
 * kind of record is a stream in order of time, read from its index only as far as a page needs, and the streams are merged.
 */
export async function timelinePage(
  scope: ShopStore,
  customer: Pick<CustomerDocument, '_id' | 'createdAt'>,
  groups: readonly TimelineGroup[],
  request: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<TimelinePage> {
  const after = cursor.read(request.cursor);
  const upTo = after?.[0] ?? Number.MAX_SAFE_INTEGER;
  const wants = (...any: TimelineGroup[]) => any.some((group) => groups.includes(group));
  const keys = await keysOf(scope, customer._id);
  const streams: AsyncGenerator<TimelineEntry>[] = [];
  const orders = wants('orders') ? await orderEntries(scope, customer._id, upTo) : null;
  if (orders) streams.push(orders.entries);
  if (wants('profile', 'consent', 'tags', 'tiers', 'merges')) streams.push(changeEntries(scope, keys, upTo, groups));
  if (wants('segments')) streams.push(membershipEntries(scope, keys, upTo));
  if (wants('notes')) streams.push(noteEntries(scope, keys));
  if (wants('profile')) streams.push(firstSeen(customer));

  const read: TimelineEntry[] = [];
  for await (const entry of merged(streams)) {
    if (!groups.includes(GROUP_OF[entry.event.kind])) continue;
    if (after !== null && compareEntries(entry, { at: after[0], id: after[1] }) <= 0) continue;
    read.push(entry);
    if (read.length > request.limit) break;
  }
  return {
    ...pageOf(read, request.limit, (last) => cursor.write([last.at, last.id])),
    ordersSince: orders?.since ?? null,
  };
}

/** Streams that are in order become one that is. What is not asked for is not read, and whatever was opened is closed. */
async function* merged(streams: readonly AsyncGenerator<TimelineEntry>[]): AsyncGenerator<TimelineEntry> {
  const heads = await Promise.all(streams.map((stream) => stream.next()));
  try {
    for (;;) {
      let first = -1;
      for (const [index, head] of heads.entries()) {
        const best = heads[first];
        if (!head.done && (!best || best.done || compareEntries(head.value, best.value) < 0)) first = index;
      }
      const head = heads[first];
      const stream = streams[first];
      if (!head || head.done || !stream) return;
      yield head.value;
      heads[first] = await stream.next();
    }
  } finally {
    await Promise.all(streams.map((stream) => stream.return(undefined)));
  }
}

async function* firstSeen({ createdAt }: Pick<CustomerDocument, 'createdAt'>): AsyncGenerator<TimelineEntry> {
  yield { id: entryId('first_seen', ''), at: createdAt, who: null, event: { kind: 'first_seen' } };
}

async function* membershipEntries(
  scope: ShopStore,
  keys: readonly CustomerKey[],
  upTo: Instant,
): AsyncGenerator<TimelineEntry> {
  const events = scope.membershipEvents
    .find(
      { customer: { $in: [...keys] }, at: { $lte: upTo } },
      { hint: { customer: 1, at: 1 }, maxTimeMS: QUERY_MS, batchSize: 100 },
    )
    .sort({ at: -1, _id: -1 });
  for await (const { _id, at, segment, kind, cause } of events) {
    const event = { kind: kind === 'entered' ? ('segment_entered' as const) : ('segment_left' as const), segment };
    yield { id: entryId(event.kind, _id.slice(scope.shop.length + 1)), at, who: cause, event };
  }
}

async function* noteEntries(scope: ShopStore, keys: readonly CustomerKey[]): AsyncGenerator<TimelineEntry> {
  const notes = await scope.notes
    .find({ customer: { $in: [...keys] } }, { hint: { customer: 1, at: 1 }, maxTimeMS: QUERY_MS })
    .toArray();
  yield* notes.flatMap((note) => entriesOfNote(note, scope.shop.length + 1)).sort(compareEntries);
}

/** One for each version, but a deletion that was taken back left everything as it was. */
function entriesOfNote(note: NoteDocument, prefix: number): TimelineEntry[] {
  const id = note._id.slice(prefix);
  const isGone = textOf(note) === null;
  return note.versions.flatMap((version, index) => {
    const before = note.versions[index - 1]?.text ?? null;
    const isUndone = version.text === null && note.versions[index + 1]?.text === before;
    const isUndo = before === null && index > 1 && note.versions[index - 2]?.text === version.text;
    if (index > 0 && (isUndone || isUndo)) return [];
    const kind = index === 0 ? 'note_added' : version.text === null ? 'note_deleted' : 'note_edited';
    const event = { kind, note: id, text: isGone ? null : version.text } as const;
    return [{ id: entryId(kind, `${id}:${String(index).padStart(4, '0')}`), at: version.at, who: version.by, event }];
  });
}
