import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Worker } from './ingest/worker.ts';
import type { LiveEvents } from './live/live-events.ts';
import type { BackTests } from './loyalty/back-tests.ts';
import type { Metrics } from './metrics.ts';
import type { Principals } from './principals.ts';
import type { Reception } from './receive.ts';
import type { SecretBox } from './secrets.ts';
import type { BulkActions } from './segments/actions.ts';
import type { SegmentBuilder } from './segments/build.ts';
import type { ShopStates } from './shop-state.ts';
import type { Store } from './store/index.ts';
import type { Telemetry } from './telemetry.ts';

/** The settings that requests depend on. */
export interface AppConfig
  extends Pick<Config, 'rateLimitPerMinute' | 'webhookBodyLimitBytes' | 'inboxLimit' | 'trustProxy' | 'shopifyApiKey'> {
  /** How hosts and browsers reach this server, without a slash at the end. */
  readonly publicUrl: string;
  /** A definition that takes longer to count, in milliseconds, is saved only with `acceptCost`. Default 2 s. */
  readonly segmentSlowMs?: number;
  /** A request that has not come in whole by then is ended with 408. Default 30 s. */
  readonly requestTimeoutMs?: number;
  /** Where the built admin lies. Default: where `npm run build` puts it. */
  readonly adminBuildDir?: string;
  /** Requests in flight get this long when the server stops. Default 5 s. */
  readonly drainMs?: number;
}

/** Everything the HTTP service stands on. The process (main.ts) makes these and ends them; the service only uses them. */
export interface AppParts {
  readonly config: AppConfig;
  readonly store: Store;
  readonly box: SecretBox;
  readonly principals: Principals;
  readonly states: ShopStates;
  readonly worker: Worker;
  readonly reception: Reception;
  readonly live: LiveEvents;
  readonly builder: Pick<SegmentBuilder, 'requestBuild'>;
  readonly backTests: Pick<BackTests, 'start' | 'cancel'>;
  readonly actions: Pick<BulkActions, 'start' | 'cancel' | 'undo'>;
  /** Whether mail can be sent: SMTP_URL is set. */
  readonly hasMail: boolean;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly now: () => number;
  /** Whether the start is complete (the demo shop stands): false makes /readyz say 503. */
  readonly isReady: () => boolean;
  /** Where the demo host is, once it has started; absent or null: there is none. */
  readonly demoHostUrl?: () => string | null;
  /** Null: no OTEL_EXPORTER_OTLP_ENDPOINT, no traces. */
  readonly telemetry: Telemetry | null;
}

/** The service, with routes typed by their zod schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;
