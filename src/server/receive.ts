import type { Adapter, WebhookRequest } from '../adapters/adapter.ts';
import type { InstallationId } from '../model.ts';
import { deliveryDocument, type InboxWriter } from './inbox.ts';
import type { Worker } from './ingest/worker.ts';
import { newSecret, type SecretBox } from './secrets.ts';
import type { InstallationDocument } from './store/documents.ts';
import type { Store } from './store/index.ts';

/** What a webhook request came to. One generic refusal, whatever is wrong: an answer must not help to guess. */
export type Receipt =
  | { readonly kind: 'refused' }
  | { readonly kind: 'stored'; readonly isNew: boolean; readonly deliveryId: string };

/** Opened secrets of connections, kept briefly: a rotation is seen within this time by every process. */
const KNOWN_MS = 1000;

/** What an unknown connection is verified with, so that refusing it takes as long as refusing a wrong signature. */
const NOBODYS_SECRET = [newSecret()];

/**
 * From the raw request to a stored delivery: find the connection, verify the exact bytes, store, and only then answer.
 * Nothing is decoded here; a payload that cannot be read is as welcome as one that can.
 */
export class Reception {
  readonly #store: Store;
  readonly #box: SecretBox;
  readonly #inbox: InboxWriter;
  readonly #worker: Pick<Worker, 'handoverLease' | 'handOver'>;
  readonly #now: () => number;
  readonly #known = new Map<string, { readAt: number; found: Promise<Connection | null> }>();

  constructor(parts: {
    store: Store;
    box: SecretBox;
    inbox: InboxWriter;
    worker: Pick<Worker, 'handoverLease' | 'handOver'>;
    now: () => number;
  }) {
    this.#store = parts.store;
    this.#box = parts.box;
    this.#inbox = parts.inbox;
    this.#worker = parts.worker;
    this.#now = parts.now;
  }

  /** `installation` is the one named in the address; hosts that name their shop in a header can do without. */
  async receive(adapter: Adapter, request: WebhookRequest, installation: InstallationId | null): Promise<Receipt> {
    const claim = adapter.identify(request);
    const connection = claim === null ? null : await this.#find(adapter, claim.shop, installation);
    const isTrue = adapter.verify(request, connection?.secrets ?? NOBODYS_SECRET);
    if (claim === null || connection === null || !isTrue) return { kind: 'refused' };
    // A wrong shop named in the header of a rightly signed request is a mix-up of connections, and refused like the rest.
    const { domain } = connection.document;
    if (claim.shop !== null && claim.shop !== domain && !adapter.isSameShop?.(claim.shop, domain))
      return { kind: 'refused' };

    const delivery = deliveryDocument(connection.document, adapter, claim, request, this.#now());
    if (delivery.state === 'pending') {
      const lease = this.#worker.handoverLease(request.rawBody.length);
      if (lease) delivery.lease = lease;
    }
    const isNew = await this.#inbox.write(delivery);
    if (isNew && delivery.state === 'pending') this.#worker.handOver(delivery);
    return { kind: 'stored', isNew, deliveryId: delivery._id };
  }

  /** Secrets of a connection for a handshake that is not signed (Haravan's GET). */
  async secretsOf(platform: Adapter['platform'], installation: InstallationId): Promise<readonly string[]> {
    return (await this.#findNamed(platform, installation))?.secrets ?? [];
  }

  #find(adapter: Adapter, domain: string | null, installation: InstallationId | null): Promise<Connection | null> {
    const { platform } = adapter;
    if (installation !== null) return this.#findNamed(platform, installation);
    if (domain === null) return Promise.resolve(null);
    return this.#cached(`${platform} domain ${domain}`, () =>
      this.#store.system.installations.findOne({ platform, domain }),
    );
  }

  #findNamed(platform: Adapter['platform'], installation: InstallationId): Promise<Connection | null> {
    return this.#cached(`${platform} installation ${installation}`, () =>
      this.#store.system.installations.findOne({ _id: installation, platform }),
    );
  }

  #cached(key: string, read: () => Promise<InstallationDocument | null>): Promise<Connection | null> {
    const known = this.#known.get(key);
    if (known && this.#now() - known.readAt < KNOWN_MS) return known.found;
    if (this.#known.size > 10_000) this.#known.clear(); // names come from strangers
    const found = read().then(
      (document) =>
        document && { document, secrets: document.secrets.map((sealed) => this.#box.open(sealed, document._id)) },
    );
    this.#known.set(key, { readAt: this.#now(), found });
    found.catch(() => this.#known.delete(key));
    return found;
  }
}

interface Connection {
  readonly document: InstallationDocument;
  readonly secrets: readonly string[];
}
