import { context, createContextKey, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { type StageAttributes, watchStages } from './stage.ts';

/** The investigation that a stage belongs to: set by the first stage, on every span inside of it. */
export const investigationId = 'gw504.investigation_id';
const key = createContextKey(investigationId);
/** Longest wait for the last spans at the end, ms. */
const farewellMs = 3_000;

/**
 * Sends a span for each stage by OTLP over HTTP, as the standard OTEL_* variables say (endpoint, headers, service name,
 * sampler): nothing else decides where they go. Loaded only where somebody asked for it. Returns how to end it.
 */
export function startTracing(): { stop(): Promise<void> } {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'gw504' }).merge(
      detectResources({ detectors: [envDetector] }),
    ),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  const tracer = provider.getTracer('gw504');
  const begin = (name: string, attributes: StageAttributes) => {
    const id = attributes[investigationId] ?? context.active().getValue(key);
    const span = tracer.startSpan(name, {
      attributes: { ...attributes, ...(typeof id === 'string' ? { [investigationId]: id } : {}) },
    });
    return { span, inside: trace.setSpan(context.active(), span).setValue(key, id) };
  };
  const unwatch = watchStages({
    run(name, attributes, work) {
      const { span, inside } = begin(name, attributes);
      return context.with(inside, () => endWith(span, work));
    },
    open(name) {
      const { span } = begin(name, {});
      return (attributes) => span.setAttributes(attributes).end();
    },
    note: (attributes) => void trace.getActiveSpan()?.setAttributes(attributes),
  });
  return {
    async stop() {
      unwatch();
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, farewellMs);
      });
      await Promise.race([provider.shutdown().catch(() => undefined), limit]);
      clearTimeout(timer);
    },
  };
}

function endWith<Value>(span: Span, work: () => Value): Value {
  const failed = (error: unknown): never => {
    // The kind of error alone: its words may quote what stands in a log.
    const name = error instanceof Error ? error.name : 'unknown';
    span.setStatus({ code: SpanStatusCode.ERROR, message: name }).end();
    throw error;
  };
  try {
    const value = work();
    if (!(value instanceof Promise)) {
      span.end();
      return value;
    }
    value.then(() => span.end(), failed).catch(() => undefined);
    return value;
  } catch (error) {
    return failed(error);
  }
}
