export const gatewayNamespace = 'AWS/ApiGateway';

/**
 * Metrics that rise when requests fail or time out, of REST, HTTP and WebSocket APIs.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 */
const telling = new Set(
  ['5XXError', '5xx', 'IntegrationError', 'ExecutionError', 'Latency', 'IntegrationLatency'].map((name) =>
    name.toLowerCase(),
  ),
);

/** Does this metric of API Gateway speak of failures or of slowness? */
export function isTelling(metric: string): boolean {
  return telling.has(metric.toLowerCase());
}

/** Does it speak of slowness alone? A slow answer is no failure. */
export function isAboutLatency(metric: string): boolean {
  return isTelling(metric) && /latency$/i.test(metric);
}

/** Of the metrics that an alarm computes with, the one that counts failures; the others are what it divides by. */
export function mostTelling<Metric>(
  metrics: readonly Metric[],
  nameOf: (metric: Metric) => { namespace?: string | undefined; name?: string | undefined },
): Metric | undefined {
  return (
    metrics.find((metric) => {
      const { namespace, name = '' } = nameOf(metric);
      return namespace === gatewayNamespace && isTelling(name);
    }) ?? metrics[0]
  );
}
