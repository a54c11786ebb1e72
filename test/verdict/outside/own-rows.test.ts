import { describe, expect, it } from 'vitest';
import type { LoadBalancerRow } from '../../../src/evidence/readings/load-balancer-log.ts';
import type { FoundSources } from '../../../src/verdict/found-sources.ts';
import { balancerTimeout, slowToSend } from '../../../src/verdict/outside/balancer.ts';
import { ownRow, ownTrace } from '../../../src/verdict/outside/own-rows.ts';
import {
  answer,
  balancerRow,
  log,
  requestId,
  row,
  segment,
  sending,
  sentAtMs,
  traceId,
} from '../evidence-with.ts';

const gaveUpAtMs = sentAtMs + 29_000;
const waiting = { sentAtMs, gaveUpAtMs };
const other = '1-6b10f3a1-fedcba987654321001234567';

describe('the balancer’s row of this request', () => {
  const at = (ms: number, fields: Partial<LoadBalancerRow> = {}) =>
    balancerRow({ atMs: sentAtMs + ms, requestProcessingMs: null, line: `row at ${ms}`, ...fields });
  const inFront = ({ createdAtMs = sentAtMs - 100, ...fields }: Partial<LoadBalancerRow>): FoundSources => ({
    accessLog: row({ traceId, status: 504 }),
    loadBalancerLog: [at(29_000, { traceId, targetStatus: 504, createdAtMs, ...fields })],
  });
  it.each<[string, FoundSources, object, string | undefined]>([
    ['no log', {}, waiting, undefined],
    [
      'the last of its trace, whenever it was',
      { accessLog: row({ traceId }), loadBalancerLog: [at(1, { traceId }), at(90_000, { traceId }), at(2)] },
      waiting,
      'row at 90000 by id',
    ],
    [
      'the trace that the client saw',
      { clientResponse: answer({ traceId }), loadBalancerLog: [at(90_000, { traceId })] },
      waiting,
      'row at 90000 by id',
    ],
    [
      'the trace that was found',
      { trace: { traceId, segments: [] }, loadBalancerLog: [at(90_000, { traceId })] },
      waiting,
      'row at 90000 by id',
    ],
    [
      'the one that came a second after the end',
      {
        accessLog: row({ traceId }),
        loadBalancerLog: [at(90_000, { traceId, createdAtMs: gaveUpAtMs + 1000 })],
      },
      waiting,
      'row at 90000 by id',
    ],
    [
      'and not one that came later',
      {
        accessLog: row({ traceId }),
        loadBalancerLog: [at(29_000, { traceId }), at(90_000, { traceId, createdAtMs: gaveUpAtMs + 1001 })],
      },
      waiting,
      'row at 29000 by id',
    ],
    [
      'nor one that came later by its own times',
      {
        accessLog: row({ traceId }),
        loadBalancerLog: [at(31_001, { traceId, requestProcessingMs: 500, targetProcessingMs: 500 })],
      },
      waiting,
      undefined,
    ],
    [
      'one that came later, where nobody knows when the gateway gave up',
      {
        accessLog: row({ traceId }),
        loadBalancerLog: [at(90_000, { traceId, createdAtMs: gaveUpAtMs + 1001 })],
      },
      { sentAtMs },
      'row at 90000 by id',
    ],
    [
      'as close before sending as clocks are',
      { accessLog: row({ traceId }), loadBalancerLog: [at(29_000, { traceId, createdAtMs: sentAtMs - 20 })] },
      waiting,
      'row at 29000 by id',
    ],
    [
      'before sending: perhaps in front of the API',
      { accessLog: row({ traceId }), loadBalancerLog: [at(29_000, { traceId, createdAtMs: sentAtMs - 21 })] },
      waiting,
      'row at 29000 by time',
    ],
    ['in front of the API, by the row', inFront({}), waiting, undefined],
    [
      'another answer than the lines’',
      { ...inFront({}), executionLog: log(sending, [29_001, 'Method completed with status: 503']) },
      waiting,
      'row at 29000 by time',
    ],
    ['another answer than the gateway’s', inFront({ targetStatus: 200 }), waiting, 'row at 29000 by time'],
    ['an answer before the gateway’s', inFront({ atMs: gaveUpAtMs - 1 }), waiting, 'row at 29000 by time'],
    [
      'the same answer, begun when the gateway had sent',
      inFront({ createdAtMs: sentAtMs }),
      waiting,
      'row at 29000 by id',
    ],
    [
      'the same answer, begun nobody knows when',
      {
        accessLog: row({ traceId, status: 504 }),
        loadBalancerLog: [at(29_000, { traceId, targetStatus: 504 })],
      },
      waiting,
      'row at 29000 by id',
    ],
    ['the same answer, and no sending known', inFront({}), { gaveUpAtMs }, 'row at 29000 by id'],
    ['the same answer, and no end known', inFront({}), { sentAtMs }, 'row at 29000 by time'],
    [
      'another trace’s row is nobody’s',
      { accessLog: row({ traceId }), loadBalancerLog: [at(1000, { traceId: other })] },
      waiting,
      undefined,
    ],
    [
      'a row without a trace, of that time',
      { accessLog: row({ traceId }), loadBalancerLog: [at(1000), at(1000, { traceId: other })] },
      waiting,
      'row at 1000 by time',
    ],
    [
      'no trace is known: any row of that time',
      { loadBalancerLog: [at(1000, { traceId: other })] },
      waiting,
      'row at 1000 by time',
    ],
    ['one of two is nobody’s', { loadBalancerLog: [at(1000), at(2000)] }, waiting, undefined],
    ['a second before sending', { loadBalancerLog: [at(-1000)] }, waiting, 'row at -1000 by time'],
    ['earlier', { loadBalancerLog: [at(-1001)] }, waiting, undefined],
    ['a second after the end', { loadBalancerLog: [at(30_000)] }, waiting, 'row at 30000 by time'],
    ['later', { loadBalancerLog: [at(30_001)] }, waiting, undefined],
    [
      'later, but created before',
      { loadBalancerLog: [at(60_000, { createdAtMs: sentAtMs + 30_000 })] },
      waiting,
      'row at 60000 by time',
    ],
    [
      'later, but begun before, by its own times',
      { loadBalancerLog: [at(60_000, { requestProcessingMs: 10_000, targetProcessingMs: 20_000 })] },
      waiting,
      'row at 60000 by time',
    ],
    [
      'begun later, by its own times',
      { loadBalancerLog: [at(60_000, { requestProcessingMs: 10_000, targetProcessingMs: 19_999 })] },
      waiting,
      undefined,
    ],
    ['only the sending is known', { loadBalancerLog: [at(1000)] }, { sentAtMs }, 'row at 1000 by time'],
    ['later than that', { loadBalancerLog: [at(1001)] }, { sentAtMs }, undefined],
    ['only the end is known', { loadBalancerLog: [at(28_000)] }, { gaveUpAtMs }, 'row at 28000 by time'],
    ['earlier than that', { loadBalancerLog: [at(27_999)] }, { gaveUpAtMs }, undefined],
    ['no time is known', { loadBalancerLog: [at(1000)] }, {}, undefined],
  ])('%s', (_name, found, when, expected) => {
    const own = ownRow(found, when);
    const told = own === undefined ? undefined : `${own.value.line} by ${own.byId ? 'id' : 'time'}`;
    expect(told).toBe(expected);
  });
});

