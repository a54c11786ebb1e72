import type { DownstreamWait, Invocation, LoggedInvocation } from './function-log.ts';

/** Two clocks of Lambda, ms. Our choice. */
const skewMs = 200;
/** How soon a caller goes on, or ends, when what it waited for has answered, ms. Our choice. */
const promptMs = 2000;

/**
 * Waits of an invocation that only the log of what it called shows: another function under the same trace ran within it,
 * the caller wrote nothing meanwhile, and went on or ended right after. So it looks where one function waits for another; one
 * that only sets the other off goes on at once, and shows no such silence.
 */
export function waitsForCalled(caller: Invocation, others: readonly LoggedInvocation[]): DownstreamWait[] {
  return others.flatMap((called) => {
    const { functionName, traceId, startAtMs, durationMs, status } = called;
    const isOfTrace = traceId !== undefined && traceId === caller.traceId;
    if (functionName === undefined || !isOfTrace || startAtMs === undefined || durationMs === undefined)
      return [];
    const endAtMs = startAtMs + durationMs;
    if (!isWithin(caller, startAtMs, endAtMs) || !isSilent(caller, startAtMs, endAtMs)) return [];
    const report =
      called.lines.findLast(({ text }) => /REPORT|platform\.report/.test(text)) ?? called.lines.at(-1);
    return [
      {
        target: functionName,
        startAtMs,
        endAtMs,
        durationMs,
        failed: status === 'error' || status === 'timeout',
        isInferred: true,
        line: report?.text ?? '',
      },
    ];
  });
}

function isWithin({ startAtMs, endAtMs }: Invocation, fromMs: number, toMs: number): boolean {
  return (
    startAtMs !== undefined &&
    fromMs >= startAtMs - skewMs &&
    (endAtMs === undefined || toMs <= endAtMs + skewMs)
  );
}

/** Nothing of its own between the two moments, and something right after them. */
function isSilent({ lines }: Invocation, fromMs: number, toMs: number): boolean {
  const times = lines.flatMap(({ atMs }) => (atMs === undefined ? [] : [atMs]));
  const isQuiet = times.every((atMs) => atMs <= fromMs + skewMs || atMs >= toMs - skewMs);
  return isQuiet && times.some((atMs) => atMs >= toMs - skewMs && atMs <= toMs + promptMs);
}
