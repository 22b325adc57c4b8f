import { AppError, invariant } from '../errors.ts';
import {
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
  type InstallationId,
  memberIdentity,
  type Place,
  phoneIdentity,
  type ShopId,
} from '../model.ts';
import type { AppParts } from './app-parts.ts';
import { recordAudit } from './audit.ts';
import { decideTouched } from './ingest/apply.ts';
import { type IngestContext, readEmail, readPhone } from './ingest/context.ts';
import { resolvePerson } from './ingest/people.ts';
import { type ClaimEffect, type ClaimField, withClaim, withTags } from './ingest/person.ts';
import { applyRecord } from './ingest/record.ts';
import { recordEffect } from './ingest/record-effect.ts';
import { TransactionWorkspace } from './ingest/transaction-workspace.ts';
import type { Workspace } from './ingest/workspace.ts';
import { erasePerson } from './privacy.ts';
import { findCustomer, keysOf } from './queries/customer.ts';
import { randomId } from './random.ts';
import type { ChangeDocument, CustomerDocument, MembershipEventDocument, OrderDocument } from './store/documents.ts';
import type { ShopStore } from './store/index.ts';

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
  readonly note?: string | null | undefined;
}

export interface NewCustomer extends StaffProfile {
  readonly source?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
}

type EditParts = Pick<AppParts, 'store' | 'states' | 'now'>;

/** Whose tags these are: staff's replace only staff's. */
const STAFF = 'staff';

/** Quick and full add (K01, K02). Somebody with this phone or e-mail is there already: they are answered, unchanged. */
export async function addCustomer(
  parts: EditParts,
  shop: ShopId,
  given: NewCustomer,
  actor: string,
): Promise<{ id: CustomerId; created: boolean }> {
  return edit(parts, shop, actor, async (workspace, context) => {
    const contacts = contactsOf(context, given);
    if (contacts.length === 0) throw new AppError('invalid', 'phone or email: give at least one of them');
    const code = codeOf(given);
    const owners = await ownersOf(workspace, contacts);
    const codeOwners = await ownersOf(workspace, code);
    const [existing] = owners;
    if (owners.length > 1) throw new AppError('conflict', 'the phone and the e-mail belong to two different customers');
    if (codeOwners.some((owner) => owner !== existing))
      throw new AppError('conflict', 'memberCode: it belongs to another customer');
    if (existing) return { id: customerIdFromKey(existing), created: false };
    const { customer } = await applyRecord(
      workspace,
      context,
      { ...defined(given), hostId: null, version: { at: context.now, rank: 0 }, createdAt: context.now },
      STAFF,
    );
    invariant(customer, 'a record with an identity is somebody');
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
  return edit(parts, shop, actor, async (workspace, context, scope) => {
    const before = await present(workspace, scope, id);
    const arriving = [...contactsOf(context, given), ...codeOf(given)].filter((key) => !before.ids.includes(key));
    const others = (await ownersOf(workspace, arriving)).filter((owner) => owner !== before._id);
    if (others.length > 0) throw new AppError('conflict', 'phone, email or memberCode: it belongs to another customer');
    // All they are known by in one statement: nobody is merged, orders that wait for a new member code are attached.
    const person =
      arriving.length === 0
        ? before
        : await resolvePerson(workspace, context, [...before.ids, ...arriving], before.createdAt, {
            codeSuffices: true,
          });
    invariant(person?._id === before._id, 'an edit stays with its customer');
    await claim(workspace, context, person, claimsOf(context, given));
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
  return edit(parts, shop, actor, async (workspace, context, scope) => {
    const customer = await present(workspace, scope, id);
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
  return edit(parts, shop, actor, async (_workspace, context, scope) => {
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
  return edit(parts, shop, actor, async (_workspace, context, scope) => {
    const { customer } = await findCustomer(scope, id);
    const about = { customer: { $in: await keysOf(scope, customer._id) } };
    const orders = await scope.orders.find({ customer: customer._id }).sort({ at: 1 }).toArray();
    const changes = await scope.changes.find(about).sort({ at: 1 }).toArray();
    const memberships = await scope.membershipEvents.find(about).sort({ at: 1 }).toArray();
    await recordRequest(scope, context, 'export', customer._id, actor);
    return { customer, orders, changes, memberships };
  });
}

export interface CollectedCustomer {
  readonly customer: CustomerDocument;
  readonly orders: readonly OrderDocument[];
  readonly changes: readonly ChangeDocument[];
  readonly memberships: readonly MembershipEventDocument[];
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

async function edit<R>(
  parts: EditParts,
  shop: ShopId,
  actor: string,
  work: (workspace: Workspace, context: IngestContext, scope: ShopStore) => Promise<R>,
): Promise<R> {
  return parts.store.transaction(shop, async (scope, attempt) => {
    // For each try anew: trying may take seconds, and segments and settings change meanwhile.
    const state = await parts.states.get(shop);
    if (!state) throw new AppError('not_found', 'this shop is no more');
    const now = parts.now();
    const context: IngestContext = {
      shop: state.shop,
      installation: STAFF as InstallationId, // staff speak for no connection; only host ids would need one
      receivedAt: now,
      now,
      cause: { kind: 'api', id: actor },
      live: state.live,
    };
    const workspace = new TransactionWorkspace(scope, attempt);
    const result = await work(workspace, context, scope);
    await decideTouched(workspace, context);
    await workspace.flush();
    return result;
  });
}

async function present(workspace: Workspace, scope: ShopStore, id: string): Promise<CustomerDocument> {
  const found = await findCustomer(scope, id);
  const customer = (await workspace.customer(found.customer._id)) ?? found.customer; // the workspace knows then that it is no new one
  if (customer.erasedAt !== undefined) throw new AppError('conflict', 'the customer was erased');
  return customer;
}

async function ownersOf(workspace: Workspace, keys: readonly IdentityKey[]): Promise<CustomerKey[]> {
  const known = await workspace.identities(keys);
  return [
    ...new Set([...known.values()].flatMap((identity) => (identity.customer === null ? [] : [identity.customer]))),
  ];
}

function contactsOf(context: IngestContext, { phone, email }: StaffProfile): IdentityKey[] {
  const keys: IdentityKey[] = [];
  if (cleanText(phone) !== null) {
    const read = readPhone(context, phone);
    if (read === null)
      throw new AppError('invalid', 'phone: not a number somebody can have, or one that the settings call shared');
    keys.push(phoneIdentity(read));
  }
  if (cleanText(email) !== null) {
    const read = readEmail(context, email);
    if (read === null) throw new AppError('invalid', 'email: not an address, or one that the settings call shared');
    keys.push(emailIdentity(read));
  }
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
    ['note', text(given.note)],
  ];
}

/** Without the fields that were not given. */
function defined<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
