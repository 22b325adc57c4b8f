import type { ChangeStreamDocument, Document, ObjectId, Timestamp } from 'mongodb';
import { type CustomerKey, customerIdFromKey, formatInstant, type ShopId } from '../../model.ts';
import { deliveryIdOf } from '../queries/deliveries-page.ts';
import type { MembershipEventDocument } from '../store/segment-documents.ts';
import type { LiveData, LiveName } from './events.ts';

/** A change of a document, as {@link CHANGES} leaves it: keys and names of fields, and the few values that events tell. */
export interface Change {
  readonly _id: unknown;
  readonly clusterTime: Timestamp;
  readonly operationType: 'insert' | 'update' | 'replace' | 'delete';
  readonly ns: { readonly coll: string };
  readonly documentKey: { readonly _id: string | ObjectId };
  /** Of a document that was written whole, or what an update has set. */
  readonly is?: Document;
  /** Names of the fields that an update has touched. */
  readonly touched?: readonly string[];
}

/** What has happened, and to whom. */
export type Happened = {
  readonly [N in LiveName]: { readonly name: N; readonly shop: ShopId | null; readonly data: LiveData<N> };
}[LiveName];

type Reader = (change: Change) => Happened | null;

/** By collection. Besides these only `jobs` is watched; see jobs.ts. */
const READERS: Readonly<Record<string, Reader>> = {
  customers(change) {
    // A segment being built lays its labels on thousands; who entered and left is told as `member`.
    if (touchesOnly(change, /^(memberOf(\.\d+)?|revision)$/)) return null;
    const { key, shop } = keyOf(change);
    return { name: 'customer', shop, data: { id: customerIdFromKey(key as CustomerKey) } };
  },
  orders(change) {
    const { key, shop } = keyOf(change);
    const customer: unknown = change.is?.['customer'];
    const id = key.slice(shop.length + 1).replace('/', '.');
    return { name: 'order', shop, data: { id, customer: typeof customer === 'string' ? customerId(customer) : null } };
  },
  membership_events({ operationType, is, ...change }) {
    if (operationType === 'delete' || operationType === 'update' || !is) return null;
    const { shop } = keyOf(change);
    const { segment, customer, kind, at } = is as MembershipEventDocument;
    const data = { segment: below(shop, segment), customer: customerId(customer), kind, at: formatInstant(at) };
    return { name: 'member', shop, data };
  },
  /** Of a customer, as their page shows it. */
  notes({ is, ...change }) {
    const customer: unknown = is?.['customer'];
    if (typeof customer !== 'string') return null;
    return { name: 'customer', shop: keyOf(change).shop, data: { id: customerId(customer) } };
  },
  segments(change) {
    const { key, shop } = keyOf(change);
    return { name: 'segment', shop, data: { id: below(shop, key) } };
  },
  /** Of a segment, as its page shows what is done to it. */
  bulk_actions(change) {
    const { key, shop } = keyOf(change);
    return { name: 'segment', shop, data: { id: below(shop, key).split('.')[0] as string } };
  },
  inbox(change) {
    const state: unknown = change.is?.['state'];
    if (typeof state !== 'string') return null;
    const { key, shop } = keyOf(change);
    return { name: 'delivery', shop, data: { id: deliveryIdOf(key), state: state as LiveData<'delivery'>['state'] } };
  },
  shops(change) {
    const shop = change.documentKey._id as ShopId;
    // How far a rebuild has come is written with every batch of it; settings are what somebody changed.
    if (touchesOnly(change, /^rebuild(\.|$)/)) return { name: 'job', shop, data: { name: 'rebuild' } };
    return { name: 'settings', shop, data: {} };
  },
  staff(change) {
    return touchesOnly(change, /^lastSeenAt$/) ? null : { name: 'staff', shop: keyOf(change).shop, data: {} };
  },
  audit: (change) => ({ name: 'audit', shop: keyOf(change).shop, data: {} }),
};

const isUpdate = { $eq: ['$operationType', 'update'] };

/** An inbox is written three times for each delivery, of which two are news. */
const isNews = {
  $or: [
    { 'ns.coll': { $in: ['jobs', ...Object.keys(READERS).filter((name) => name !== 'inbox')] } },
    { 'ns.coll': 'inbox', operationType: 'insert' },
    { 'ns.coll': 'inbox', 'updateDescription.updatedFields.state': { $exists: true } },
  ],
};

const TOLD_FIELDS = ['customer', 'segment', 'kind', 'at', 'state'] as const;

/**
 * The database sends a few dozen bytes a change: documents stay where they are, and so do the payloads of deliveries. It applies the
 * `$match` to its log before it makes anything of an entry.
 */
export const CHANGES: Document[] = [
  { $match: { operationType: { $in: ['insert', 'update', 'replace', 'delete'] }, ...isNews } },
  {
    $project: {
      clusterTime: 1,
      operationType: 1,
      ns: { coll: 1 },
      documentKey: { _id: 1 },
      is: Object.fromEntries(
        TOLD_FIELDS.map((field) => [
          field,
          { $cond: [isUpdate, `$updateDescription.updatedFields.${field}`, `$fullDocument.${field}`] },
        ]),
      ),
      touched: {
        $cond: [
          isUpdate,
          {
            $concatArrays: [
              {
                $map: {
                  input: { $objectToArray: { $ifNull: ['$updateDescription.updatedFields', {}] } },
                  in: '$$this.k',
                },
              },
              { $ifNull: ['$updateDescription.removedFields', []] },
              { $ifNull: ['$updateDescription.truncatedArrays.field', []] },
            ],
          },
          '$$REMOVE',
        ],
      },
    },
  },
];

/** What to tell of a change; null when it is nobody's news. */
export function happenedBy(change: ChangeStreamDocument): Happened | null {
  const read = change as unknown as Change;
  return READERS[read.ns.coll]?.(read) ?? null;
}

/** What an event is about: of several about one thing the last says enough. */
export function subjectOf({ name, data }: Happened): string {
  if (name === 'member') return `${name} ${data.segment} ${data.customer} ${data.kind}`;
  return 'id' in data ? `${name} ${data.id}` : 'name' in data ? `${name} ${data.name}` : name;
}

function touchesOnly({ touched }: Change, names: RegExp): boolean {
  return touched?.every((field) => names.test(field)) === true;
}

/** Every `_id` begins with the shop; see store/scope.ts. */
function keyOf({ documentKey }: Pick<Change, 'documentKey'>): { key: string; shop: ShopId } {
  const key = String(documentKey._id);
  return { key, shop: key.slice(0, key.indexOf('/')) as ShopId };
}

function below(shop: ShopId, key: string): string {
  return key.slice(shop.length + 1);
}

function customerId(key: string): string {
  return customerIdFromKey(key as CustomerKey);
}
