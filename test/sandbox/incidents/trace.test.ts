import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildWorld } from '../../../src/sandbox/incidents/build-world.ts';
import type { Scenario } from '../../../src/sandbox/incidents/scenario.ts';
import { placeStory } from '../../../src/sandbox/incidents/story.ts';
import { type Investigators, nowMs, openInvestigation } from './open-investigation.ts';

const slow: Scenario = {
  name: 'traced',
  about: 'An order times out.',
  cause: 'slow-integration',
  minutesAgo: 14,
  api: 'orders',
  call: 'POST /orders',
  end: { kind: 'timeout', afterMs: 29_000 },
  invocation: { startsAfterMs: 100, tookMs: 41_000 },
};
const untraced: Scenario = { ...slow, name: 'untraced', minutesAgo: 17, untraced: true };
const off: Scenario = { ...slow, name: 'tracing-off', minutesAgo: 20, api: 'orders/staging' };
const unlogged: Scenario = {
  ...slow,
  name: 'no-execution-log',
  minutesAgo: 23,
  api: 'legacy',
  call: 'POST /stores',
};
const spans: Scenario = { ...slow, name: 'in-spans', minutesAgo: 26, api: 'payments', call: 'POST /charges' };
const lost: Scenario = { ...spans, name: 'not-in-spans', minutesAgo: 29, untraced: true };

let investigators: Investigators;
beforeAll(async () => {
  investigators = await openInvestigation(buildWorld([slow, untraced, off, unlogged, spans, lost], nowMs));
});
afterEach(() => investigators.standIn.faults.clear());
afterAll(() => investigators.close());

async function traceOf(scenario: Scenario) {
  const { evidences, answer } = await investigators.ask(placeStory(scenario, nowMs).ids.requestId);
  const trace = evidences[0]?.observations.trace;
  const gaps = answer.findings.flatMap(({ report }) => report.verdict.notChecked);
  return {
    seen:
      trace?.status === 'unavailable'
        ? [trace.reason, trace.args]
        : [trace?.status, trace?.searches.map(({ text }) => text.slice(0, 14))],
    said: gaps.find(({ what }) => what === 'X-Ray trace')?.why,
  };
}

const { traceId } = placeStory(slow, nowMs).ids;
const account = '111122223333';

describe('the trace of a request', () => {
  it.each<[string, Scenario, string | undefined, unknown, string | undefined]>([
    ['in X-Ray', slow, undefined, ['found', ['BatchGetTraces']], undefined],
    [
      'in Transaction Search’s spans',
      spans,
      undefined,
      ['found', ['BatchGetTraces', expect.stringMatching(/^\?*"/)]],
      undefined,
    ],
    [
      'in spans, while X-Ray is denied',
      spans,
      'xray:BatchGetTraces',
      ['found', expect.anything()],
      undefined,
    ],
    [
      'nowhere, because the request was not sampled',
      untraced,
      undefined,
      ['not-traced', { on: 'prod' }],
      'does not exist. Tracing is on for stage prod, so the request was most likely not sampled: unless a rule says otherwise, X-Ray keeps the first request of a second and 5% of the others.',
    ],
    [
      'nowhere, nor in spans',
      lost,
      undefined,
      ['not-traced', { on: 'prod' }],
      expect.stringContaining('not sampled'),
    ],
    [
      'nowhere, because tracing is off',
      off,
      undefined,
      ['not-traced', { off: 'staging' }],
      'does not exist: tracing is off for stage staging.',
    ],
    [
      'nowhere, because tracing is off, and no log names a trace',
      unlogged,
      undefined,
      ['not-traced', { off: 'v1' }],
      'does not exist: tracing is off for stage v1.',
    ],
    [
      'denied',
      slow,
      'xray:BatchGetTraces',
      ['access-denied', { action: 'xray:BatchGetTraces', resource: traceId, account, region: 'eu-west-1' }],
      expect.stringContaining('access denied (xray:BatchGetTraces'),
    ],
    [
      'nowhere, where the settings may not be read',
      untraced,
      'apigateway:GET',
      ['not-traced', {}],
      'does not exist: tracing is off, or the request was not sampled.',
    ],
  ])('%s', async (_where, scenario, denied, seen, said) => {
    if (denied !== undefined) investigators.standIn.faults.deny(denied);
    expect(await traceOf(scenario)).toEqual({ seen, said });
  });
});
