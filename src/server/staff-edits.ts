import { AppError, invariant } from '../errors.ts';
import {
  type AttributeValue,
  type BirthDate,
  type Consent,
  type CustomerId,
  type CustomerKey,
  cleanText,
  customerIdFromKey,
  emailIdentity,
  fold,
  type Gender,
  type IdentityKey,
  memberIdentity,
  type Place,
  phoneIdentity,
  readAttribute,
  type ShopId,
} from '../model.ts';
import { recordAudit } from './audit.ts';
import { customerToEdit, type EditParts, editCustomers, STAFF } from './customer-edit.ts';
import { type IngestContext, readEmail, readPhone } from './ingest/context.ts';
import { resolvePerson } from './ingest/people.ts';
import { ATTRIBUTE_CLAIM, type ClaimEffect, type ClaimField, withClaim, withTags } from './ingest/person.ts';
import { applyRecord } from './ingest/record.ts';
import { recordEffect } from './ingest/record-effect.ts';
import type { Workspace } from './ingest/workspace.ts';
import { erasePerson } from './privacy.ts';
import { findCustomer, keysOf } from './queries/customer.ts';
import { randomId } from './random.ts';
import type { ChangeDocument, CustomerDocument, NoteDocument, OrderDocument } from './store/documents.ts';
import type { ShopStore } from './store/index.ts';
import type { MembershipEventDocument } from './store/segment-documents.ts';

/**
 * What people at the shop write about a customer, by the same functions as what hosts write: identities, history, tags and
 * memberships stay right, in one transaction. A staff edit is the latest word on its field, whatever a host's clock says;
 * the host's next change of the field comes after it.
 */
export interface StaffProfile {
  readonly name?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly memberCode?: string | undefined;
  readonly gender?: Gender | null | undefined;
  readonly birthDate?: BirthDate | null | undefined;
  readonly emailConsent?: Consent | null | undefined;
  readonly smsConsent?: Consent | null | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly addresses?: readonly Place[] | undefined;
  readonly company?: string | null | undefined;
  /** Values by name of what the shop's settings define; null takes one away. */
  readonly attributes?: Readonly<Record<string, AttributeValue | null>> | undefined;
  readonly note?: string | null | undefined;
}