describe('the request’s own trace', () => {
  const trace = (from = 0, to: number | 'open' = 100, fields = {}) => ({
    traceId,
    segments: [segment({ name: 'orders', from, ...(to === 'open' ? {} : { to }), ...fields })],
  });
  const executionLog = log(sending);
  it.each<[string, FoundSources, object, boolean | undefined]>([
    ['none', { executionLog }, waiting, undefined],
    ['the row names it', { accessLog: row({ traceId }), trace: trace(90_000) }, waiting, true],
    ['it names the request', { executionLog, trace: trace(90_000, 90_001, { requestId }) }, waiting, true],
    ['the row names another', { accessLog: row({ traceId: other }), trace: trace() }, waiting, undefined],
    ['nothing else was found', { trace: trace(90_000) }, waiting, true],
    ['of that time, beside a row', { accessLog: row({}), trace: trace() }, waiting, false],
    ['of that time, beside a log', { executionLog, trace: trace() }, waiting, false],
    ['of another time', { executionLog, trace: trace(90_000, 90_001) }, waiting, undefined],
    ['began before, and reaches into it', { executionLog, trace: trace(-90_000, -1000) }, waiting, false],
    ['ended before', { executionLog, trace: trace(-90_000, -1001) }, waiting, undefined],
    ['without an end', { executionLog, trace: trace(-1000, 'open') }, waiting, false],
    ['without an end, before', { executionLog, trace: trace(-1001, 'open') }, waiting, undefined],
    [
      'one segment of several',
      {
        executionLog,
        trace: { traceId, segments: [...trace(90_000, 90_001).segments, ...trace().segments] },
      },
      waiting,
      false,
    ],
    ['no time is known', { executionLog, trace: trace() }, {}, undefined],
  ])('%s', (_name, found, when, byId) => {
    const own = ownTrace(found, requestId, when);
    expect(own?.byId).toBe(byId);
    expect(own?.value).toBe(byId === undefined ? undefined : found.trace);
  });
});

