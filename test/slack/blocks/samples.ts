import { explain } from '../../../src/explain.ts';
import type { Answer, Finding } from '../../../src/report/report.ts';
import type { WindowAnswer } from '../../../src/report/window.ts';
import type { AnswerContext } from '../../../src/slack/blocks/message.ts';
import { loadTemplates } from '../../../src/templates.ts';

export const templates = loadTemplates();

export const ctx: AnswerContext = { templates, answerId: 'a1b2c3', askedBy: 'U0ASKER' };

/** The verdict on two lines of an execution log: a real answer, made by the real judge. */
export function timeoutAnswer(): Answer {
  return explain(
    [
      '2026-11-20T14:42:09.200Z (f4267199-574c-4d30-b6b9-25e26d687255) Sending request to https://backend.example.com/orders',
      '2026-11-20T14:42:38.200Z (f4267199-574c-4d30-b6b9-25e26d687255) Execution failed due to a timeout error',
    ].join('\n'),
    {
      nowMs: Date.UTC(2026, 10, 20, 15),
      redaction: { emails: true, ipAddresses: false, phoneNumbers: true, cardNumbers: true, fields: [] },
      templates,
    },
  ).answer;
}

/** Two lines of an execution log and nothing else: no route, no place, most sources not given. */
export const bareFinding: Finding = {
  report: {
    request: { id: 'f4267199-574c-4d30-b6b9-25e26d687255', apiType: 'rest', at: '2026-11-20T14:42:09.200Z' },
    verdict: {
      cause: 'integration-timeout',
      phase: 'unknown',
      confidence: 'certain',
      summary: 'The gateway gave up after 29.0 s, and what happened on the far side is not known.',
      because: [],
      ruledOut: [],
      notChecked: [
        { what: 'Access log', why: 'is not in the text that was given.', fix: 'Paste it too.' },
        { what: 'X-Ray trace', why: 'is not in the text that was given.', fix: 'Paste it too.' },
      ],
      alsoMatched: [],
    },
    completedAfterTimeout: 'unknown',
    latency: [],
    budget: { findings: [] },
    checklist: [],
    receipt: { queries: [], apiCalls: 0, bytesScanned: 0, estimatedUsd: 0, rulesVersion: '2026.11.0' },
  },
  words: {
    title: 'Integration timed out',
    mark: '🔴 timeout',
    whoGaveUp: 'The gateway after 29.0 s',
    phase: 'These logs cannot tell.',
    confidence: 'A line of this very request states it.',
    doFirst: ['Look at the log of the integration.'],
    retry: 'Whether a retry is safe cannot be told.',
  },
  evidence: [],
  hiddenValues: 0,
};

export const bareAnswer: Answer = { findings: [bareFinding], notes: [] };

