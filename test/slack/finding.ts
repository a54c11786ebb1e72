import type { Finding } from '../../src/report/report.ts';

/** A whole finding with invented data; `change` replaces parts of it. */
export function finding(change: { id?: string; summary?: string } = {}): Finding {
  return {
    report: {
      request: {
        id: change.id ?? 'f4267199-574c-4d30-b6b9-25e26d687255',
        apiType: 'rest',
        apiId: 'a1b2c3d4e5',
        stage: 'prod',
        method: 'POST',
        path: '/orders',
        status: 504,
        account: '111122223333',
        region: 'eu-west-1',
        at: '2026-11-20T14:42:09.000Z',
      },
      verdict: {
        cause: 'slow-integration',
        phase: 'wait',
        confidence: 'certain',
        summary: change.summary ?? 'The function answered 2.1 s after the gateway had given up.',
        because: [{ fact: 'The function ran for 31.1 s.', source: 'functionLog', quote: 'REPORT …' }],
        ruledOut: [],
        notChecked: [{ what: 'X-Ray', why: 'holds no trace of this request.', fix: 'Turn on tracing.' }],
        alsoMatched: [],
      },
      completedAfterTimeout: 'yes',
      latency: [
        { segment: 'gateway', startMs: 0, durationMs: 12, source: 'executionLog' },
        { segment: 'function', startMs: 12, durationMs: 28_988, source: 'functionLog' },
        { segment: 'after-504', startMs: 29_000, durationMs: 2_100, source: 'functionLog' },
      ],
      budget: { gatewayMs: 29_000, functionMs: 60_000, findings: [] },
      checklist: [
        { step: 1, title: 'Is it a 504 of the gateway?', status: 'passed', note: 'Yes.' },
        {
          step: 2,
          title: 'Did the function run?',
          status: 'to-do',
          note: 'Look at its log.',
          commands: ['aws logs tail'],
        },
      ],
      receipt: {
        queries: [
          {
            language: 'insights',
            text: 'fields @timestamp, @message | filter @message like "f4267199"',
            target: 'API-Gateway-Execution-Logs_a1b2c3d4e5/prod',
            from: '2026-11-20T14:40:00.000Z',
            to: '2026-11-20T14:45:00.000Z',
            status: 'Complete',
            bytesScanned: 1_000_000,
            ms: 800,
          },
        ],
        apiCalls: 12,
        bytesScanned: 1_000_000,
        estimatedUsd: 0.000005,
        roleSession: 'gw504-U0001',
        rulesVersion: '2026.11.0',
      },
    },
    words: {
      title: 'Integration answered too late',
      mark: '🔴 Slow',
      whoGaveUp: 'The gateway gave up after 29.0 s',
      phase: 'The request was delivered, and the answer came late.',
      confidence: 'Certain: a line of this request states it.',
      doFirst: ['Make the function answer within 29 s.'],
      retry: 'Do not retry: the work finished.',
      warning: 'The work finished 2.1 s after the client had its 504.',
    },
    evidence: [
      {
        source: 'functionLog',
        title: 'Lambda log',
        status: 'found',
        detail: 'One invocation.',
        lines: [{ at: '2026-11-20T14:42:40.100Z', text: 'REPORT RequestId: 8c0b… Duration: 31100 ms' }],
      },
    ],
    hiddenValues: 0,
  };
}