describe('what the balancer’s own 504 was', () => {
  const alone = (fields: Partial<LoadBalancerRow>) =>
    balancerRow({ loadBalancerStatus: 504, atMs: sentAtMs + 10_000, ...fields });
  it.each<[string, Partial<LoadBalancerRow>, number | undefined, number | undefined, string | undefined]>([
    ['another status', { loadBalancerStatus: 502 }, sentAtMs, undefined, undefined],
    ['the target’s own 504', { targetStatus: 504 }, sentAtMs, undefined, undefined],
    ['the target took it and was silent', { targetProcessingMs: 60_000 }, sentAtMs, undefined, 'wait 60000'],
    ['ten seconds after sending', {}, sentAtMs, undefined, 'connect 10000'],
    ['ten seconds after it was created', { createdAtMs: sentAtMs }, undefined, 5, 'connect 10000'],
    ['as the gateway measured', {}, sentAtMs, 9000, 'connect 9000'],
    ['a little less', {}, sentAtMs, 8999, 'wait 8999'],
    ['at most that long', {}, sentAtMs, 11_500, 'connect 11500'],
    ['longer', {}, sentAtMs, 11_501, 'wait 11501'],
    ['at once', {}, sentAtMs, 0, 'wait 0'],
    ['nothing tells its length', {}, undefined, undefined, undefined],
    ['a length that cannot be', {}, sentAtMs + 10_001, undefined, undefined],
  ])('%s', (_name, fields, sent, measuredMs, expected) => {
    const read = balancerTimeout({ value: alone(fields), byId: true }, sent, measuredMs);
    expect(read === undefined ? undefined : `${read.kind} ${read.elapsedMs}`).toBe(expected);
  });

  it('is nothing without a row', () => {
    expect(balancerTimeout(undefined, sentAtMs, 10_000)).toBe(undefined);
  });

  it.each<[string, number | null, object, number | undefined]>([
    ['half of the wait', 14_500, waiting, 14_500],
    ['less', 14_499, waiting, undefined],
    ['never passed on', null, waiting, undefined],
    ['no wait at all', 0, { sentAtMs, gaveUpAtMs: sentAtMs }, undefined],
    ['nobody knows when it was sent', 20_000, { gaveUpAtMs }, undefined],
    ['nobody knows when it ended', 20_000, { sentAtMs }, undefined],
  ])('slow to send: %s', (_name, requestProcessingMs, when, expected) => {
    expect(slowToSend(balancerRow({ requestProcessingMs }), when)).toBe(expected);
  });
});
