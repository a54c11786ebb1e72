import type { LogEvent } from '../../inquiry/log-event.ts';
import { type ExecutionStep, readExecutionLine, splitExecutionMessage } from './execution-log.ts';
import { readFunctionLine } from './function-line.ts';

/** Lines that quote what a caller or an endpoint sent: their text may go over several lines and say anything. */
const quoting = new Set<ExecutionStep['kind']>([
  'request-detail',
  'endpoint-request-headers',
  'endpoint-request-body',
  'endpoint-response-headers',
  'endpoint-response-body',
  'method-response',
  'function-error',
  'configuration-error',
]);

/**
 * Puts lines without a time back to the timed record above that quotes a body: an event keeps its lines (facts 1.2), and
 * text wrappings part it at them, so a body could otherwise speak for the gateway. Texts in which no record has a time
 * stay as they are. Below a record that quotes nothing, or one of a function's own, a line counts as the gateway's unless
 * its request has timed lines.
 */
export function joinContinuations(events: readonly LogEvent[]): readonly LogEvent[] {
  const isMixed =
    events.some(({ atMs }) => atMs === undefined) && events.some(({ atMs }) => atMs !== undefined);
  if (!isMixed) return events;
  const lastTimed = lastTimedLines(events);
  const joined: LogEvent[] = [];
  let above: { at: number; event: LogEvent } | undefined;
  for (const [index, event] of events.entries()) {
    if (event.atMs !== undefined) above = { at: joined.length, event };
    else if (above !== undefined && continuesRecord(event, above.event, index, lastTimed)) {
      const record = joined[above.at] ?? above.event;
      joined[above.at] = { ...record, message: `${record.message}\n${event.message}` };
      continue;
    }
    joined.push(event);
  }
  return joined;
}

/** Where each request's last timed line stands. */
function lastTimedLines(events: readonly LogEvent[]): Map<string, number> {
  const last = new Map<string, number>();
  for (const [index, event] of events.entries()) {
    const id = event.atMs === undefined ? undefined : splitExecutionMessage(event.message).requestId;
    if (id !== undefined) last.set(id, index);
  }
  return last;
}

function continuesRecord(
  event: LogEvent,
  above: LogEvent,
  index: number,
  lastTimed: ReadonlyMap<string, number>,
): boolean {
  const line = readExecutionLine(above);
  const isGateways = readExecutionLine(event) !== undefined;
  if (line !== undefined) {
    const id = splitExecutionMessage(above.message).requestId;
    const goesOn = id !== undefined && (lastTimed.get(id) ?? 0) > index;
    return quoting.has(line.step.kind) && (isGateways || goesOn);
  }
  const id = splitExecutionMessage(event.message).requestId;
  return isGateways && id !== undefined && lastTimed.has(id) && readFunctionLine(above.message) === undefined;
}
