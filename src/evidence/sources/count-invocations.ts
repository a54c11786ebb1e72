import { getMetricData } from '../../aws/metric-data.ts';
import type { Place } from '../locate/list-places.ts';

const minuteMs = 60_000;

/** The start of the minute that a moment lies in: metrics count by whole minutes. */
export const minuteStart = (ms: number) => Math.floor(ms / minuteMs) * minuteMs;

/**
 * How long after the end of an invocation its metric may take to be there, ms: metrics come a minute at a time, and our
 * choice leaves them another one.
 */
export const metricLagMs = 120_000;

/**
 * How often CloudWatch counted the function as invoked in the minutes from the one to the other moment; undefined where
 * it would not say. More than the log holds proves that the log is not complete. A count is stamped with the moment of
 * the invocation and written when that has ended (https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics.html),
 * so a zero says something only when the function's timeout and `metricLagMs` have passed.
 */
export async function countInvocations(
  place: Place,
  functionName: string,
  fromMs: number,
  toMs: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  const answer = await getMetricData(
    place.session,
    [
      {
        namespace: 'AWS/Lambda',
        name: 'Invocations',
        statistic: 'Sum',
        dimensions: { FunctionName: functionName },
      },
    ],
    minuteStart(fromMs),
    minuteStart(toMs) + minuteMs,
    signal,
  );
  if (!answer.ok) return undefined;
  return answer.value.flatMap(({ points }) => points).reduce((sum, { value }) => sum + value, 0);
}
