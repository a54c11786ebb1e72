import type { ApiType } from '../../evidence/evidence.ts';
import type { Trace } from '../../evidence/readings/trace.ts';
import { gatewaySegment } from '../outside/trace-calls.ts';
import { stateFact } from '../state-fact.ts';
import { usualTimeoutMs } from './late-answer.ts';
import { type Statement, statement } from './statement.ts';

/** How far the segment's length may lie from the timeout, ms. Our choice: the gateway's own work is in it too. */
const slackMs = 1500;

/** What X-Ray's segment of the gateway tells: a 504 as long as the integration timeout, or an answer. */
export function traceStatements(trace: Trace, apiType: ApiType, timeoutMs: number | undefined): Statement[] {
  const segment = gatewaySegment(trace);
  if (segment?.endMs === undefined || segment.status === undefined) return [];
  const waitedMs = Math.round(segment.endMs - segment.startMs);
  const limitMs = timeoutMs ?? usualTimeoutMs[apiType];
  const proof = { atMs: segment.endMs };
  const when = { atMs: segment.endMs, waitedMs };
  if (segment.status === 504 && Math.abs(waitedMs - limitMs) <= slackMs)
    return [
      statement(
        'integration-timeout',
        'unknown',
        'likely',
        stateFact('trace-timed-out', { waitedMs }, 'trace', proof),
        when,
      ),
    ];
  if (segment.status < 400)
    return [
      statement(
        'succeeded',
        'none',
        'likely',
        stateFact('trace-succeeded', { status: segment.status }, 'trace', proof),
        when,
      ),
    ];
  return [];
}
