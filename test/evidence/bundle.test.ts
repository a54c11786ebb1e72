import { describe, expect, it } from 'vitest';
import { readBundle, writeBundle } from '../../src/evidence/bundle.ts';
import type { Evidence, Observations } from '../../src/evidence/evidence.ts';

const missing: Extract<Observations['trace'], { status: 'unavailable' }> = {
  status: 'unavailable',
  reason: 'not-given',
  searches: [],
};
const observations = {
  executionLog: {
    status: 'found',
    value: {
      requestId: 'r',
      events: [
        {
          atMs: 1,
          resolutionMs: 1,
          line: 'Execution failed due to a timeout error',
          step: { kind: 'timeout' },
        },
      ],
      level: 'unknown',
      testInvoke: false,
      truncated: false,
    },
    searches: [{ language: 'text', text: '', target: 'pasted text', status: 'complete' }],
  },
  accessLog: { status: 'absent', searches: [] },
  functionLog: missing,
  authorizerLog: missing,
  gatewaySettings: {
    status: 'unavailable',
    reason: 'access-denied',
    detail: 'x',
    args: { action: 'apigateway:GET' },
    searches: [],
  },
  functionSettings: missing,
  trace: missing,
  loadBalancerLog: missing,
  flowLog: missing,
  backendLog: missing,
  clientResponse: missing,
  metrics: missing,
  deployments: missing,
} satisfies Observations;
const evidence: Evidence = {
  request: { id: 'r', apiType: 'rest', resolutionMs: 1 },
  collectedAtMs: 5,
  observations,
  hiddenValues: 0,
};
const notes = [{ note: 'several-requests', args: { requests: 2 } }];
const good = { bundleVersion: 1, evidences: [evidence], notes };

describe('a bundle', () => {
  it('comes back as it was written', () => {
    expect(readBundle(writeBundle([evidence], notes))).toEqual({ status: 'read', bundle: good });
  });

  const changed = (change: (copy: Record<string, unknown>) => void): string => {
    const copy: Record<string, unknown> = structuredClone(good);
    change(copy);
    return JSON.stringify(copy);
  };
  const refusals: [string, string, RegExp][] = [
    ['no JSON', 'hello', /is not JSON/],
    ['nothing', '', /is not JSON/],
    ['a list', '[]', /the whole: .*object/i],
    ['another version', changed((copy) => Object.assign(copy, { bundleVersion: 2 })), /bundleVersion: /],
    ['an unknown key', changed((copy) => Object.assign(copy, { extra: 1 })), /Unrecognized key.*extra/i],
    ['no evidence', changed((copy) => Object.assign(copy, { evidences: [] })), /evidences: /],
    [
      'a wrong type',
      JSON.stringify(good).replace('"collectedAtMs":5', '"collectedAtMs":"5"'),
      /evidences\[0\]\.collectedAtMs: /,
    ],
    [
      'an unknown step',
      JSON.stringify(good).replace('"kind":"timeout"', '"kind":"miracle"'),
      /evidences\[0\]\.observations\.executionLog/,
    ],
    [
      'an unknown source',
      JSON.stringify(good).replace('"trace":', '"tarot":'),
      /evidences\[0\]\.observations/,
    ],
    ['an unknown reason', JSON.stringify(good).replace('"not-given"', '"bored"'), /reason/],
    [
      'a key for a prototype',
      JSON.stringify(good).replace('"args":{"requests":2}', '"args":{"__proto__":{"admin":true}}'),
      /notes\[0\]\.args\.__proto__ is a key that is not allowed/,
    ],
    [
      'a time that no clock states',
      JSON.stringify(good).replace('"collectedAtMs":5', '"collectedAtMs":8640000000000001'),
      /evidences\[0\]\.collectedAtMs: is no time that a log can state/,
    ],
    [
      'a time before clocks',
      JSON.stringify(good).replace('"collectedAtMs":5', '"collectedAtMs":-5'),
      /evidences\[0\]\.collectedAtMs: is no time that a log can state/,
    ],
    ['endless nesting', `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`, /nested deeper than 40 levels/],
    ['too much', ' '.repeat(50_000_001), /50000001 characters/],
  ];
  it.each(refusals)('refuses %s and says where', (_name, text, problem) => {
    const read = readBundle(text);
    expect(read.status).toBe('refused');
    expect(read.status === 'refused' ? read.problem : '').toMatch(problem);
    expect(Object.prototype).not.toHaveProperty('admin');
  });

  it('reads a bundle with a byte-order mark', () => {
    expect(readBundle(`\uFEFF${JSON.stringify(good)}`).status).toBe('read');
  });
});
