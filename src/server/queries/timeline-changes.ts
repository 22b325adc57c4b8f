import { z } from 'zod';
import {
  type CustomerKey,
  customerIdFromKey,
  fold,
  type InstallationId,
  type Instant,
  shortHash,
} from '../../model.ts';
import { canonicalJson } from '../ingest/context.ts';
import { ATTRIBUTE_CLAIM, CLAIM_FIELDS } from '../ingest/person.ts';
import type { ChangeDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { QUERY_MS } from './limits.ts';
import { compareEntries, entryId, type FieldChange, type TimelineEntry, type TimelineGroup } from './timeline-entry.ts';

/** A customer's changes as they are stored are read in pieces, the first of so many; who reads on wants more at once. */
const PIECE = 100;
const GROWTH = 4;
const BY_TIME = { hint: { customer: 1, at: 1 }, maxTimeMS: QUERY_MS } as const;

type Told = Pick<ChangeDocument, '_id' | 'field' | 'at' | 'recordedAt' | 'value' | 'cause'>;

/** What changed about a customer up to an instant, newest first. `keys` are theirs and those of everybody merged into them. */
export async function* changeEntries(
  scope: ShopStore,
  keys: readonly CustomerKey[],
  upTo: Instant,
  groups: readonly TimelineGroup[],
): AsyncGenerator<TimelineEntry> {
  const theirs = { customer: { $in: [...keys] }, ...fieldsOf(groups) };
  let before = upTo + 1;
  for (let limit = PIECE; ; limit *= GROWTH) {
    const read = await scope.changes
      .find({ ...theirs, at: { $lt: before } }, BY_TIME)
      .sort({ at: -1 })
      .limit(limit)
      .toArray();
    const oldest = read.at(-1)?.at;
    if (oldest === undefined) return;
    const isWhole = read.length < limit;
    // What was changed in one instant is told together, so the last instant of a piece is read to its end.
    const last = isWhole ? [] : await scope.changes.find({ ...theirs, at: oldest }, BY_TIME).toArray();
    const piece = isWhole ? read : [...read.filter((change) => change.at > oldest), ...last];
    const earlier = isWhole ? [] : await latestBefore(scope, keys, oldest, registersOf(piece));
    yield* entriesOf(piece, earlier);
    if (isWhole) return;
    before = oldest;
  }
}

/** Only what tells of these groups is read. The profile is nearly everything. */
function fieldsOf(groups: readonly TimelineGroup[]): { field?: { $in: (string | RegExp)[] } } {
  if (groups.includes('profile')) return {};
  const fields = groups.flatMap((group): (string | RegExp)[] => FIELDS[group] ?? []);
  return { field: { $in: fields } };
}

const FIELDS: Partial<Record<TimelineGroup, (string | RegExp)[]>> = {
  tags: [/^tags:/],
  consent: ['emailConsent', 'smsConsent', 'emailConsent:order', 'smsConsent:order'],
  merges: ['merged'],
  tiers: ['tier'],
};

/** The registers whose values before a piece decide what it changed: of a field both layers, of tags their source. */
function registersOf(piece: readonly Told[]): string[] {
  const fields = new Set(piece.map((change) => change.field.replace(/:order$/, '')));
  return [...fields].flatMap((field) => (isClaim(field) ? [field, `${field}:order`] : [field]));
}

/** What each register was last said to be before an instant: all that was said in its last instant. */
async function latestBefore(
  scope: ShopStore,
  keys: readonly CustomerKey[],
  before: Instant,
  registers: readonly string[],
): Promise<Told[]> {
  const older = { customer: { $in: [...keys] }, at: { $lt: before }, field: { $in: [...registers] } };
  const last = await scope.changes
    .aggregate<{ _id: string; at: Instant }>(
      [{ $match: older }, { $group: { _id: '$field', at: { $max: '$at' } } }],
      BY_TIME,
    )
    .toArray();
  if (last.length === 0) return [];
  const asked = last.map(({ _id, at }) => ({ field: _id, at }));
  return scope.changes.find({ customer: { $in: [...keys] }, $or: asked }, BY_TIME).toArray();
}

/** Entries of these changes, newest first. `earlier` is what held before them. */
export function entriesOf(changes: readonly Told[], earlier: readonly Told[] = []): TimelineEntry[] {
  const registers = new Map<string, unknown>();
  const instants = Map.groupBy(
    [...changes].sort((a, b) => a.at - b.at),
    (change) => change.at,
  );
  for (const at of [...new Set(earlier.map((change) => change.at))].sort((a, b) => a - b))
    tell(
      registers,
      at,
      earlier.filter((change) => change.at === at),
    );
  return [...instants].flatMap(([at, told]) => tell(registers, at, told)).sort(compareEntries);
}

/** Brings the registers up to an instant, and tells what that changed. */
function tell(registers: Map<string, unknown>, at: Instant, told: readonly Told[]): TimelineEntry[] {
  const words = new Map<string, Told>();
  for (const change of told) {
    const other = words.get(change.field);
    if (other === undefined || outranks(change, other)) words.set(change.field, change);
  }
  const entries: TimelineEntry[] = [];
  const profile = new Map<string, { who: Told['cause']; changes: FieldChange[] }>();
  const attributes = [...words.keys()].filter((field) => field.startsWith(ATTRIBUTE_CLAIM)).sort();
  for (const field of [...CLAIM_FIELDS, ...attributes]) {
    const [own, order] = [words.get(field), words.get(`${field}:order`)];
    const from = fieldValue(registers, field);
    // Where somebody came from is what was said first (C23); a later word changes nothing.
    if (field === 'source' && from !== null) continue;
    const isOwnNew = own !== undefined && !isSame(own.value, registers.get(field) ?? null);
    for (const word of [own, order]) if (word) registers.set(word.field, word.value);
    const to = fieldValue(registers, field);
    const word = isOwnNew ? own : (order ?? own);
    if (word === undefined || isSame(from, to)) continue;
    const who = word.cause;
    if (field === 'emailConsent' || field === 'smsConsent') {
      const channel = field === 'emailConsent' ? 'email' : 'sms';
      const id = entryId('consent_changed', `${channel}:${nameOf(who)}`);
      entries.push({ id, at, who, event: { kind: 'consent_changed', channel, from, to } });
    } else {
      const together = profile.get(nameOf(who));
      if (together) together.changes.push({ field, from, to });
      else profile.set(nameOf(who), { who, changes: [{ field, from, to }] });
    }
  }
  for (const [name, { who, changes }] of profile)
    entries.push({ id: entryId('profile_changed', name), at, who, event: { kind: 'profile_changed', changes } });
  for (const word of words.values()) {
    const entry = tagsEntry(registers, at, word);
    if (entry) entries.push(entry);
  }
  for (const change of told) {
    const entry = single(at, change);
    // What two deliveries recorded of one instant happened once.
    if (entry && !entries.some(({ id }) => id === entry.id)) entries.push(entry);
  }
  return entries;
}

/** Of two words of one instant the greater text holds (`person.ts`), and of equal ones the first we heard is who said it. */
function outranks(change: Told, other: Told): boolean {
  const [text, known] = [canonicalJson(change.value), canonicalJson(other.value)];
  if (text !== known) return text > known;
  return change.recordedAt < other.recordedAt || (change.recordedAt === other.recordedAt && change._id < other._id);
}

const isSame = (a: unknown, b: unknown) => canonicalJson(a) === canonicalJson(b);

function fieldValue(registers: ReadonlyMap<string, unknown>, field: string): unknown {
  const value = registers.get(field) ?? registers.get(`${field}:order`) ?? null;
  return value === 0 || (Array.isArray(value) && value.length === 0) ? null : value;
}

function tagsEntry(registers: Map<string, unknown>, at: Instant, word: Told): TimelineEntry | null {
  const source = /^tags:(.*)$/s.exec(word.field)?.[1];
  if (source === undefined) return null;
  const [before, after] = [namesOf(registers.get(word.field)), namesOf(word.value)];
  registers.set(word.field, word.value);
  const [added, removed] = [without(after, before), without(before, after)];
  if (added.length === 0 && removed.length === 0) return null;
  const id = entryId('tags_changed', shortHash(8, source));
  return { id, at, who: word.cause, event: { kind: 'tags_changed', source, added, removed } };
}

const namesOf = (value: unknown) => (Array.isArray(value) ? value.filter((tag) => typeof tag === 'string') : []);

/** By folded name: "VIP" written as "vip" is the same tag (C01). */
function without(tags: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others.map(fold));
  return tags.filter((tag) => !known.has(fold(tag))).sort();
}

