import { describe, expect, it } from 'vitest';
import type { Invocation } from '../../src/evidence/readings/function-log.ts';
import type { LoadBalancerRow } from '../../src/evidence/readings/load-balancer-log.ts';
import type { TraceSegment } from '../../src/evidence/readings/trace.ts';
import { decideVerdict } from '../../src/verdict/decide-verdict.ts';
import type { FoundSources } from '../../src/verdict/found-sources.ts';
import {
  answer,
  balancerRow,
  evidenceWith,
  invocation,
  log,
  row,
  segment,
  sending,
  sendingToFunction,
  sentAtMs,
  timedOutFunctionLog,
  timedOutLog,
  timeout,
  traceId,
} from './evidence-with.ts';

/** The whole completion in one line; its moment in ms after sending. */
const completed = (found: FoundSources, request = {}) => {
  const { answer: told, atMs, afterMs, because } = decideVerdict(evidenceWith(found, request)).completion;
  const moment = atMs === undefined ? '' : ` at ${atMs - sentAtMs}, ${afterMs} after`;
  const fact =
    because === undefined
      ? ''
      : `: ${because.fact} ${because.args.afterMs} ${because.source} “${because.quote}”`;
  return `${told}${moment}${fact}`;
};
const ran = (startMs: number | undefined, fields: Partial<Invocation>, functionName = 'orders') => ({
  executionLog: timedOutFunctionLog(),
  functionLog: { functionName, invocations: [invocation(startMs, fields)] },
});
const lines = (...texts: string[]) => ({ lines: texts.map((text) => ({ text })) });

describe('what a function finished after the gateway had given up', () => {
  it.each<[string, FoundSources, string]>([
    [
      'the last line that shows it',
      ran(100, { durationMs: 41_000, ...lines('END x', 'REPORT x', 'more') }),
      'yes at 41100, 12100 after: ended-after-answer 12100 functionLog “REPORT x”',
    ],
    [
      'a run that began as early as two clocks differ',
      ran(-1001, { durationMs: 41_000 }),
      'yes at 39999, 10999 after: ended-after-answer 10999 functionLog “undefined”',
    ],
    [
      'a run that began earlier: whoever called the API, perhaps',
      ran(-1002, { durationMs: 41_000 }),
      'unknown',
    ],
    [
      'an END',
      ran(100, { durationMs: 41_000, ...lines('END x', 'BACKEND') }),
      'yes at 41100, 12100 after: ended-after-answer 12100 functionLog “END x”',
    ],
    [
      'a record of the platform',
      ran(100, { durationMs: 41_000, ...lines('{"type":"platform.runtimeDone"}') }),
      'yes at 41100, 12100 after: ended-after-answer 12100 functionLog “{"type":"platform.runtimeDone"}”',
    ],
    [
      'half a millisecond',
      ran(100, { durationMs: 40_999.6 }),
      'yes at 41100, 12100 after: ended-after-answer 12100 functionLog “undefined”',
    ],
    [
      'a millisecond after',
      ran(0, { durationMs: 29_001 }),
      'yes at 29001, 1 after: ended-after-answer 1 functionLog “undefined”',
    ],
    ['in that moment', ran(0, { durationMs: 29_000 }), 'unknown'],
    ['it failed', ran(100, { durationMs: 41_000, status: 'error' }), 'no'],
    ['it was killed', ran(100, { durationMs: 41_000, status: 'timeout' }), 'no'],
    [
      'it began in that moment',
      ran(29_000, { durationMs: 5000 }),
      'yes at 34000, 5000 after: ended-after-answer 5000 functionLog “undefined”',
    ],
    ['it began after', ran(29_001, { durationMs: 5000 }), 'unknown'],
    ['nobody knows how long it ran', ran(100, {}), 'unknown'],
    ['nobody knows when, and it ran longer', ran(undefined, { durationMs: 30_001 }), 'yes'],
    ['nobody knows when, and it may not have', ran(undefined, { durationMs: 30_000 }), 'unknown'],
    [
      'by time, begun at once',
      ran(2000, { durationMs: 41_000, joinedBy: 'time' }),
      'yes at 43000, 14000 after: ended-after-answer 14000 functionLog “undefined”',
    ],
    ['by time, begun later', ran(2001, { durationMs: 41_000, joinedBy: 'time' }), 'unknown'],
    [
      'by time, begun at once after its initialisation',
      ran(5000, { durationMs: 41_000, initDurationMs: 3000, joinedBy: 'time' }),
      'yes at 46000, 17000 after: ended-after-answer 17000 functionLog “undefined”',
    ],
    ['by time, of another function', ran(100, { durationMs: 41_000, joinedBy: 'time' }, 'worker'), 'unknown'],
    ['by time, without a start', ran(undefined, { durationMs: 41_000, joinedBy: 'time' }), 'unknown'],
    [
      'by time, and nobody knows when it was sent',
      {
        ...ran(100, { durationMs: 41_000, joinedBy: 'time' }),
        executionLog: log([undefined, sendingToFunction[1]], timeout),
      },
      'unknown',
    ],
    [
      'by time, and no function is named',
      { ...ran(100, { durationMs: 41_000, joinedBy: 'time' }), executionLog: timedOutLog() },
      'unknown',
    ],
  ])('%s', (_name, found, expected) => {
    expect(completed(found)).toBe(expected);
  });

  it.each<[string, Partial<Invocation>, string]>([
    ['longer than it waited', { durationMs: 30_001 }, 'yes'],
    ['no longer', { durationMs: 30_000 }, 'unknown'],
    ['longer, and failed', { durationMs: 41_000, status: 'error' }, 'no'],
    ['longer, and was killed', { durationMs: 41_000, status: 'timeout' }, 'no'],
    ['longer, by time alone', { durationMs: 41_000, joinedBy: 'time' }, 'unknown'],
    ['nobody knows how long', {}, 'unknown'],
  ])('the gateway’s moment is not known, and it ran: %s', (_name, fields, expected) => {
    const accessLog = row({ errorResponseType: 'INTEGRATION_TIMEOUT', integrationLatencyMs: 29_000 });
    const functionLog = { functionName: 'orders', invocations: [invocation(undefined, fields)] };
    expect(completed({ accessLog, functionLog }, { atMs: undefined })).toBe(expected);
  });

  it.each([
    [1000, 30_000, 'unknown'],
    [1000, 30_001, 'yes at 30001, 1001 after: ended-after-answer 1001 functionLog “undefined”'],
  ])('times of %i ms are no more exact than that: %i', (resolutionMs, durationMs, expected) => {
    expect(completed(ran(0, { durationMs }), { resolutionMs })).toBe(expected);
  });

  it('what began within an inexact moment, and behind it, says nothing of this request', () => {
    expect(completed(ran(29_500, { durationMs: 5000 }), { resolutionMs: 1000 })).toBe('unknown');
  });
});

