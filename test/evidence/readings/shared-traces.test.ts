import { describe, expect, it } from 'vitest';
import type { LoggedInvocation } from '../../../src/evidence/readings/function-log.ts';
import type { FoundSources } from '../../../src/evidence/readings/request-facts.ts';
import { shareTraces } from '../../../src/evidence/readings/shared-traces.ts';
import {
  invocation,
  log,
  row,
  sending,
  sendingToFunction,
  sentAtMs,
  timeout,
  traceId,
} from '../../verdict/evidence-with.ts';

const id = '3c1d5a0e-7b42-4f0e-9a35-5e8f1b2c6d70';
const run = invocation(140);
/** A request of the trace that waited from 0 to 29 s, or as the fields say. */
const request = (fields: Parameters<typeof row>[0] = {}, executionLog?: FoundSources['executionLog']) => ({
  accessLog: row({ traceId, atMs: sentAtMs, responseLatencyMs: 29_000, ...fields }),
  ...(executionLog === undefined ? {} : { executionLog }),
});
const logged = (fields: Partial<LoggedInvocation> = {}): LoggedInvocation => ({
  ...run,
  mentions: new Set(),
  ...fields,
});

describe('an invocation that the trace ties', () => {
  const kept = (
    other: FoundSources | undefined,
    own: FoundSources = request(),
    line = logged(),
    tie = run,
  ) => {
    const { settle } = shareTraces(other === undefined ? [own] : [own, other]);
    return settle([tie], own, [line]).length === 1;
  };
  it.each<[string, boolean, boolean]>([
    ['to one request alone', kept(undefined), true],
    ['to one of two that waited', kept(request()), false],
    ['and another trace waited', kept(request({ traceId: '1-6b10f3a1-ffffffffffffffffffffffff' })), true],
    ['as the other’s sending, within two clocks', kept(request({ atMs: sentAtMs + 340 })), false],
    ['before the other’s sending', kept(request({ atMs: sentAtMs + 341 })), true],
    ['as the other ended', kept(request({ responseLatencyMs: 140 })), false],
    ['after the other ended', kept(request({ responseLatencyMs: 139 })), true],
    ['and the other has no time', kept({ accessLog: row({ traceId }) }), true],
    ['and has no time itself', kept(request(), request(), logged(), invocation(undefined)), true],
    ['and the other called an address', kept(request({}, log(sending))), true],
    ['and the other called a function', kept(request({}, log(sendingToFunction, timeout))), false],
    [
      'and the other called another function',
      kept(request({}, log(sendingToFunction, timeout)), request(), logged({ functionName: 'stock' })),
      true,
    ],
    [
      'and the other called the same function',
      kept(request({}, log(sendingToFunction, timeout)), request(), logged({ functionName: 'orders' })),
      false,
    ],
    [
      'and whose lines name the request',
      kept(request(), request({ requestId: id.toUpperCase() }), logged({ mentions: new Set([id]) })),
      true,
    ],
    [
      'and that the other names as its own',
      kept(request({ integrationRequestId: run.functionRequestId })),
      false,
    ],
    [
      'and that it names as its own',
      kept(request({ responseLatencyMs: 1 }), request({ integrationRequestId: run.functionRequestId })),
      true,
    ],
    [
      'by more than the trace',
      kept(request(), request(), logged(), { ...run, joinedBy: 'api-request-id' }),
      true,
    ],
  ])('%s', (_name, isKept, expected) => {
    expect(isKept).toBe(expected);
  });

  it.each([
    [100, 1],
    [101, 0],
  ])('beside %i requests of other times ties %i', (count, expected) => {
    const own = request();
    const others = Array.from({ length: count }, () => request({ atMs: sentAtMs + 90_000 }));
    expect(shareTraces([own, ...others]).settle([run], own, [logged()])).toHaveLength(expected);
  });
});
