import { describe, expect, it } from 'vitest';
import type { Invocation } from '../../../src/evidence/readings/function-log.ts';
import {
  chooseInvocation,
  endOf,
  initOf,
  isAnothers,
  startOf,
} from '../../../src/verdict/outside/invocation.ts';
import { invocation as invocationFrom, sentAtMs } from '../evidence-with.ts';

const gaveUpAtMs = sentAtMs + 29_000;
const invocation = (startMs: number | undefined, fields: Partial<Invocation> = {}): Invocation =>
  invocationFrom(startMs, { functionRequestId: String(startMs), ...fields });
/** Which is chosen, by its start, and what ties it. */
const chosen = (invocations: Invocation[], when: object = {}) => {
  const one = chooseInvocation(
    { functionName: 'orders', invocations },
    { sentAtMs, gaveUpAtMs, isNamed: true, ...when },
  );
  if (one === undefined) return undefined;
  const late = one.lateMs === undefined ? '' : `, ${one.lateMs} late`;
  return `${one.functionRequestId} ${one.joinedBy}${late}`;
};

describe('the invocation that is the request’s', () => {
  it('is none without a log', () => {
    expect(chooseInvocation(undefined, { sentAtMs, gaveUpAtMs, isNamed: true })).toBe(undefined);
  });

  it.each<[string, Invocation[], object, string]>([
    [
      'the gateway’s own id of it, before all else',
      [
        invocation(1, { joinedBy: 'time' }),
        invocation(2, { joinedBy: 'api-request-id' }),
        invocation(3, { joinedBy: 'trace-id' }),
        invocation(4, { joinedBy: 'function-request-id' }),
      ],
      {},
      '4 function-request-id',
    ],
    [
      'a trace id before a mention',
      [invocation(2, { joinedBy: 'api-request-id' }), invocation(3)],
      {},
      '3 trace-id',
    ],
    [
      'a mention before the time',
      [invocation(2, { joinedBy: 'api-request-id' }), invocation(1, { joinedBy: 'time' })],
      {},
      '2 api-request-id',
    ],
    ['of two, the one that began next', [invocation(900), invocation(100)], {}, '100 trace-id'],
    [
      'clocks may differ by a second',
      [invocation(-1001), invocation(-1000), invocation(500)],
      {},
      '-1000 trace-id',
    ],
    ['one without a time, where nothing else is', [invocation(undefined)], {}, 'undefined trace-id'],
    ['not one without a time, beside one', [invocation(undefined), invocation(100)], {}, '100 trace-id'],
    [
      'sending without a time: the last that had begun',
      [invocation(100), invocation(29_000), invocation(29_001)],
      { sentAtMs: undefined },
      '29000 trace-id',
    ],
    [
      'all began before: the last',
      [invocation(-9000), invocation(-5000), invocation(29_001)],
      {},
      '-5000 trace-id',
    ],
    ['none had begun: the last', [invocation(29_001), invocation(29_002)], {}, '29002 trace-id'],
    [
      'nobody knows when it ended',
      [invocation(100), invocation(60_000)],
      { sentAtMs: undefined, gaveUpAtMs: undefined },
      '60000 trace-id',
    ],
  ])('%s', (_name, invocations, when, expected) => {
    expect(chosen(invocations, when)).toBe(expected);
  });

  it.each<[string, Invocation, object, string]>([
    ['a mention at once', invocation(2000, { joinedBy: 'api-request-id' }), {}, '2000 api-request-id'],
    [
      'a mention later is loose',
      invocation(2001, { joinedBy: 'api-request-id' }),
      {},
      '2001 api-request-id, 2001 late',
    ],
    ['a trace of the named function, later', invocation(2001), {}, '2001 trace-id'],
    ['a trace of another function, at once', invocation(2000), { isNamed: false }, '2000 trace-id'],
    ['a trace of another function, later', invocation(2001), { isNamed: false }, '2001 trace-id, 2001 late'],
    [
      'the gateway’s own id, later',
      invocation(2001, { joinedBy: 'function-request-id' }),
      { isNamed: false },
      '2001 function-request-id',
    ],
    [
      'later by its initialisation alone',
      invocation(5000, { joinedBy: 'api-request-id', initDurationMs: 3000 }),
      {},
      '5000 api-request-id',
    ],
    [
      'later than its initialisation too',
      invocation(5001, { joinedBy: 'api-request-id', initDurationMs: 3000 }),
      {},
      '5001 api-request-id, 2001 late',
    ],
    [
      'its initialisation began at once',
      invocation(5000, { joinedBy: 'api-request-id', initStartAtMs: sentAtMs + 100 }),
      {},
      '5000 api-request-id',
    ],
    [
      'nobody knows when it began',
      invocation(undefined, { joinedBy: 'api-request-id' }),
      {},
      'undefined api-request-id',
    ],
    [
      'nobody knows when it was sent',
      invocation(5000, { joinedBy: 'api-request-id' }),
      { sentAtMs: undefined },
      '5000 api-request-id',
    ],
  ])('%s', (_name, one, when, expected) => {
    expect(chosen([one], when)).toBe(expected);
  });
});