export interface NewCustomer extends StaffProfile {
  readonly source?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** Quick and full add (K01, K02). Somebody with this phone or e-mail is there already: they are answered, unchanged. */
export async function addCustomer(
  parts: EditParts,
  shop: ShopId,
  given: NewCustomer,
  actor: string,
): Promise<{ id: CustomerId; created: boolean }> {
  return editCustomers(parts, shop, actor, async (workspace, context) => {
    const contacts = contactsOf(context, given);
    if (contacts.length === 0) throw new AppError('invalid', 'phone or email: give at least one of them');
    const owned = await ownersOf(workspace, contacts);
    const existing = owned[0]?.customer;
    if (owned.some((other) => other.customer !== existing))
      throw identityTaken(owned, 'the phone and the e-mail belong to two different customers');
    const code = (await ownersOf(workspace, codeOf(given))).filter((other) => other.customer !== existing);
    if (code.length > 0) throw identityTaken(code);
    if (existing) return { id: customerIdFromKey(existing), created: false };
    const { customer } = await applyRecord(
      workspace,
      context,
      { ...defined(given), hostId: null, version: { at: context.now, rank: 0 }, createdAt: context.now },
      STAFF,
    );
    invariant(customer, 'a record with an identity is somebody');
    await claim(workspace, context, customer, attributeClaims(context, given));
    return { id: customerIdFromKey(customer._id), created: true };
  });
}

/** Changes profile fields; null says "has none". A number or address given before still finds the customer. */
export async function editCustomer(
  parts: EditParts,
  shop: ShopId,
  id: string,
  given: StaffProfile,
  actor: string,
): Promise<CustomerId> {
  return editCustomers(parts, shop, actor, async (workspace, context, scope) => {
    const before = await customerToEdit(workspace, scope, id);
    const arriving = [...contactsOf(context, given), ...codeOf(given)].filter((key) => !before.ids.includes(key));
    const others = (await ownersOf(workspace, arriving)).filter((other) => other.customer !== before._id);
    if (others.length > 0) throw identityTaken(others);
    // All they are known by in one statement: nobody is merged, orders that wait for a new member code are attached.
    const person =
      arriving.length === 0
        ? before
        : await resolvePerson(workspace, context, [...before.ids, ...arriving], before.createdAt, {
            codeSuffices: true,
          });
    invariant(person?._id === before._id, 'an edit stays with its customer');
    await claim(workspace, context, person, [...claimsOf(context, given), ...attributeClaims(context, given)]);
    return customerIdFromKey(person._id);
  });
}

export async function addTags(
  parts: EditParts,
  shop: ShopId,
  id: string,
  tags: readonly string[],
  actor: string,
): Promise<CustomerId> {
  return changeTags(parts, shop, id, actor, (own) => [
    ...own.filter((tag) => !tags.some((added) => fold(added) === fold(tag))),
    ...tags,
  ]);
}

/** Takes staff's tags away. One that a host or till set has to be taken away there, or its next message would bring it back. */
export async function removeTags(
  parts: EditParts,
  shop: ShopId,
  id: string,
  tags: readonly string[],
  actor: string,
): Promise<CustomerId> {
  const removed = new Set(tags.map(fold));
  return changeTags(parts, shop, id, actor, (own, others) => {
    if (others.some((tag) => removed.has(fold(tag))))
      throw new AppError('conflict', 'tag: a host or till set it; take it away there');
    return own.filter((tag) => !removed.has(fold(tag)));
  });
}

function changeTags(
  parts: EditParts,
  shop: ShopId,
  id: string,
  actor: string,
  change: (own: readonly string[], others: readonly string[]) => readonly string[],
): Promise<CustomerId> {
  return editCustomers(parts, shop, actor, async (workspace, context, scope) => {
    const customer = await customerToEdit(workspace, scope, id);
    const own = customer.tagClaims?.find((claimed) => claimed.source === STAFF);
    const others = (customer.tagClaims ?? []).flatMap((claimed) => (claimed.source === STAFF ? [] : claimed.tags));
    const tagged = withTags(customer, STAFF, latest(context, own?.at), change(own?.tags ?? [], others));
    if (tagged.effect.length > 0) {
      workspace.putCustomer(tagged.customer);
      recordEffect(workspace, context, customer._id, tagged.effect);
    }
    return customerIdFromKey(customer._id);
  });
}

/** Takes the person out of everything (X05); figures stay under a key that names nobody. Twice is once. */
export async function eraseCustomer(parts: EditParts, shop: ShopId, id: string, actor: string): Promise<CustomerId> {
  return editCustomers(parts, shop, actor, async (_workspace, context, scope) => {
    const { customer } = await findCustomer(scope, id);
    if (customer.erasedAt !== undefined) return customerIdFromKey(customer._id);
    await erasePerson(scope, context, customer);
    await recordRequest(scope, context, 'erase', customer._id, actor);
    return customerIdFromKey(customer._id);
  });
}

/** Everything that is kept about somebody, and a record that it was handed out. */
export async function exportCustomer(
  parts: EditParts,
  shop: ShopId,
  id: string,
  actor: string,
): Promise<CollectedCustomer> {
  return editCustomers(parts, shop, actor, async (_workspace, context, scope) => {
    const { customer } = await findCustomer(scope, id);
    const about = { customer: { $in: await keysOf(scope, customer._id) } };
    const orders = await scope.orders.find({ customer: customer._id }).sort({ at: 1 }).toArray();
    const changes = await scope.changes.find(about).sort({ at: 1 }).toArray();
    const memberships = await scope.membershipEvents.find(about).sort({ at: 1 }).toArray();
    const notes = await scope.notes.find(about).sort({ at: 1 }).toArray();
    await recordRequest(scope, context, 'export', customer._id, actor);
    return { customer, orders, changes, memberships, notes };
  });
}

export interface CollectedCustomer {
  readonly customer: CustomerDocument;
  readonly orders: readonly OrderDocument[];
  readonly changes: readonly ChangeDocument[];
  readonly memberships: readonly MembershipEventDocument[];
  readonly notes: readonly NoteDocument[];
}

async function recordRequest(
  scope: ShopStore,
  context: IngestContext,
  kind: 'export' | 'erase',
  customer: CustomerKey,
  actor: string,
): Promise<void> {
  const at = context.now;
  await scope.privacyRequests.insert([
    {
      _id: `${scope.shop}/${randomId(12)}`,
      shop: scope.shop,
      at,
      kind,
      source: actor,
      hostRequestId: null,
      customers: [customer],
      state: 'done',
      doneAt: at,
    },
  ]);
  await recordAudit(scope, {
    at,
    actor,
    action: kind === 'export' ? 'customer.exported' : 'customer.erased',
    target: `customer ${customerIdFromKey(customer)}`,
  });
}

/** Somebody has this identity already. */
interface Owned {
  readonly field: keyof StaffProfile;
  readonly customer: CustomerKey;
}

async function ownersOf(workspace: Workspace, keys: readonly IdentityKey[]): Promise<Owned[]> {
  const known = await workspace.identities(keys);
  return [...known].flatMap(([key, { customer }]) =>
    customer === null ? [] : [{ field: FIELDS[key[0] as keyof typeof FIELDS], customer }],
  );
}

const FIELDS = { p: 'phone', e: 'email', m: 'memberCode', h: 'memberCode' } as const;

/** `details` names the others, so that whoever typed it can look at them. */
function identityTaken(owned: readonly Owned[], why?: string): AppError {
  const taken = owned.map(({ field, customer }) => ({ field, customer: customerIdFromKey(customer) }));
  const fields = taken.map((other) => other.field).join(' and ');
  return new AppError('identity_taken', why ?? `${fields}: another customer has it`, { details: { taken } });
}

/** What identifies them among what was given. Each that cannot is told of by its field, as for any body that is not valid. */
function contactsOf(context: IngestContext, { phone, email }: StaffProfile): IdentityKey[] {
  const keys: IdentityKey[] = [];
  const issues: { field: string; message: string }[] = [];
  if (cleanText(phone) !== null) {
    const read = readPhone(context, phone);
    if (read !== null) keys.push(phoneIdentity(read));
    else
      issues.push({
        field: 'body.phone',
        message: 'not a number somebody can have, or one that the settings call shared',
      });
  }
  if (cleanText(email) !== null) {
    const read = readEmail(context, email);
    if (read !== null) keys.push(emailIdentity(read));
    else issues.push({ field: 'body.email', message: 'not an address, or one that the settings call shared' });
  }
  if (issues.length > 0) throw invalid(issues);
  return keys;
}

function codeOf({ memberCode }: StaffProfile): IdentityKey[] {
  return cleanText(memberCode) === null ? [] : [memberIdentity(memberCode as string)];
}

async function claim(
  workspace: Workspace,
  context: IngestContext,
  person: CustomerDocument,
  claims: readonly (readonly [ClaimField, unknown])[],
): Promise<void> {
  let customer = person;
  const effect: ClaimEffect[number][] = [];
  for (const [field, value] of claims) {
    if (value === undefined) continue;
    const known = customer.claims.find((other) => other.field === field)?.own?.at;
    const claimed = withClaim(customer, field, 'own', latest(context, known), value);
    customer = claimed.customer;
    effect.push(...claimed.effect);
  }
  if (customer === person) return;
  workspace.putCustomer(customer);
  recordEffect(workspace, context, customer._id, effect);
}

/** Now, or just after a word whose clock was ahead of ours: who edits sees their edit. */
function latest(context: IngestContext, known: number | undefined): number {
  return Math.max(context.now, (known ?? 0) + 1);
}

function claimsOf(context: IngestContext, given: StaffProfile): (readonly [ClaimField, unknown])[] {
  const text = (value: string | null | undefined) => (value === undefined ? undefined : cleanText(value));
  return [
    ['name', text(given.name)],
    ['phone', given.phone === undefined ? undefined : readPhone(context, given.phone)],
    ['email', given.email === undefined ? undefined : readEmail(context, given.email)],
    ['gender', given.gender],
    ['birth', given.birthDate],
    ['emailConsent', given.emailConsent],
    ['smsConsent', given.smsConsent],
    ['groups', given.groups],
    ['addresses', given.addresses],
    ['company', text(given.company)],
    ['note', text(given.note)],
  ];
}

/** A register for each attribute. One that the settings do not define, or of another type, refuses the whole edit. */
function attributeClaims(
  { shop }: IngestContext,
  { attributes = {} }: StaffProfile,
): (readonly [ClaimField, AttributeValue | null])[] {
  const issues: { field: string; message: string }[] = [];
  const claims = Object.entries(attributes).flatMap(([name, given]) => {
    const definition = shop.settings.attributes?.find((one) => one.name === name);
    const value = definition && readAttribute(definition.type, given);
    if (value !== undefined) return [[`${ATTRIBUTE_CLAIM}${name}`, value] as const];
    const message = definition ? `not a value of the type ${definition.type}` : 'the settings define no such attribute';
    issues.push({ field: `body.attributes.${name}`, message });
    return [];
  });
  if (issues.length > 0) throw invalid(issues);
  return claims;
}

function invalid(issues: readonly { readonly field: string; readonly message: string }[]): AppError {
  const told = issues.map(({ field, message }) => `${field}: ${message}`).join('; ');
  return new AppError('invalid', told, { details: { issues } });
}

/** Without the fields that were not given. */
function defined<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