describe('what a trace or a balancer shows of the work', () => {
  const traced = (fields: Partial<TraceSegment> = {}, to = 41_000, from = 100) => ({
    executionLog: timedOutLog(),
    trace: {
      traceId,
      segments: [segment({ name: 'backend', from, to, origin: 'AWS::EC2::Instance', ...fields })],
    },
  });
  const balanced = (fields: Partial<LoadBalancerRow>, atMs = 41_000) => ({
    executionLog: timedOutLog(),
    loadBalancerLog: [
      balancerRow({ traceId, targetStatus: 200, loadBalancerStatus: 200, atMs: sentAtMs + atMs, ...fields }),
    ],
  });
  it.each<[string, FoundSources, string]>([
    [
      'a segment that ended after',
      traced(),
      'yes at 41000, 12000 after: ended-after-answer 12000 trace “undefined”',
    ],
    ['a segment that ended in that moment', traced({}, 29_000), 'unknown'],
    ['a segment that ended with an error', traced({ error: true }), 'no'],
    ['a segment that ended with a fault', traced({ fault: true }), 'no'],
    ['a segment that was turned away', traced({ throttle: true }), 'unknown'],
    [
      'a segment that began in that moment',
      traced({}, 41_000, 29_000),
      'yes at 41000, 12000 after: ended-after-answer 12000 trace “undefined”',
    ],
    ['a segment that began after', traced({}, 41_000, 29_001), 'unknown'],
    ['Lambda’s service, not the code', traced({ origin: 'AWS::Lambda' }), 'unknown'],
    [
      'a balancer that had an answer',
      balanced({}),
      'yes at 41000, 12000 after: ended-after-answer 12000 loadBalancerLog “the balancer row”',
    ],
    ['a balancer that had an error', balanced({ targetStatus: 400 }), 'no'],
    [
      'a balancer that had a redirect',
      balanced({ targetStatus: 399 }),
      'yes at 41000, 12000 after: ended-after-answer 12000 loadBalancerLog “the balancer row”',
    ],
    ['a balancer that had it in that moment', balanced({}, 29_000), 'unknown'],
    [
      'a balancer of that time alone',
      { ...balanced({ traceId: undefined }, 29_500), executionLog: log(sending, timeout) },
      'unknown',
    ],
  ])('%s', (_name, found, expected) => {
    expect(completed(found)).toBe(expected);
  });

  it('says nothing of a target whose answer never came', () => {
    const { targetStatus: _status, ...waiting } = balancerRow({
      traceId,
      loadBalancerStatus: 460,
      atMs: sentAtMs + 41_000,
    });
    expect(completed({ executionLog: timedOutLog(), loadBalancerLog: [waiting] })).toBe('unknown');
  });
});

describe('work behind an edge that gave up', () => {
  const succeeded = (ms: number | undefined) =>
    log([0, sending[1]], [ms, 'Method completed with status: 200']);
  const gaveUp = (dateMs: number | undefined) =>
    answer({
      clientError: 'timed out',
      clientTimeoutMs: 10_000,
      ...(dateMs === undefined ? {} : { dateMs: sentAtMs + dateMs }),
    });
  const said = 'stated-succeeded undefined executionLog “Method completed with status: 200”';
  it.each<[string, FoundSources, string]>([
    [
      'a millisecond later',
      { executionLog: succeeded(10_001), clientResponse: gaveUp(10_000) },
      `yes at 10001, 1 after: ${said}`,
    ],
    ['in that moment', { executionLog: succeeded(10_000), clientResponse: gaveUp(10_000) }, 'unknown'],
    [
      'nobody knows when it gave up',
      { executionLog: succeeded(10_001), clientResponse: gaveUp(undefined) },
      'unknown',
    ],
    [
      'nobody knows when it was answered',
      { executionLog: succeeded(undefined), clientResponse: gaveUp(10_000) },
      'unknown',
    ],
    ['no log of the gateway', { clientResponse: gaveUp(10_000) }, 'unknown'],
  ])('%s', (_name, found, expected) => {
    expect(decideVerdict(evidenceWith(found)).cause).toBe('edge-timeout');
    expect(completed(found)).toBe(expected);
  });
});
