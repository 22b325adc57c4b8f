import type { ClientSession, Collection, Db, Document, MongoClient } from 'mongodb';
import type { Shop, ShopId } from '../../model.ts';
import type { BackTestDocument } from './back-test-document.ts';
import type { ActionMembersDocument, BulkActionDocument, ExportChunkDocument } from './bulk-action-document.ts';
import type {
  AccountDocument,
  AliasDocument,
  ApiKeyDocument,
  AuditDocument,
  ChangeDocument,
  CustomerDocument,
  DeliveryDocument,
  IdempotencyDocument,
  IdentityDocument,
  InstallationDocument,
  NoteDocument,
  OrderDocument,
  OrderVersionDocument,
  PostingDocument,
  PreferenceDocument,
  PrivacyRequestDocument,
  ProductDocument,
  ProgrammeDocument,
  StaffDocument,
  UsedHandoffDocument,
} from './documents.ts';
import { ensureCollections } from './indexes.ts';
import type { JobDocument, JobRunDocument } from './job-documents.ts';
import type { LoyaltyAlarmDocument, LoyaltyEventDocument, VoucherDocument } from './loyalty-documents.ts';
import type { RfmCutsDocument, RfmModelDocument, RfmSnapshotDocument } from './rfm-documents.ts';
import { ScopedCollection, type ScopeKind, type ShopDocument } from './scope.ts';
import type {
  MembershipEventDocument,
  SegmentDayDocument,
  SegmentDocument,
  SegmentVersionDocument,
} from './segment-documents.ts';

/** What one shop has. Made by {@link Store.forShop} only; nothing in it takes a shop id. */
export interface ShopStore {
  readonly shop: ShopId;
  readonly installations: ScopedCollection<InstallationDocument>;
  readonly inbox: ScopedCollection<DeliveryDocument>;
  readonly orders: ScopedCollection<OrderDocument>;
  readonly orderVersions: ScopedCollection<OrderVersionDocument>;
  readonly customers: ScopedCollection<CustomerDocument>;
  readonly aliases: ScopedCollection<AliasDocument>;
  readonly identities: ScopedCollection<IdentityDocument>;
  readonly changes: ScopedCollection<ChangeDocument>;
  readonly notes: ScopedCollection<NoteDocument>;
  readonly products: ScopedCollection<ProductDocument>;
  readonly programmes: ScopedCollection<ProgrammeDocument>;
  readonly accounts: ScopedCollection<AccountDocument>;
  readonly postings: ScopedCollection<PostingDocument>;
  readonly vouchers: ScopedCollection<VoucherDocument>;
  readonly loyaltyEvents: ScopedCollection<LoyaltyEventDocument>;
  readonly loyaltyAlarms: ScopedCollection<LoyaltyAlarmDocument>;
  readonly backTests: ScopedCollection<BackTestDocument>;
  readonly segments: ScopedCollection<SegmentDocument>;
  readonly segmentVersions: ScopedCollection<SegmentVersionDocument>;
  readonly membershipEvents: ScopedCollection<MembershipEventDocument>;
  readonly segmentDays: ScopedCollection<SegmentDayDocument>;
  readonly bulkActions: ScopedCollection<BulkActionDocument>;
  readonly actionMembers: ScopedCollection<ActionMembersDocument>;
  readonly exportChunks: ScopedCollection<ExportChunkDocument>;
  readonly rfmModels: ScopedCollection<RfmModelDocument>;
  readonly rfmCuts: ScopedCollection<RfmCutsDocument>;
  readonly rfmSnapshots: ScopedCollection<RfmSnapshotDocument>;
  readonly apiKeys: ScopedCollection<ApiKeyDocument>;
  readonly staff: ScopedCollection<StaffDocument>;
  readonly usedHandoffs: ScopedCollection<UsedHandoffDocument>;
  readonly preferences: ScopedCollection<PreferenceDocument>;
  readonly audit: ScopedCollection<AuditDocument>;
  readonly privacyRequests: ScopedCollection<PrivacyRequestDocument>;
  readonly idempotency: ScopedCollection<IdempotencyDocument>;
}

/** Collections of a shop and how the scope reaches them. */
export const SHOP_COLLECTIONS = {
  installations: ['installations', 'field'],
  inbox: ['inbox', 'field'],
  orders: ['orders', 'field'],
  orderVersions: ['order_versions', 'field'],
  customers: ['customers', 'range'],
  aliases: ['customer_aliases', 'field'],
  identities: ['identities', 'field'],
  changes: ['changes', 'field'],
  notes: ['notes', 'field'],
  products: ['products', 'field'],
  programmes: ['programmes', 'field'],
  accounts: ['accounts', 'range'],
  postings: ['postings', 'field'],
  vouchers: ['vouchers', 'field'],
  loyaltyEvents: ['loyalty_events', 'field'],
  loyaltyAlarms: ['loyalty_alarms', 'field'],
  backTests: ['back_tests', 'field'],
  segments: ['segments', 'field'],
  segmentVersions: ['segment_versions', 'field'],
  membershipEvents: ['membership_events', 'field'],
  segmentDays: ['segment_days', 'field'],
  bulkActions: ['bulk_actions', 'field'],
  actionMembers: ['action_members', 'field'],
  exportChunks: ['export_chunks', 'field'],
  rfmModels: ['rfm_models', 'field'],
  rfmCuts: ['rfm_cuts', 'field'],
  rfmSnapshots: ['rfm_snapshots', 'field'],
  apiKeys: ['api_keys', 'field'],
  staff: ['staff', 'field'],
  usedHandoffs: ['used_handoffs', 'field'],
  preferences: ['preferences', 'field'],
  audit: ['audit', 'field'],
  privacyRequests: ['privacy_requests', 'field'],
  idempotency: ['idempotency', 'field'],
} as const satisfies Record<Exclude<keyof ShopStore, 'shop'>, readonly [string, ScopeKind]>;

