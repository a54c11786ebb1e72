import type { AccessLogRow } from '../../evidence/readings/access-log.ts';
import type { Invocation } from '../../evidence/readings/function-log.ts';
import { type Chosen, isLoose } from '../outside/invocation.ts';
import { stateFact } from '../state-fact.ts';
import { type Statement, statement } from './statement.ts';

/** The default integration timeout less what clocks differ by: a function that ran longer outlived the gateway, ms. */
const outlivesMs = 28_500;

/**
 * What the function's own log tells of the request's end where no log of the gateway does. Tied by an id only. A function
 * that died answers 502 or 500, never 504 (facts 3.5); one that ran past the gateway's time explains a bare 504.
 */
export function functionStatements(
  invocation: Chosen,
  row: AccessLogRow | undefined,
  timeoutMs: number | undefined,
): Statement[] {
  if (isLoose(invocation)) return [];
  const status = row?.status;
  const isAlone = row === undefined;
  const ranMs = invocation.durationMs;
  const isDead = invocation.status === 'timeout' || invocation.status === 'error';
  const outlived = ranMs !== undefined && ranMs >= Math.min(timeoutMs ?? outlivesMs, outlivesMs);
  if (status === 504 && ranMs !== undefined && ranMs >= (timeoutMs ?? outlivesMs) - 500)
    return [
      statement(
        'integration-timeout',
        'unknown',
        'likely',
        stateFact(
          'function-ran-too-long',
          { durationMs: ranMs },
          'functionLog',
          lineOf(invocation, /REPORT|platform\.report/),
        ),
      ),
    ];
  const fits = isAlone ? !outlived || invocation.status === 'timeout' : status === 500 || status === 502;
  if (!isDead || !fits) return [];
  // By Lambda's own id the log is this very invocation's; by any other tie it is outside evidence.
  const confidence = invocation.joinedBy === 'function-request-id' ? 'certain' : 'likely';
  if (invocation.status === 'timeout') {
    const limitMs = invocation.timedOutAfterMs;
    const endedMs = limitMs ?? ranMs;
    const isGatewayFirst = endedMs !== undefined && endedMs >= Math.min(timeoutMs ?? outlivesMs, outlivesMs);
    const proof = lineOf(invocation, /Task timed out|[Ss]tatus"?:\s*"?timeout/);
    return [
      statement(
        'lambda-timeout',
        'wait',
        // That the function was ended is sure; what the client got is not, where no row of the gateway says it.
        isAlone ? (isGatewayFirst ? 'possible' : 'likely') : confidence,
        limitMs === undefined
          ? stateFact('function-killed', {}, 'functionLog', proof)
          : stateFact('function-timed-out', { timeoutMs: limitMs }, 'functionLog', proof),
      ),
    ];
  }
  const error = invocation.errorType ?? invocation.errorMessage ?? 'error';
  return [
    statement(
      'lambda-error',
      'none',
      confidence,
      stateFact('function-failed', { error }, 'functionLog', lineOf(invocation, /error|exception|fail/i)),
    ),
  ];
}

function lineOf(
  invocation: Invocation,
  pattern: RegExp,
): { atMs?: number | undefined; line?: string | undefined } {
  const line = invocation.lines.find(({ text }) => pattern.test(text)) ?? invocation.lines.at(-1);
  return { atMs: line?.atMs, line: line?.text };
}
