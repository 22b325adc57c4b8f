import type { CustomerKey, Order, OrderKey, Refund, Version } from '../../model.ts';
import { orderKey, purchaseFact } from '../../model.ts';
import type { LoneRefund, OrderDocument } from '../store/documents.ts';
import { buyerIdentities, withBuyerClaims } from './buyer.ts';
import type { IngestContext } from './context.ts';
import { canonicalJson, contentHash } from './context.ts';
import { withOrderEffect } from './effects.ts';
import type { Outcome } from './outcome.ts';
import { DONE, parked } from './outcome.ts';
import { resolvePerson } from './people.ts';
import { recordEffect } from './record-effect.ts';
import type { Workspace } from './workspace.ts';

type StoredVersion = Version & { readonly hash: string };

/** Takes in an order as its payload states it. Older than what we have: it is kept as a version and changes nothing else. */
export async function applyOrder(
  workspace: Workspace,
  context: IngestContext,
  incoming: Order,
  options: { restored: boolean },
): Promise<Outcome> {
  const key = orderKey(context.shop._id, context.installation, incoming.hostId);
  const before = (await workspace.order(key)) ?? emptyOrder(context, key, incoming.hostId);
  const kept = before.order?.currency === incoming.currency ? before.rate : undefined; // as when the order was taken in (C12)
  const rate = kept ?? exchangeRate(context, incoming);
  if (rate === undefined) return parked('currency_unknown', incoming.currency);
  const order = before.erased ? withoutPerson(incoming) : incoming;
  const version: StoredVersion = { ...order.version, hash: contentHash(order) };

  let turn = compareVersions(version, before.version);
  if (turn < 0 && (await workspace.knowsOrderVersion(versionId(key, version)))) turn = 0; // heard before, under another delivery
  let after: OrderDocument = before;
  if (turn > 0) {
    if (before.order && before.version) keepVersion(workspace, before._id, before.order, before.version);
    const { rate: _oldRate, ...rest } = before;
    after = { ...rest, order, version, at: order.placedAt, ...(rate === null ? {} : { rate }) };
  } else if (turn < 0) {
    keepVersion(workspace, before._id, order, version);
  }
  if (options.restored) {
    const answersQuestion = turn > 0 || !before.restored;
    const { unresolved, ...rest } = after;
    after = {
      ...rest,
      ...restoredAt(rest, context.receivedAt),
      restored: true,
      deleted: false,
      ...(unresolved !== undefined && !answersQuestion ? { unresolved } : {}),
    };
  }
  return settleOrder(workspace, context, before, after, turn === 0 ? [] : [order]);
}

/**
 * A deletion carries no time. It stands against payloads of any version, because hosts go on sending older ones after it;
 * only a restoration takes it back. One that comes after a restoration may be older or newer than it, which only
 * the host can say: it is parked and shown, and the order stays as last stated.
 */
export async function applyOrderDeletion(
  workspace: Workspace,
  context: IngestContext,
  hostId: string,
): Promise<Outcome> {
  const key = orderKey(context.shop._id, context.installation, hostId);
  const before = (await workspace.order(key)) ?? emptyOrder(context, key, hostId);
  if (before.restored && !before.deleted) {
    workspace.putOrder({ ...before, unresolved: context.cause.id });
    return parked('deletion_undated', `order:${hostId}`);
  }
  return settleOrder(workspace, context, before, deletedAt(before, context.receivedAt), []);
}

/** A person has looked at the host and says what an undated deletion meant. */
export async function resolveDeletion(
  workspace: Workspace,
  context: IngestContext,
  hostId: string,
  deleted: boolean,
): Promise<Outcome> {
  const key = orderKey(context.shop._id, context.installation, hostId);
  const before = await workspace.order(key);
  if (!before) return DONE;
  const { unresolved: _answered, ...rest } = before;
  const answered = deleted
    ? deletedAt(rest, context.receivedAt)
    : { ...rest, ...restoredAt(rest, context.receivedAt), deleted };
  return settleOrder(workspace, context, before, answered, []);
}

/** A deletion is as old as its delivery: nothing else dates it. One that is heard again is the same. */
function deletedAt(order: OrderDocument, at: number): OrderDocument {
  return order.deleted ? order : { ...order, deleted: true, deletions: [...(order.deletions ?? []), { at }] };
}

function restoredAt({ deleted, deletions }: OrderDocument, until: number): Pick<OrderDocument, 'deletions'> {
  if (!deleted || !deletions) return {};
  return { deletions: deletions.map((deletion) => (deletion.until === undefined ? { ...deletion, until } : deletion)) };
}

/** A refund that came alone counts until its order's payload lists it. It may come before its order. */
export async function applyRefund(
  workspace: Workspace,
  context: IngestContext,
  orderHostId: string,
  refund: Refund,
  version: Version,
): Promise<Outcome> {
  const key = orderKey(context.shop._id, context.installation, orderHostId);
  const before = (await workspace.order(key)) ?? emptyOrder(context, key, orderHostId);
  const known = before.refundsAlone.find((other) => other.hostId === refund.hostId);
  const stated: LoneRefund = { ...refund, version };
  if (known && compareVersions(hashed(stated), hashed(known)) <= 0) return DONE;
  const refundsAlone = [...before.refundsAlone.filter((other) => other.hostId !== refund.hostId), stated].sort(
    (a, b) => (a.hostId < b.hostId ? -1 : 1),
  );
  return settleOrder(workspace, context, before, { ...before, refundsAlone }, []);
}