/**
 * The small door for work across shops: finding the shop of a delivery or a key, taking work, listing shops. Everything that
 * goes through it is in this file and in `system.ts`.
 */
export interface SystemStore {
  readonly shops: Collection<Shop>;
  readonly installations: Collection<InstallationDocument>;
  readonly inbox: Collection<DeliveryDocument>;
  readonly apiKeys: Collection<ApiKeyDocument>;
  readonly segments: Collection<SegmentDocument>;
  readonly bulkActions: Collection<BulkActionDocument>;
  readonly privacyRequests: Collection<PrivacyRequestDocument>;
  readonly loyaltyAlarms: Collection<LoyaltyAlarmDocument>;
  /** Agenda's own. */
  readonly jobs: Collection<JobDocument>;
  readonly jobRuns: Collection<JobRunDocument>;
}

export interface Store {
  readonly client: MongoClient;
  readonly db: Db;
  readonly system: SystemStore;
  forShop(shop: ShopId, session?: ClientSession): ShopStore;
  /**
   * Runs `work` in one snapshot transaction with majority writes. Transient errors and duplicate keys (which abort the
   * whole transaction, SERVER-34059) run it again from outside with a fresh snapshot, a bounded number of times. `attempt` counts them from 1.
   * `isPatient`: for work that nobody waits for and that takes up what a killed process has left, whose open transaction holds its
   * documents until MongoDB ends it after a minute.
   */
  transaction<R>(
    shop: ShopId,
    work: (shopStore: ShopStore, attempt: number) => Promise<R>,
    options?: { readonly isPatient?: boolean },
  ): Promise<R>;
}

/** With the pauses between them about five seconds: then whoever asked tries later, or tells so. */
const ATTEMPTS_MAX = 20;
/** More than a minute and a half. */
const PATIENT_ATTEMPTS_MAX = 260;

export async function openStore(client: MongoClient, databaseName: string): Promise<Store> {
  const db = client.db(databaseName, { writeConcern: { w: 'majority' } });
  await ensureCollections(db);
  const collection = <T extends Document>(name: string) => db.collection<T>(name);

  const forShop = (shop: ShopId, session?: ClientSession): ShopStore => {
    const scoped: Record<string, unknown> = { shop };
    for (const [name, [stored, kind]] of Object.entries(SHOP_COLLECTIONS)) {
      scoped[name] = new ScopedCollection(collection<ShopDocument>(stored), shop, kind, session);
    }
    return scoped as unknown as ShopStore;
  };

  const transaction = async <R>(
    shop: ShopId,
    work: (shopStore: ShopStore, attempt: number) => Promise<R>,
    { isPatient = false } = {},
  ): Promise<R> => {
    const attemptsMax = isPatient ? PATIENT_ATTEMPTS_MAX : ATTEMPTS_MAX;
    for (let attempt = 1; ; attempt++) {
      const session = client.startSession({
        defaultTransactionOptions: { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } },
      });
      try {
        session.startTransaction();
        const result = await work(forShop(shop, session), attempt);
        await commit(session);
        return result;
      } catch (error) {
        if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
        if (attempt >= attemptsMax || !isWorthRepeating(error)) throw error;
        await pause(Math.min(400, 2 ** attempt) * 2 * Math.random()); // spread, so that losers do not meet again
      } finally {
        await session.endSession();
      }
    }
  };

  return {
    client,
    db,
    system: {
      shops: collection<Shop>('shops'),
      installations: collection<InstallationDocument>('installations'),
      inbox: collection<DeliveryDocument>('inbox'),
      apiKeys: collection<ApiKeyDocument>('api_keys'),
      segments: collection<SegmentDocument>('segments'),
      bulkActions: collection<BulkActionDocument>('bulk_actions'),
      privacyRequests: collection<PrivacyRequestDocument>('privacy_requests'),
      loyaltyAlarms: collection<LoyaltyAlarmDocument>('loyalty_alarms'),
      jobs: collection<JobDocument>('jobs'),
      jobRuns: collection<JobRunDocument>('job_runs'),
    },
    forShop,
    transaction,
  };
}

/** The outcome of a commit may be lost on the way; committing again is safe and tells it. */
async function commit(session: ClientSession): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      if (attempt >= ATTEMPTS_MAX || !hasLabel(error, 'UnknownTransactionCommitResult')) throw error;
    }
  }
}

function isWorthRepeating(error: unknown): boolean {
  return hasLabel(error, 'TransientTransactionError') || (error as { code?: number }).code === 11000;
}

function hasLabel(error: unknown, label: string): boolean {
  return (
    typeof (error as { hasErrorLabel?: unknown }).hasErrorLabel === 'function' &&
    (error as { hasErrorLabel(l: string): boolean }).hasErrorLabel(label)
  );
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
