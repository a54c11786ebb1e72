import type { ApiType } from '../../evidence/evidence.ts';
import { gatewaySegment, type Trace } from '../../evidence/readings/trace.ts';
import { integrationCall } from '../outside/trace-calls.ts';
import { stateFact } from '../state-fact.ts';
import { usualTimeoutMs } from './late-answer.ts';
import { type Statement, statement } from './statement.ts';

/** How far the segment's length may lie from the timeout, ms. Our choice: the gateway's own work is in it too. */
const slackMs = 1500;

/**
 * What X-Ray's segment of the gateway tells: a 504 as long as the integration timeout, an answer, or at least how it
 * ended. A call that the integration itself answered 504 well before the timeout was its own 504.
 */
export function traceStatements(trace: Trace, apiType: ApiType, timeoutMs: number | undefined): Statement[] {
  const segment = gatewaySegment(trace);
  if (segment?.endMs === undefined || segment.status === undefined) return [];
  const { status } = segment;
  const lengthMs = Math.round(segment.endMs - segment.startMs);
  const call = integrationCall(trace);
  const waitedMs = call?.endMs === undefined ? lengthMs : Math.round(call.endMs - call.startMs);
  const limitMs = timeoutMs ?? usualTimeoutMs[apiType];
  const proof = { atMs: segment.endMs };
  const when = { atMs: segment.endMs, waitedMs };
  const timedOut = (confidence: 'likely' | 'possible') =>
    statement(
      'integration-timeout',
      'unknown',
      confidence,
      stateFact('trace-timed-out', { waitedMs: lengthMs }, 'trace', proof),
      when,
    );
  if (status === 504 && Math.abs(lengthMs - limitMs) <= slackMs) return [timedOut('likely')];
  if (status === 504 && call?.status === 504 && lengthMs < limitMs)
    return [
      statement(
        'integration-504',
        'none',
        'likely',
        stateFact('trace-answered-504', {}, 'trace', proof),
        when,
      ),
    ];
  // A REST API's timeout may have been raised: a longer wait without any answer is one reading.
  if (status === 504 && timeoutMs === undefined && lengthMs > limitMs && call?.status === undefined)
    return [timedOut('possible')];
  if (status < 400)
    return [
      statement(
        'succeeded',
        'none',
        'likely',
        stateFact('trace-succeeded', { status }, 'trace', proof),
        when,
      ),
    ];
  return [
    statement(
      undefined,
      'unknown',
      'likely',
      stateFact('trace-ended-otherwise', { status, lengthMs }, 'trace', proof),
      when,
    ),
  ];
}