/** Everything filled in, by hand: the work finished late, a dozen segments' worth of words, gaps and queries. */
export const lateFinding: Finding = {
  report: {
    request: {
      id: '3f9c2a51-7d1e-4c7b-9a54-0c2b1d6e8f90',
      extendedRequestId: 'JKJaXmPLvHcESHA=',
      apiType: 'rest',
      apiId: 'a1b2c3d4e5',
      stage: 'prod',
      method: 'POST',
      path: '/orders/{id}/pay',
      status: 504,
      account: '111122223333',
      region: 'eu-west-1',
      at: '2026-11-20T14:42:09.200Z',
    },
    verdict: {
      cause: 'slow-integration',
      phase: 'wait',
      confidence: 'certain',
      summary:
        'The gateway gave up after 29.0 s; the function orders-pay had the request and answered 3.2 s too late.',
      because: [
        {
          fact: 'The gateway reports that the integration timeout was used up, 29.0 s after sending.',
          source: 'executionLog',
          at: '2026-11-20T14:42:38.200Z',
          quote: 'Execution failed due to a timeout error',
          link: 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups',
        },
        {
          fact: 'The invocation ran for 32.2 s.',
          source: 'functionLog',
          quote: 'REPORT RequestId: 5f0c Duration: 32200.00 ms Billed Duration: 32200 ms',
        },
      ],
      ruledOut: [
        { cause: 'integration-not-invoked', because: 'The log of the function holds its invocation.' },
      ],
      notChecked: [
        {
          what: 'VPC flow log',
          why: 'is not named in the configuration.',
          fix: 'List its log group under backends in gw504.yaml.',
        },
      ],
      alsoMatched: ['integration-timeout'],
    },
    completedAfterTimeout: 'yes',
    latency: [
      { segment: 'gateway', startMs: 0, durationMs: 12, source: 'executionLog' },
      { segment: 'hand-over', startMs: 12, durationMs: 38, source: 'arithmetic' },
      { segment: 'function', startMs: 50, durationMs: 28_962, source: 'functionLog' },
      { segment: 'after-504', startMs: 29_012, durationMs: 3200, source: 'functionLog' },
    ],
    budget: {
      gatewayMs: 29_000,
      functionMs: 60_000,
      findings: ['The function may run 60.0 s; the gateway waits 29.0 s.'],
    },
    checklist: [
      { step: 6, title: 'The request id in the log shows a timeout', status: 'passed', note: 'It does.' },
      {
        step: 2,
        title: 'The error can be reproduced',
        status: 'to-do',
        note: 'Send the request again, if it is safe to repeat.',
      },
      {
        step: 7,
        title: 'All timeouts of the execution log',
        status: 'to-do',
        note: 'Run this query.',
        commands: ['fields @timestamp, @message | filter @message like "timeout" | sort @timestamp desc'],
      },
      {
        step: 14,
        title: 'Invoke the function asynchronously',
        status: 'not-applicable',
        note: 'Not needed for this cause.',
      },
    ],
    receipt: {
      queries: [
        {
          language: 'CWLI',
          text: 'fields @timestamp, @message\n| filter @message like "3f9c2a51"',
          target: '/aws/lambda/orders-pay',
          from: '2026-11-20T14:41:09.200Z',
          to: '2026-11-20T14:44:09.200Z',
          status: 'complete',
          bytesScanned: 1_234_567,
          recordsScanned: 4200,
          ms: 830,
          link: 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:logs-insights',
        },
      ],
      apiCalls: 9,
      bytesScanned: 1_234_567,
      estimatedUsd: 0.000006,
      roleSession: 'gw504-U0ASKER',
      rulesVersion: '2026.11.0',
    },
  },
  words: {
    title: 'Integration answered too late',
    mark: '🔴 late',
    whoGaveUp: 'The gateway after 29.0 s',
    phase: 'The connection was made and the request was delivered; the answer was late.',
    confidence: 'A line of this very request states it.',
    doFirst: ['Do not retry: the payment was taken.', 'Hand the work to a queue.'],
    retry: 'Do not retry blindly; the work was done, and a retry would do it a second time.',
    warning: 'The work finished after the client had been told 504, 3.20 s later. A retry would do it twice.',
  },
  evidence: [
    {
      source: 'executionLog',
      title: 'Execution log',
      status: 'found',
      detail: 'API-Gateway-Execution-Logs_a1b2c3d4e5/prod',
      lines: [
        { at: '2026-11-20T14:42:09.200Z', text: '(3f9c) Sending request to https://lambda.example' },
        { at: '2026-11-20T14:42:38.200Z', text: '(3f9c) Execution failed due to a timeout error' },
      ],
      link: 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups',
    },
    { source: 'accessLog', title: 'Access log', status: 'absent', detail: '/apigw/orders', lines: [] },
    { source: 'trace', title: 'X-Ray trace', status: 'unavailable', detail: 'not-configured', lines: [] },
  ],
  hiddenValues: 2,
};

export const lateAnswer: Answer = { findings: [lateFinding], notes: ['The search was widened to 6 h.'] };

/** A window of an alarm: eleven failures on two routes after a deployment, three of which ran on. */
export const sampleWindow: WindowAnswer = {
  window: {
    from: '2026-11-20T14:35:00.000Z',
    to: '2026-11-20T14:50:00.000Z',
    failures: 11,
    complete: true,
    summary:
      '11 requests failed from 2026-11-20 14:35 UTC to 2026-11-20 14:50 UTC. Integration timed out: 82 %.',
    byCause: [
      { cause: 'integration-timeout', requests: 9 },
      { cause: 'lambda-throttled', requests: 2 },
    ],
    byRoute: [
      { name: 'POST /orders/{id}/pay (orders)', requests: 8 },
      { name: 'GET /orders (orders)', requests: 3 },
    ],
    byStage: [{ name: 'orders/prod', requests: 11 }],
    byTarget: [{ name: 'orders-pay', requests: 11 }],
    byStatus: [{ name: '504', requests: 11 }],
    byMinute: [
      {
        minute: '2026-11-20T14:42:00.000Z',
        requests: 11,
        causes: [
          { cause: 'integration-timeout', requests: 9 },
          { cause: 'lambda-throttled', requests: 2 },
        ],
      },
    ],
    firstBadMinute: '2026-11-20T14:42:00.000Z',
    lastChange: { what: 'stage', name: 'orders/prod', at: '2026-11-20T14:41:30.000Z', beforeMs: 90_000 },
    latency: { typicalMs: 29_004, slowestMs: 29_030 },
    trend: 'rising',
    breadth: 'one-target',
    finishedLate: [{ name: 'orders-pay', requests: 3, timedOut: 12 }],
    worthDiagnosing: [
      { id: '3f9c2a51-7d1e-4c7b-9a54-0c2b1d6e8f90', cause: 'integration-timeout', why: 'most-frequent' },
      { id: 'f4267199-574c-4d30-b6b9-25e26d687255', cause: 'lambda-throttled', why: 'latest' },
    ],
    receipt: { queries: [], apiCalls: 12, bytesScanned: 4_200_000 },
  },
  lines: [
    'Several routes, nearly all of them served by orders-pay.',
    'Since 2026-11-20 14:42 UTC, and rising.',
  ],
  warning:
    "3 invocations of orders-pay ran on past the gateway's timeout, beside 12 requests that timed out there (25 %).",
  example: [],
  notes: [],
};
