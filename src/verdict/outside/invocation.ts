import type { FunctionLog, Invocation, JoinedBy } from '../../evidence/readings/function-log.ts';

const strength: readonly JoinedBy[] = ['function-request-id', 'trace-id', 'api-request-id', 'time'];

/**
 * The invocation tied to the request most strongly; among equals the last that had begun when the gateway gave up, for a
 * client's own retry may bear the same trace id.
 */
export function chooseInvocation(
  log: FunctionLog | undefined,
  gaveUpAtMs: number | undefined,
): Invocation | undefined {
  const all = log?.invocations ?? [];
  const best = strength
    .map((joinedBy) => all.filter((each) => each.joinedBy === joinedBy))
    .find((each) => each.length > 0);
  const begun = best?.filter((each) => {
    const startAtMs = startOf(each);
    return gaveUpAtMs === undefined || startAtMs === undefined || startAtMs <= gaveUpAtMs;
  });
  return begun?.at(-1) ?? best?.at(-1);
}

/**
 * Whether an invocation that only the time ties to the request is another request's after all: it began before the
 * gateway had sent anything, or ended long before the gateway gave up.
 */
export function isAnothers(
  invocation: Invocation,
  when: { sentAtMs: number | undefined; gaveUpAtMs: number | undefined; slackMs: number },
): boolean {
  if (invocation.joinedBy !== 'time') return false;
  const [startedAtMs, endedAtMs] = [startOf(invocation), endOf(invocation)];
  const { sentAtMs, gaveUpAtMs, slackMs } = when;
  return (
    (sentAtMs !== undefined && startedAtMs !== undefined && sentAtMs - startedAtMs > slackMs) ||
    (gaveUpAtMs !== undefined && endedAtMs !== undefined && gaveUpAtMs - endedAtMs > slackMs)
  );
}

/** When an invocation began, or at the latest had begun: its own start, else its first line with a time. */
export function startOf(invocation: Invocation): number | undefined {
  return statedStart(invocation) ?? invocation.firstLineAtMs;
}

/** When an invocation began: its START, or what its report leaves over. */
export function statedStart({ startAtMs, reportAtMs, durationMs }: Invocation): number | undefined {
  if (startAtMs !== undefined) return startAtMs;
  return reportAtMs !== undefined && durationMs !== undefined ? reportAtMs - durationMs : undefined;
}

/** `endAtMs` may be the last line of a running function: only a reported duration, or a timeout, proves an end. */
export function endOf(invocation: Invocation): number | undefined {
  const { durationMs, startAtMs, endAtMs, reportAtMs, status } = invocation;
  if (durationMs === undefined)
    return status === 'timeout' || invocation.timedOutAfterMs !== undefined
      ? (endAtMs ?? invocation.lastLineAtMs)
      : undefined;
  return startAtMs === undefined ? (endAtMs ?? reportAtMs) : startAtMs + durationMs;
}

/**
 * How much of the request's time the function's initialisation took, ms. Only what came after sending counts: an
 * environment that was made ready before, ahead of need, cost this request nothing; its REPORT then names no init.
 */
export function initOf(invocation: Invocation, sentAtMs: number | undefined): number | undefined {
  const { initDurationMs, initStartAtMs, startAtMs, reportAtMs } = invocation;
  const stated =
    initDurationMs ??
    (reportAtMs === undefined && initStartAtMs !== undefined && startAtMs !== undefined
      ? startAtMs - initStartAtMs
      : undefined);
  if (stated === undefined || stated <= 0) return undefined;
  if (sentAtMs === undefined || startAtMs === undefined) return stated;
  const within = Math.min(stated, startAtMs - sentAtMs);
  return within > 0 ? within : undefined;
}
