import type {
  AttributeValue,
  BirthDate,
  CustomerKey,
  IdentityKey,
  Instant,
  Place,
  PurchaseFact,
  StoredBirthDate,
} from '../../model.ts';
import { areasOfAll, EMPTY_STATS, fold } from '../../model.ts';
import { mergedHands } from '../segments/pins.ts';
import type { Claim, CustomerDocument, TagClaim } from '../store/documents.ts';
import { canonicalJson } from './context.ts';
import { listingOf } from './listing.ts';
import { tagsSince, withEarlier } from './tag-spans.ts';

/**
 * A customer's profile is a set of registers, one a field. Each keeps the latest word of accounts and staff (`own`) and the
 * latest of orders (`order`, which only fills gaps), each with its date. Two words of one date: the greater text.
 * So a profile is the same in every order of arrival, and merging two customers is merging their registers.
 */
export type Layer = 'own' | 'order';

/** What a claim did: what to write into the customer's history. */
export type ClaimEffect = readonly { readonly field: string; readonly at: Instant; readonly value: unknown }[];

export function newCustomer(key: CustomerKey, createdAt: Instant): CustomerDocument {
  return {
    _id: key,
    stats: EMPTY_STATS,
    tags: [],
    memberOf: [],
    createdAt,
    ids: [],
    revision: 0,
    claims: [],
    facts: [],
  };
}

/** Lays a claim. A changed customer and the dated changes; the same customer when it says nothing new. */
export function withClaim(
  customer: CustomerDocument,
  field: ClaimField,
  layer: Layer,
  at: Instant,
  value: unknown,
): { customer: CustomerDocument; effect: ClaimEffect } {
  const before = customer.claims.find((claim) => claim.field === field);
  const known = before?.[layer];
  if (known && known.at === at && canonicalJson(known.value) === canonicalJson(value)) return { customer, effect: [] };
  const historyField = layer === 'own' ? field : `${field}:order`;
  if (known && !supersedes(field, { at, value }, known)) {
    // Late news of an earlier time: the history gets it, and once more what held afterwards, which was left out as no change. The same value counts
    // too: it held earlier than was known.
    const earlier = { field: historyField, at, value };
    const isSame = canonicalJson(known.value) === canonicalJson(value);
    const held = { field: historyField, at: known.at, value: known.value };
    return { customer, effect: isSame ? (at < known.at ? [earlier] : []) : [earlier, held] };
  }
  const claim: Claim = { ...(before ?? { field }), [layer]: { at, value } };
  const claims = [...customer.claims.filter((other) => other.field !== field), claim].sort((a, b) =>
    a.field < b.field ? -1 : 1,
  );
  const isNews = !known || canonicalJson(known.value) !== canonicalJson(value);
  return { customer: withProfile({ ...customer, claims }), effect: isNews ? [{ field: historyField, at, value }] : [] };
}

/** The later word wins; where somebody came from is the earliest (C23, first touch). */
function supersedes(
  field: string,
  next: { at: Instant; value: unknown },
  known: { at: Instant; value: unknown },
): boolean {
  if (next.at !== known.at) return field === 'source' ? next.at < known.at : next.at > known.at;
  return canonicalJson(next.value) > canonicalJson(known.value);
}

export const CLAIM_FIELDS = [
  'name',
  'phone',
  'email',
  'gender',
  'birth',
  'emailConsent',
  'smsConsent',
  'source',
  'lastSource',
  'company',
  'groups',
  'debtMinor',
  'addresses',
  'note',
] as const;
/** What the shop keeps besides has a register for each name (`attributes.<name>`). */
export type ClaimField = (typeof CLAIM_FIELDS)[number] | `attributes.${string}`;

/** One source's tags replace its own older ones, and "none" is kept like any: older ones may come later. The customer has the union. */
export function withTags(
  customer: CustomerDocument,
  source: string,
  at: Instant,
  tags: readonly string[],
): { customer: CustomerDocument; effect: ClaimEffect } {
  return withTagClaim(customer, { source, at, tags: [...new Set(tags)].sort() });
}

/** A word of a source about tags, or all that another customer's register knows of its words. */
function withTagClaim(
  customer: CustomerDocument,
  given: TagClaim,
): { customer: CustomerDocument; effect: ClaimEffect } {
  const { source, at, tags: sorted } = given;
  const claims = customer.tagClaims ?? [];
  const known = claims.find((claim) => claim.source === source);
  const isSame = known !== undefined && canonicalJson(known.tags) === canonicalJson(sorted);
  if (known?.at === at && isSame && !given.spans) return { customer, effect: [] };
  const put = (claim: TagClaim) =>
    withTagUnion({
      ...customer,
      tagClaims: [...claims.filter((other) => other.source !== source), claim].sort((a, b) =>
        a.source < b.source ? -1 : 1,
      ),
    });
  const field = `tags:${source}`;
  if (known && (known.at > at || (known.at === at && canonicalJson(known.tags) > canonicalJson(sorted)))) {
    return {
      customer: put(withEarlier(known, given)),
      effect: isSame
        ? [{ field, at, value: sorted }]
        : [
            { field, at, value: sorted },
            { field, at: known.at, value: known.tags },
          ],
    };
  }
  const isNews = !isSame && (known !== undefined || sorted.length > 0);
  return {
    customer: put(known ? withEarlier(given, known) : given),
    effect: isNews ? [{ field, at, value: sorted }] : [],
  };
}

