import type { DownstreamWait, Invocation } from '../../evidence/readings/function-log.ts';
import type { Trace, TraceSegment } from '../../evidence/readings/trace.ts';
import { stateFact } from '../state-fact.ts';
import type { Fact } from '../verdict.ts';
import { startOf } from './invocation.ts';
import { type Own, skewMs } from './own-rows.ts';
import { callsOf } from './trace-calls.ts';

/** A stretch in which the function waited for something behind it. Times epoch ms. */
export interface Wait {
  startMs: number;
  endMs: number;
  /** False where the log states the end of the wait only, and its length is what lies between two lines. */
  isStated: boolean;
  fact: Fact;
  source: 'functionLog' | 'trace';
}

/** Words of failures that only come after waiting; a refused or closed connection can fail at once. */
const tookTime = /tim(?:e|ed)[ _-]?out|ETIMEDOUT|deadline|UND_ERR_|HttpClient\.Timeout/i;

/** Where waits show: the invocation's own lines, and the calls of its segment in the trace. */
export interface WaitSources {
  invocation?: Invocation;
  trace?: Own<Trace>;
  segment?: TraceSegment;
}

/** What the function's log and the trace show of waits, oldest first. */
export function findWaits({ invocation, trace, segment }: WaitSources): Wait[] {
  const logged =
    invocation === undefined ? [] : invocation.downstreamWaits.flatMap((wait) => fromLog(wait, invocation));
  const traced =
    trace === undefined || segment === undefined ? [] : callsOf(trace.value, segment).flatMap(fromTrace);
  return [...logged, ...traced].sort((a, b) => a.startMs - b.startMs);
}

function fromTrace({ name, startMs, endMs }: TraceSegment): Wait[] {
  if (endMs === undefined) return [];
  const args = { target: name, durationMs: Math.round(endMs - startMs) };
  return [
    {
      startMs,
      endMs,
      isStated: true,
      source: 'trace',
      fact: stateFact('waited-for', args, 'trace', { atMs: endMs }),
    },
  ];
}

function fromLog(wait: DownstreamWait, invocation: Invocation): Wait[] {
  const endMs =
    wait.endAtMs ?? (wait.startAtMs === undefined ? undefined : wait.startAtMs + (wait.durationMs ?? 0));
  if (endMs === undefined) return [];
  const { target, durationMs } = wait;
  const proof = { atMs: endMs, line: wait.line };
  const begunMs = readyFrom(invocation);
  const startMs = wait.startAtMs ?? endMs - (durationMs ?? 0);
  // A length that reaches back beyond the invocation is not one of this run: a line quotes another's, or an old one.
  const isPossible = begunMs === undefined || startMs >= begunMs - skewMs;
  if (wait.isInferred === true)
    return [
      {
        startMs,
        endMs,
        isStated: false,
        source: 'functionLog',
        fact: stateFact('called-function-ran', { target, durationMs: endMs - startMs }, 'functionLog', proof),
      },
    ];
  if (durationMs !== undefined && isPossible)
    return [
      {
        startMs: Math.min(endMs, Math.max(startMs, begunMs ?? startMs)),
        endMs,
        isStated: true,
        source: 'functionLog',
        fact: stateFact(
          wait.failed ? 'waited-in-vain' : 'waited-for',
          { target, durationMs },
          'functionLog',
          proof,
        ),
      },
    ];
  const before = invocation.lines
    .flatMap(({ atMs }) => (atMs === undefined || atMs >= endMs ? [] : [atMs]))
    .reduce((latest, atMs) => Math.max(latest, atMs), startOf(invocation) ?? endMs);
  if (!wait.failed || !tookTime.test(wait.line) || before >= endMs) return [];
  return [
    {
      startMs: before,
      endMs,
      isStated: false,
      source: 'functionLog',
      fact: stateFact('wait-failed', { target }, 'functionLog', proof),
    },
  ];
}

/** When an invocation's environment was begun for it, or its own start: nothing of it can have waited before. */
function readyFrom(invocation: Invocation): number | undefined {
  const startAtMs = startOf(invocation);
  if (startAtMs === undefined) return undefined;
  return Math.min(
    invocation.initStartAtMs ?? startAtMs,
    startAtMs - (invocation.startAtMs === undefined ? 0 : (invocation.initDurationMs ?? 0)),
  );
}

/** How much of a window the waits fill, ms; waits at the same time count once. */
export function waitedWithin(waits: readonly Wait[], fromMs: number, toMs: number): number {
  let reachedMs = fromMs;
  let sum = 0;
  for (const { startMs, endMs } of [...waits].sort((a, b) => a.startMs - b.startMs)) {
    const begin = Math.max(startMs, reachedMs);
    const end = Math.min(endMs, toMs);
    if (end <= begin) continue;
    sum += end - begin;
    reachedMs = end;
  }
  return sum;
}
