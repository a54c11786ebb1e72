import { describe, expect, it } from 'vitest';
import type { Evidence, Observations } from '../../src/evidence/evidence.ts';
import type { Search } from '../../src/evidence/observation.ts';
import { decideVerdict } from '../../src/verdict/decide-verdict.ts';
import { evidenceWith, log, row, sentAtMs, settings, timedOutFunctionLog, timeout } from './evidence-with.ts';

const search = (fields: Partial<Search> = {}): Search => ({
  language: 'CWLI',
  text: 'x',
  target: '/aws/lambda/orders',
  status: 'complete',
  ...fields,
});
const functionSettings = {
  status: 'found' as const,
  searches: [],
  value: {
    functionName: 'orders',
    timeoutMs: 60_000,
    logGroup: '/aws/lambda/orders',
    logFormat: 'Text' as const,
    inVpc: false,
  },
};
const withObservations = (evidence: Evidence, changed: Partial<Observations>): Evidence => ({
  ...evidence,
  observations: { ...evidence.observations, ...changed },
});
const silentLog = { functionLog: { status: 'absent' as const, searches: [search()] }, functionSettings };

describe('what could not be looked at', () => {
  it('keeps reason, detail and the values of the cure', () => {
    const evidence = withObservations(evidenceWith({ executionLog: timedOutFunctionLog() }), {
      functionLog: {
        status: 'unavailable',
        reason: 'access-denied',
        detail: 'no',
        args: { action: 'logs:StartQuery' },
        searches: [],
      },
    });
    expect(decideVerdict(evidence).notChecked[0]).toEqual({
      source: 'functionLog',
      reason: 'access-denied',
      args: { action: 'logs:StartQuery', detail: 'no' },
    });
  });

  it('a missing sending line is a gap, unless the settings say that it would have been written', () => {
    const gaps = (found: Parameters<typeof evidenceWith>[0]) =>
      decideVerdict(evidenceWith(found)).notChecked.map(({ source, reason }) => `${source} ${reason}`);
    expect(gaps({ executionLog: log(timeout) })).toContain('executionLog error-level-only');
    expect(gaps({ executionLog: log(timeout), gatewaySettings: settings() })).not.toContain(
      'executionLog error-level-only',
    );
  });

  it('leaves out what cannot exist', () => {
    const evidence = withObservations(evidenceWith({ executionLog: timedOutFunctionLog() }), {
      functionLog: { status: 'unavailable', reason: 'not-applicable', searches: [] },
    });
    expect(decideVerdict(evidence).notChecked.map(({ source }) => source)).not.toContain('functionLog');
  });
});

describe('an empty function log', () => {
  it('is no absence without a search', () => {
    const evidence = withObservations(evidenceWith({ executionLog: timedOutFunctionLog() }), {
      ...silentLog,
      functionLog: { status: 'absent', searches: [] },
    });
    expect(decideVerdict(evidence).cause).toBe('integration-timeout');
  });

  it('proves no more than the timeout itself', () => {
    const accessLog = row({ status: 504, responseLength: 41, atMs: sentAtMs, responseLatencyMs: 27_000 });
    const { cause, confidence } = decideVerdict(withObservations(evidenceWith({ accessLog }), silentLog));
    expect([cause, confidence]).toEqual(['integration-not-invoked', 'possible']);
  });

  it('says nothing where nobody knows when the gateway gave up', () => {
    const evidence = withObservations(
      evidenceWith({ executionLog: log([undefined, timeout[1]]) }),
      silentLog,
    );
    expect(decideVerdict(evidence).cause).toBe('integration-timeout');
  });

  it.each([
    ['without the times of the search', search(), 'integration-not-invoked'],
    ['searched from after sending', search({ fromMs: sentAtMs + 1000 }), 'integration-timeout'],
    ['searched until just before', search({ toMs: sentAtMs + 28_999 }), 'integration-timeout'],
    ['searched all along', search({ fromMs: sentAtMs, toMs: sentAtMs + 29_000 }), 'integration-not-invoked'],
  ])('%s', (_name, one, cause) => {
    const evidence = withObservations(evidenceWith({ executionLog: timedOutFunctionLog() }), {
      ...silentLog,
      functionLog: { status: 'absent', searches: [one] },
    });
    expect(decideVerdict(evidence).cause).toBe(cause);
  });

  it.each([
    [119_999, 'integration-timeout'],
    [120_000, 'integration-not-invoked'],
  ])('%i ms after the gateway gave up: %s', (afterMs, cause) => {
    const evidence = withObservations(evidenceWith({ executionLog: timedOutFunctionLog() }), silentLog);
    expect(decideVerdict({ ...evidence, collectedAtMs: sentAtMs + 29_000 + afterMs }).cause).toBe(cause);
  });

  it.each([
    ['in that minute', 0, 3, 'integration-timeout'],
    ['half an hour before', -1_800_000, 3, 'integration-not-invoked'],
    ['none at all', 0, 0, 'integration-not-invoked'],
  ])('beside throttled calls %s', (_name, ms, value, cause) => {
    const points = [{ atMs: sentAtMs + ms, value }];
    const evidence = withObservations(evidenceWith({ executionLog: timedOutFunctionLog() }), {
      ...silentLog,
      metrics: {
        status: 'found',
        searches: [],
        value: { series: [{ name: 'Throttles', statistic: 'Sum', points }] },
      },
    });
    expect(decideVerdict(evidence).cause).toBe(cause);
  });
});