export function withIdentities(customer: CustomerDocument, keys: readonly IdentityKey[]): CustomerDocument {
  const missing = keys.filter((key) => !customer.ids.includes(key));
  return missing.length === 0 ? customer : { ...customer, ids: [...customer.ids, ...missing].sort() };
}

/** Two people found to be one. Registers merge field by field; facts and stats are recomputed by the caller. */
export function mergeCustomers(winner: CustomerDocument, loser: CustomerDocument): CustomerDocument {
  let merged: CustomerDocument = { ...winner, createdAt: Math.min(winner.createdAt, loser.createdAt) };
  for (const claim of loser.claims) {
    for (const layer of ['own', 'order'] as const) {
      const word = claim[layer];
      if (word) merged = withClaim(merged, claim.field as ClaimField, layer, word.at, word.value).customer;
    }
  }
  for (const claim of loser.tagClaims ?? []) merged = withTagClaim(merged, claim).customer;
  const { pins: _pins, bans: _bans, ...person } = withIdentities(merged, loser.ids);
  merged = { ...person, ...mergedHands(winner, loser) };
  const gone = [...new Set([...(merged.gone ?? []), ...(loser.gone ?? [])])].sort();
  return gone.length === 0 ? merged : { ...merged, gone };
}

/** The profile fields that the registers decide, and what follows from them. A field without a value is absent. */
export function withProfile(customer: CustomerDocument): CustomerDocument {
  const next: Record<string, unknown> = { ...customer };
  for (const field of CLAIM_FIELDS) {
    const claim = customer.claims.find((other) => other.field === field);
    const value = claim?.own?.value ?? claim?.order?.value ?? null;
    if (value === null || value === 0 || (Array.isArray(value) && value.length === 0)) delete next[field];
    else next[field] = field === 'birth' ? storedBirth(value as BirthDate) : value;
  }
  if (typeof next.name === 'string') next.nameFolded = fold(next.name);
  else delete next.nameFolded;
  // Somebody whose only touch has no date was last touched by it.
  if (next.lastSource === undefined && next.source !== undefined) next.lastSource = next.source;
  const places = (next.addresses ?? []) as readonly Place[];
  setOrDelete(next, 'homeAreas', areasOfAll(places.filter((place) => place.kind !== 'work')));
  setOrDelete(next, 'workAreas', areasOfAll(places.filter((place) => place.kind === 'work')));
  const attributes = attributesOf(customer);
  if (Object.keys(attributes).length > 0) next.attributes = attributes;
  else delete next.attributes;
  return next as unknown as CustomerDocument;
}

function setOrDelete(fields: Record<string, unknown>, name: string, values: readonly string[]): void {
  if (values.length > 0) fields[name] = values;
  else delete fields[name];
}

export const ATTRIBUTE_CLAIM = 'attributes.';

function attributesOf({ claims }: Pick<CustomerDocument, 'claims'>): Record<string, AttributeValue> {
  const told = claims.flatMap(({ field, own }) =>
    field.startsWith(ATTRIBUTE_CLAIM) && own?.value != null
      ? [[field.slice(ATTRIBUTE_CLAIM.length), own.value as AttributeValue] as const]
      : [],
  );
  return Object.fromEntries(told);
}

function storedBirth(birth: BirthDate): StoredBirthDate {
  return {
    monthDay: birth.month * 100 + birth.day,
    month: birth.month,
    day: birth.day,
    ...(birth.year === undefined ? {} : { year: birth.year }),
  };
}

function withTagUnion(customer: CustomerDocument): CustomerDocument {
  const names = new Map<string, string>();
  for (const claim of customer.tagClaims ?? []) {
    for (const name of claim.tags) {
      const key = fold(name);
      const other = names.get(key);
      if (key !== '' && (other === undefined || name < other)) names.set(key, name);
    }
  }
  const since = tagsSince(customer.tagClaims ?? []);
  const tagNames = [...names]
    .map(([key, name]) => ({ key, name, since: since.get(key) as Instant }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  return { ...customer, tags: tagNames.map((tag) => tag.key), tagNames };
}

/**
 * The document in the order in which it is stored: what conditions read most first, the long array last, because BSON is
 * scanned from the front (performance.md).
 */
export function arranged(customer: CustomerDocument): CustomerDocument {
  const {
    _id,
    stats,
    tags,
    gender,
    birth,
    phone,
    email,
    name,
    nameFolded,
    listing: _derived,
    facts,
    factsCut,
    ...rest
  } = customer;
  const { memberOf, createdAt, ids, revision, claims, tagClaims, tagNames, addresses, note, gone, ...others } = rest;
  return withoutUndefined({
    _id,
    stats,
    tags,
    gender,
    birth,
    phone,
    email,
    name,
    nameFolded,
    listing: listingOf(customer),
    ...others,
    memberOf,
    createdAt,
    ids,
    revision,
    addresses,
    note,
    tagNames,
    gone,
    tagClaims,
    claims,
    factsCut,
    facts,
  }) as unknown as CustomerDocument;
}

function withoutUndefined(fields: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) if (fields[name] !== undefined) kept[name] = fields[name];
  return kept;
}

/** Puts facts and figures on the customer. */
export function withFacts(
  customer: CustomerDocument,
  facts: PurchaseFact[],
  stats: CustomerDocument['stats'],
  cut: boolean,
): CustomerDocument {
  const { factsCut: _old, ...rest } = customer;
  return { ...rest, stats, facts, ...(cut ? { factsCut: true as const } : {}) };
}
