import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Platform } from '../adapters/adapter.ts';
import type { Outcome } from './ingest/outcome.ts';
import type { DeliveryDocument } from './store/documents.ts';

/** Prometheus figures of this process. Labels are routes, codes and platforms: nothing in them names a shop or a person. */
export class Metrics {
  readonly registry = new Registry();
  readonly #requests: Histogram<'method' | 'route' | 'status'>;
  readonly #deliveries: Counter<'platform' | 'outcome'>;
  readonly #ingest: Histogram<'platform'>;
  readonly #liveClients: Gauge;
  readonly #liveEvents: Counter;

  constructor() {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.#requests = new Histogram({
      name: 'tessera_http_request_seconds',
      help: 'Duration of HTTP requests by route and status.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    });
    this.#deliveries = new Counter({
      name: 'tessera_deliveries_total',
      help: 'Deliveries by platform: received (stored, answered 200), repeated, refused, done, parked.',
      labelNames: ['platform', 'outcome'],
      registers,
    });
    this.#ingest = new Histogram({
      name: 'tessera_ingest_seconds',
      help: 'From the receipt of a delivery until what it says is applied.',
      labelNames: ['platform'],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600],
      registers,
    });
    this.#liveClients = new Gauge({
      name: 'tessera_live_clients',
      help: 'Open event streams (GET /api/v1/events).',
      registers,
    });
    this.#liveEvents = new Counter({
      name: 'tessera_live_events_total',
      help: 'Events sent over them, to all clients together.',
      registers,
    });
  }

  /** Clients of the event stream now. */
  liveClients(count: number): void {
    this.#liveClients.set(count);
  }

  liveSent(events: number): void {
    this.#liveEvents.inc(events);
  }

  requestEnded(method: string, route: string, status: number, seconds: number): void {
    this.#requests.observe({ method, route, status }, seconds);
  }

  deliveryAnswered(platform: Platform, outcome: 'received' | 'repeated' | 'refused'): void {
    this.#deliveries.inc({ platform, outcome });
  }

  /** For the worker's `onEnd`. */
  deliveryEnded(delivery: DeliveryDocument, outcome: Outcome, endedAt: number): void {
    this.#deliveries.inc({ platform: delivery.platform, outcome: outcome.state });
    if (outcome.state === 'done')
      this.#ingest.observe({ platform: delivery.platform }, Math.max(0, endedAt - delivery.receivedAt) / 1000);
  }

  /** `count` is asked when the figures are read. */
  showAlarms(count: () => Promise<number>): void {
    this.registry.removeSingleMetric('tessera_loyalty_alarms');
    new Gauge({
      name: 'tessera_loyalty_alarms',
      help: 'Open findings of the nightly check of points, of all shops.',
      registers: [this.registry],
      async collect() {
        this.set(await count());
      },
    });
  }

  /** `count` is asked when the figures are read. */
  showDifferingSegments(count: () => Promise<number>): void {
    this.registry.removeSingleMetric('tessera_segments_differing');
    new Gauge({
      name: 'tessera_segments_differing',
      help: 'Segments whose last count was decided otherwise by the check of a sample, of all shops.',
      registers: [this.registry],
      async collect() {
        this.set(await count());
      },
    });
  }

  /** `count` is asked when the figures are read. */
  showPending(count: () => Promise<number>): void {
    this.registry.removeSingleMetric('tessera_inbox_pending');
    new Gauge({
      name: 'tessera_inbox_pending',
      help: 'Deliveries that are stored and not yet applied; counted up to INBOX_LIMIT.',
      registers: [this.registry],
      async collect() {
        this.set(await count());
      },
    });
  }
}
