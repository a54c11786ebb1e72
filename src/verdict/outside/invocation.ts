import type { FunctionLog, Invocation, JoinedBy } from '../../evidence/readings/function-log.ts';
import { skewMs } from './own-rows.ts';

/** An invocation as the request's own, with what makes its tie loose. */
export interface Chosen extends Invocation {
  /** It began this long after sending, ms, and may be a retry, an audit or a worker: see `hedged`. */
  lateMs?: number;
}

/** Tied by no more than the time, or begun so late that its id may be another run's. */
export const isLoose = ({ joinedBy, lateMs }: Chosen): boolean => joinedBy === 'time' || lateMs !== undefined;

const strength: readonly JoinedBy[] = ['function-request-id', 'trace-id', 'api-request-id', 'time'];

/**
 * The invocation tied to the request most strongly. Among equals the one that began next after the gateway had sent: what
 * the function calls, and what runs after it, bears the same trace. Where sending has no time, the last that had begun
 * when the gateway gave up, for a client's own retry may bear the same trace id.
 */
export function chooseInvocation(
  log: FunctionLog | undefined,
  when: { sentAtMs: number | undefined; gaveUpAtMs: number | undefined; isNamed: boolean },
): Chosen | undefined {
  const all = log?.invocations ?? [];
  const { sentAtMs, gaveUpAtMs, isNamed } = when;
  const best = strength
    .map((joinedBy) => all.filter((each) => each.joinedBy === joinedBy))
    .find((each) => each.length > 0);
  const begun = best?.filter((each) => {
    const startAtMs = startOf(each);
    return gaveUpAtMs === undefined || startAtMs === undefined || startAtMs <= gaveUpAtMs;
  });
  const next =
    sentAtMs === undefined
      ? undefined
      : begun
          ?.flatMap((each) => {
            const startAtMs = startOf(each);
            return startAtMs !== undefined && startAtMs >= sentAtMs - skewMs ? [{ each, startAtMs }] : [];
          })
          .toSorted((a, b) => a.startAtMs - b.startAtMs)[0]?.each;
  const chosen = next ?? begun?.at(-1) ?? best?.at(-1);
  return chosen === undefined ? undefined : hedged(chosen, sentAtMs, isNamed);
}

/** How long after sending a function that is ready begins at the latest, ms: two clocks' difference. Our choice. */
const promptMs = 2 * skewMs;

/**
 * Begun long after sending, an invocation that names the request may be a retry or an audit of it, and one that only bears
 * its trace may be a worker behind the integration: then the tie is loose, and `lateMs` says why. A trace id and the
 * very function that was called stay together.
 */
function hedged(invocation: Invocation, sentAtMs: number | undefined, isNamed: boolean): Chosen {
  const { joinedBy, initDurationMs } = invocation;
  if (joinedBy !== 'api-request-id' && (joinedBy !== 'trace-id' || isNamed)) return invocation;
  const startAtMs = startOf(invocation);
  if (startAtMs === undefined || sentAtMs === undefined) return invocation;
  const begunAtMs = Math.min(invocation.initStartAtMs ?? startAtMs, startAtMs - (initDurationMs ?? 0));
  const lateMs = begunAtMs - sentAtMs;
  return lateMs > promptMs ? { ...invocation, lateMs } : invocation;
}

/**
 * Whether an invocation that is tied loosely to the request is another request's after all: it began before the
 * gateway had sent anything, or ended long before the gateway gave up.
 */
export function isAnothers(
  invocation: Chosen,
  when: { sentAtMs: number | undefined; gaveUpAtMs: number | undefined; slackMs: number },
): boolean {
  if (!isLoose(invocation)) return false;
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

/** How far an initialisation may seem to begin before sending, ms: two clocks that are as good as one. Our choice. */
const initSlackMs = 100;

/**
 * How long the function's initialisation took, ms, where it was part of the request: it fits between sending and START.
 * A longer one ran before, ahead of need; whoever waited for its end, and how long, no log tells, so no part of it counts.
 */
export function initOf(invocation: Invocation, sentAtMs: number | undefined): number | undefined {
  const { startAtMs } = invocation;
  const stated = statedInit(invocation);
  if (stated === undefined || stated <= 0) return undefined;
  if (sentAtMs === undefined || startAtMs === undefined) return stated;
  return stated <= startAtMs - sentAtMs + initSlackMs ? stated : undefined;
}

/** The length that a REPORT states, or that INIT_START and START show where there is no REPORT yet, ms. */
export function statedInit({ initDurationMs, initStartAtMs, startAtMs, reportAtMs }: Invocation) {
  if (initDurationMs !== undefined) return initDurationMs;
  return reportAtMs === undefined && initStartAtMs !== undefined && startAtMs !== undefined
    ? startAtMs - initStartAtMs
    : undefined;
}