describe('another request’s invocation', () => {
  const byTime = (startMs: number | undefined, fields: Partial<Invocation> = {}) =>
    invocation(startMs, { joinedBy: 'time', ...fields });
  it.each<[string, Invocation, object, boolean]>([
    ['an id goes before the times', invocation(-9000), {}, false],
    ['began within the slack before sending', byTime(-1500), {}, false],
    ['began before that', byTime(-1501), {}, true],
    ['ended within the slack before the end', byTime(0, { durationMs: 27_500 }), {}, false],
    ['ended before that', byTime(0, { durationMs: 27_499 }), {}, true],
    ['has no times', byTime(undefined), {}, false],
    ['nobody knows when it was sent', byTime(-9000), { sentAtMs: undefined }, false],
    ['nobody knows when the gateway ended', byTime(0, { durationMs: 1 }), { gaveUpAtMs: undefined }, false],
  ])('%s', (_name, one, when, expected) => {
    expect(isAnothers(one, { sentAtMs, gaveUpAtMs, slackMs: 1500, ...when })).toBe(expected);
  });
});

describe('the times of an invocation, from what its lines say', () => {
  const at = sentAtMs;
  it.each<[string, Partial<Invocation>, number | undefined]>([
    ['its START', { startAtMs: at, firstLineAtMs: at - 1, reportAtMs: at + 9, durationMs: 1 }, 0],
    ['what the report leaves over', { reportAtMs: at + 500, durationMs: 400, firstLineAtMs: at + 150 }, 100],
    ['its first line, where the report has no length', { reportAtMs: at + 500, firstLineAtMs: at + 9 }, 9],
    ['its first line, without a report', { durationMs: 400, firstLineAtMs: at + 9 }, 9],
    ['nothing', {}, undefined],
  ])('began: %s', (_name, fields, expected) => {
    const startedAtMs = startOf(invocation(undefined, fields));
    expect(startedAtMs === undefined ? undefined : startedAtMs - at).toBe(expected);
  });

  it.each<[string, Partial<Invocation>, number | undefined]>([
    ['its start and its length', { startAtMs: at, durationMs: 400, endAtMs: at + 900 }, 400],
    ['a length without a start: its END', { durationMs: 400, endAtMs: at + 900, reportAtMs: at + 950 }, 900],
    ['a length without a start or an END: its report', { durationMs: 400, reportAtMs: at + 950 }, 950],
    ['an END alone may be the last line so far', { startAtMs: at, endAtMs: at + 900 }, undefined],
    ['killed, by its status', { status: 'timeout', endAtMs: at + 900, lastLineAtMs: at + 910 }, 900],
    ['killed, by its line', { timedOutAfterMs: 900, lastLineAtMs: at + 910 }, 910],
    ['another status', { status: 'error', endAtMs: at + 900 }, undefined],
  ])('ended: %s', (_name, fields, expected) => {
    const endedAtMs = endOf(invocation(undefined, fields));
    expect(endedAtMs === undefined ? undefined : endedAtMs - at).toBe(expected);
  });

  it.each<[string, Partial<Invocation>, number | undefined, number | undefined]>([
    ['none', { startAtMs: at + 5000 }, at, undefined],
    ['as the report says', { startAtMs: at + 5000, initDurationMs: 3000 }, at, 3000],
    ['longer than since sending', { startAtMs: at + 2000, initDurationMs: 3000 }, at, undefined],
    ['as long, but for two clocks', { startAtMs: at + 2900, initDurationMs: 3000 }, at, 3000],
    ['a millisecond longer', { startAtMs: at + 2899, initDurationMs: 3000 }, at, undefined],
    ['before sending', { startAtMs: at, initDurationMs: 3000 }, at, undefined],
    ['of no length', { startAtMs: at + 5000, initDurationMs: 0 }, at, undefined],
    ['nobody knows when it was sent', { startAtMs: at + 2000, initDurationMs: 3000 }, undefined, 3000],
    ['of no length, and nobody knows', { startAtMs: at + 2000, initDurationMs: 0 }, undefined, undefined],
    ['nobody knows when it began', { initDurationMs: 3000 }, at, 3000],
    ['by its own start', { startAtMs: at + 5000, initStartAtMs: at + 1000 }, at, 4000],
    [
      'a report that names none',
      { startAtMs: at + 5000, initStartAtMs: at + 1000, reportAtMs: at + 6000 },
      at,
      undefined,
    ],
    ['its own start alone', { initStartAtMs: at + 1000 }, at, undefined],
  ])('initialisation: %s', (_name, fields, sent, expected) => {
    expect(initOf(invocation(undefined, fields), sent)).toBe(expected);
  });
});