/**
 * Brings everything that follows from an order into line with its present state: its fact, whom it belongs to, and that
 * customer's figures. The one function behind paid, edited, refunded, cancelled, deleted, restored, repeated and late.
 */
export async function settleOrder(
  workspace: Workspace,
  context: IngestContext,
  before: OrderDocument,
  changed: OrderDocument,
  stated: readonly Order[],
): Promise<Outcome> {
  let after = withFactOf(context, changed);
  if (after === before && stated.length === 0) return DONE;
  const named: CustomerKey[] = [];
  for (const order of stated) {
    // A late version names its buyer too: people are found whatever came first.
    const keys = after.erased ? [] : buyerIdentities(context, after.installation, order);
    const person = keys.length === 0 ? null : await resolvePerson(workspace, context, keys, order.placedAt);
    if (order === after.order) {
      const owner = after.erased ? before.customer : (person?._id ?? null);
      const { waitingFor: _old, ...rest } = after;
      after = {
        ...rest,
        customer: owner,
        ...(owner === null && keys.length > 0 ? { waitingFor: keys.map((key) => `${context.shop._id}/${key}`) } : {}),
      };
    }
    if (person) {
      const claimed = withBuyerClaims(context, person, order);
      workspace.putCustomer(claimed.customer);
      recordEffect(workspace, context, person._id, claimed.effect);
      if (order !== after.order) named.push(person._id);
    }
  }
  // Merging may have moved the stored order to another customer meanwhile.
  const owner = (await workspace.order(after._id))?.customer ?? before.customer;
  if (stated.every((order) => order !== after.order)) after = { ...after, customer: owner };
  after = withFormer(after, owner === null ? named : [...named, owner]);
  workspace.putOrder(after);

  const ref = `${after.installation}/${after.hostId}`;
  if (owner !== null && owner !== after.customer) await moveFact(workspace, owner, ref, before, null);
  if (after.customer !== null)
    await moveFact(workspace, after.customer, ref, owner === after.customer ? before : null, after);
  return DONE;
}

/** Whose it was by another of its versions: their past holds it still. */
function withFormer(order: OrderDocument, named: readonly CustomerKey[]): OrderDocument {
  const missing = named.filter((key) => key !== order.customer && !order.former?.includes(key));
  return missing.length === 0
    ? order
    : { ...order, former: [...new Set([...(order.former ?? []), ...missing])].sort() };
}

async function moveFact(
  workspace: Workspace,
  key: NonNullable<OrderDocument['customer']>,
  ref: string,
  before: OrderDocument | null,
  after: OrderDocument | null,
): Promise<void> {
  const customer = await workspace.customer(key);
  if (!customer) return;
  workspace.putCustomer(await withOrderEffect(workspace, customer, ref, before?.fact, after?.fact ?? null));
}

function withFactOf(context: IngestContext, order: OrderDocument): OrderDocument {
  const fact = order.order ? orderFact(context.shop, order) : null;
  const before = order.fact ?? null;
  const isSame = fact === null || before === null ? fact === before : canonicalJson(fact) === canonicalJson(before);
  if (isSame) return order;
  const { fact: _old, ...rest } = order;
  return fact === null ? rest : { ...rest, fact };
}

/** The fact an order document should hold now: ingest writes it, `verify` compares it. */
export function orderFact(shop: IngestContext['shop'], order: OrderDocument) {
  if (!order.order) return null;
  return purchaseFact(order.order, {
    refundsAlone: order.refundsAlone,
    deleted: order.deleted,
    installation: order.installation,
    shop,
    rate: order.rate ?? null,
    offersUsed: order.offersUsed ?? 0,
  });
}

export function emptyOrder(context: IngestContext, key: OrderKey, hostId: string): OrderDocument {
  return {
    _id: key,
    shop: context.shop._id,
    installation: context.installation,
    hostId,
    at: context.receivedAt,
    customer: null,
    refundsAlone: [],
    deleted: false,
    restored: false,
  };
}

const hashed = (refund: LoneRefund): StoredVersion => ({ ...refund.version, hash: contentHash(refund) });

/** Later by the host's clock; then further along its life; then by content, which is arbitrary and always the same. */
export function compareVersions(a: StoredVersion, b: StoredVersion | undefined): number {
  if (!b) return 1;
  return a.at - b.at || a.rank - b.rank || (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0);
}

function keepVersion(workspace: Workspace, key: OrderKey, content: Order, version: StoredVersion): void {
  const shop = key.slice(0, key.indexOf('/')) as OrderDocument['shop'];
  workspace.putOrderVersion({ _id: versionId(key, version), shop, order: key, at: version.at, content });
}

const versionId = (key: OrderKey, version: StoredVersion) => `${key}@${version.at}.${version.rank}.${version.hash}`;

/** Null: the shop's own currency. Undefined: the shop has no rate for this one. */
function exchangeRate(context: IngestContext, order: Order): string | null | undefined {
  if (order.currency === context.shop.currency) return null;
  return context.shop.settings.exchangeRates[order.currency];
}

/** An order of an erased person: its figures stay, the person does not come back with a later payload. */
export function withoutPerson(order: Order): Order {
  const nobody = { hostId: null, memberCode: null, phone: null, email: null, name: null, source: null };
  const place = order.place === null ? null : { ...order.place, address: null };
  return { ...order, buyer: nobody, place, note: null };
}