/** Changes that are no registers: each happened. Nothing is left of them in the history of an erased person. */
function single(at: Instant, { field, value, cause: who }: Told): TimelineEntry | null {
  if (field === 'tier') return tierEntry(at, value, who);
  if (typeof value !== 'string') return null;
  if (field === 'merged') {
    const customer = customerIdFromKey(value as CustomerKey);
    return { id: entryId('merged', customer), at, who, event: { kind: 'merged', customer } };
  }
  if (field !== 'account_deleted') return null;
  const [, connection, hostId] = /^h:([^:]*):(.*)$/s.exec(value) ?? [];
  if (connection === undefined || hostId === undefined) return null;
  const event = { kind: 'account_deleted' as const, connection: connection as InstallationId, hostId };
  return { id: entryId('account_deleted', `${connection}:${hostId}`), at, who, event };
}

const TIER = z.object({
  from: z.string().nullable(),
  to: z.string(),
  cause: z.object({ kind: z.string() }).optional(),
});

function tierEntry(at: Instant, value: unknown, who: Told['cause']): TimelineEntry | null {
  const read = TIER.safeParse(value);
  if (!read.success) return null;
  const { from, to, cause } = read.data;
  const id = entryId('tier_changed', shortHash(8, from ?? '', to));
  return { id, at, who, event: { kind: 'tier_changed', from, to, because: cause?.kind ?? null } };
}

const isClaim = (field: string) =>
  (CLAIM_FIELDS as readonly string[]).includes(field) || field.startsWith(ATTRIBUTE_CLAIM);
const nameOf = (cause: Told['cause']) => shortHash(8, cause.kind, cause.id);
