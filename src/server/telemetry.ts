import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { FastifyPluginCallback } from 'fastify';

/** Traces, where somebody wants them. */
export interface Telemetry {
  readonly plugin: FastifyPluginCallback;
  /** Sends what is left. */
  stop(): Promise<void>;
}

/**
 * Traces of requests, sent to an OTLP collector over HTTP (`OTEL_EXPORTER_OTLP_ENDPOINT`); null without one, and then none of these
 * libraries is loaded. Spans say as little as the log does: see {@link WithoutPeople}.
 */
export async function startTelemetry(endpoint: string | null): Promise<Telemetry | null> {
  if (endpoint === null) return null;
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const { BatchSpanProcessor } = await import('@opentelemetry/sdk-trace-base');
  return traced(
    (exporter) => new BatchSpanProcessor(exporter),
    new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }),
  );
}

type Processor = import('@opentelemetry/sdk-trace-base').SpanProcessor;

/** The same with another way out, for tests. */
export async function traced(
  processorOf: (exporter: SpanExporter) => Processor,
  exporter: SpanExporter,
): Promise<Telemetry> {
  const { FastifyOtelInstrumentation } = await import('@fastify/otel');
  const { BasicTracerProvider } = await import('@opentelemetry/sdk-trace-base');
  const { resourceFromAttributes } = await import('@opentelemetry/resources');
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'tessera' }),
    spanProcessors: [processorOf(new WithoutPeople(exporter))],
  });
  const instrumentation = new FastifyOtelInstrumentation({ recordExceptions: false, instrumentHooks: false });
  instrumentation.setTracerProvider(provider);
  return { plugin: instrumentation.plugin(), stop: () => provider.shutdown() };
}

/** Takes out what may hold personal data or secrets: addresses with their queries, and the messages of errors. */
class WithoutPeople implements SpanExporter {
  readonly #exporter: SpanExporter;

  constructor(exporter: SpanExporter) {
    this.#exporter = exporter;
  }

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    this.#exporter.export(spans.map(withoutPeople), done);
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }
}

function withoutPeople(span: ReadableSpan): ReadableSpan {
  const { 'url.path': _path, ...attributes } = span.attributes;
  return Object.create(span, {
    attributes: { value: attributes },
    events: { value: [] },
    status: { value: { code: span.status.code } },
  }) as ReadableSpan;
}
