import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, Finding } from '../../../src/report/report.ts';
import type { WindowAnswer } from '../../../src/report/window.ts';
import { askModal } from '../../../src/slack/blocks/ask-modal.ts';
import { failedMessage, helpMessage, joinedMessage } from '../../../src/slack/blocks/ending-messages.ts';
import { evidenceMessages } from '../../../src/slack/blocks/evidence-messages.ts';
import { feedbackModal } from '../../../src/slack/blocks/feedback-modal.ts';
import { homeView } from '../../../src/slack/blocks/home-view.ts';
import { integrationMessage } from '../../../src/slack/blocks/integration-message.ts';
import { phaseMessage } from '../../../src/slack/blocks/phase-message.ts';
import { progressMessage } from '../../../src/slack/blocks/progress-message.ts';
import { queriesMessages } from '../../../src/slack/blocks/queries-messages.ts';
import { rootMessage } from '../../../src/slack/blocks/root-message.ts';
import { summaryMessage } from '../../../src/slack/blocks/summary-markdown.ts';
import { threadMessages } from '../../../src/slack/blocks/thread-messages.ts';
import { windowMessage } from '../../../src/slack/blocks/window-message.ts';
import { degradable, degrade } from '../../../src/slack/deliver/degrade.ts';
import { faultsOf, faultsOfView } from './check-limits.ts';
import { ctx, lateFinding, sampleWindow, templates } from './samples.ts';

/** What an attacker would write into a log line, a path or a function name. */
const hostile = fc.oneof(
  fc.constantFrom(
    '<!here>',
    '<!channel> now',
    '<@U0VICTIM>',
    '<http://evil.example|console.aws.amazon.com>',
    '*bold* _it_ ~st~ `code` ```block```',
    ':rotating_light:',
    '&lt;!here&gt;',
    '\u202Eevil\u2066\u200B',
    '{{#each this}}',
    '',
    ' \n\n ',
  ),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.integer({ min: 500, max: 6000 }).map((length) => 'A<!here>'.repeat(Math.ceil(length / 8))),
);

const many = <Item>(item: fc.Arbitrary<Item>, most: number) => fc.array(item, { maxLength: most });
const link = fc.oneof(
  fc.constant('https://eu-west-1.console.aws.amazon.com/cloudwatch/home'),
  fc
    .integer({ min: 200, max: 2900 })
    .map((length) => `https://eu-west-1.console.aws.amazon.com/${'q'.repeat(length)}`),
  hostile,
);

const finding: fc.Arbitrary<Finding> = fc.record({
  report: fc.record({
    request: fc.record({
      id: hostile,
      apiType: fc.constant('rest' as const),
      stage: hostile,
      method: hostile,
      path: hostile,
      account: hostile,
      region: hostile,
      at: fc.constant('2026-11-20T14:42:09.200Z'),
    }),
    verdict: fc.record({
      cause: fc.constantFrom('integration-timeout' as const, 'inconclusive' as const, 'succeeded' as const),
      phase: fc.constantFrom('unknown' as const, 'wait' as const),
      confidence: fc.constantFrom('certain' as const, 'possible' as const),
      summary: hostile,
      because: many(fc.record({ fact: hostile, source: hostile, quote: hostile, link }), 12),
      ruledOut: many(fc.record({ cause: fc.constant('waf-failure' as const), because: hostile }), 12),
      notChecked: many(fc.record({ what: hostile, why: hostile, fix: hostile }), 16),
      alsoMatched: fc.constant([]),
    }),
    completedAfterTimeout: fc.constantFrom('yes' as const, 'unknown' as const),
    latency: many(
      fc.record({
        segment: hostile,
        startMs: fc.double({ min: -1e6, max: 1e9, noNaN: false }),
        durationMs: fc.double({ min: 0, max: 1e9 }),
        source: hostile,
      }),
      60,
    ),
    budget: fc.record({ findings: many(hostile, 10) }),
    checklist: fc
      .record({
        title: hostile,
        status: fc.constantFrom('passed' as const, 'to-do' as const, 'unknown' as const),
        note: hostile,
        commands: many(hostile, 4),
      })
      .map((step) => Array.from({ length: 15 }, (_, index) => ({ ...step, step: index + 1 }))),
    receipt: fc.record({
      queries: many(
        fc.record({ language: hostile, text: hostile, target: hostile, status: hostile, link }),
        12,
      ),
      apiCalls: fc.nat(),
      bytesScanned: fc.nat(),
      estimatedUsd: fc.double({ min: 0, max: 100, noNaN: true }),
      roleSession: hostile,
      rulesVersion: hostile,
    }),
  }),
  words: fc.record({
    title: hostile,
    mark: hostile,
    whoGaveUp: hostile,
    phase: hostile,
    confidence: hostile,
    doFirst: many(hostile, 5),
    retry: hostile,
    warning: hostile,
  }),
  evidence: many(
    fc.record({
      source: hostile,
      title: hostile,
      status: fc.constantFrom('found' as const, 'absent' as const, 'unavailable' as const),
      detail: hostile,
      lines: many(fc.record({ at: hostile, text: hostile }), 60),
      link,
    }),
    13,
  ),
  hiddenValues: fc.nat(),
});

const marks = Array.from({ length: 15 }, (_, index) => ({
  finding: 0,
  step: index + 1,
  user: index % 2 ? 'U0SECOND' : '<!here>',
  atMs: Date.UTC(2026, 10, 20),
}));

const everyMessage = (answer: Answer) => [
  rootMessage(answer, ctx),
  summaryMessage(answer, ctx),
  ...threadMessages(answer, ctx),
  ...threadMessages(answer, { ...ctx, marks }),
  ...answer.findings.flatMap((item) => [
    ...evidenceMessages(item, ctx),
    ...queriesMessages(item, ctx),
    phaseMessage(item, ctx),
    integrationMessage(item, ctx),
  ]),
];

function windowOf(what: string, why: string, names: string[]): WindowAnswer {
  const shares = names.map((name, requests) => ({ name, requests }));
  return {
    ...sampleWindow,
    window: {
      ...sampleWindow.window,
      summary: why,
      byRoute: shares,
      finishedLate: shares.map((one) => ({ ...one, timedOut: one.requests })),
      lastChange: { what: 'function', name: what, at: '2026-11-20T14:41:30.000Z', beforeMs: 1 },
      worthDiagnosing: names.map((id) => ({ id, cause: 'waf-failure', why: 'latest' })),
    },
    lines: names,
    notes: names,
  };
}

describe('whatever a log holds', () => {
  it('no message of one request breaks a limit or carries markup', () => {
    fc.assert(
      fc.property(finding, many(hostile, 5), (item, notes) => {
        expect(everyMessage({ findings: [item], notes }).flatMap(faultsOf)).toStrictEqual([]);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  it('no message of many requests breaks a limit or carries markup', () => {
    fc.assert(
      fc.property(finding, fc.integer({ min: 2, max: 150 }), (item, count) => {
        const answer = { findings: Array.from({ length: count }, () => item), notes: [] };
        expect([rootMessage(answer, ctx), ...threadMessages(answer, ctx)].flatMap(faultsOf)).toStrictEqual(
          [],
        );
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });

  it('no progress breaks a limit or carries markup', () => {
    fc.assert(
      fc.property(hostile, hostile, fc.nat(), (what, detail, elapsedMs) => {
        const message = progressMessage([{ what: 'request', status: 'searching', detail, elapsedMs: 0 }], {
          answerId: 'a1b2c3',
          templates,
          what,
          elapsedMs,
        });
        expect(faultsOf(message)).toStrictEqual([]);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  it('no other message and no form breaks a limit or carries markup', () => {
    fc.assert(
      fc.property(hostile, hostile, many(hostile, 9), (what, why, names) => {
        const messages = [
          failedMessage({ templates, answerId: 'a1b2c3', what, why, by: what }),
          joinedMessage({ templates, what, isAnswered: false }),
          helpMessage({ templates, problem: why }),
          ...[windowOf(what, why, names)].flatMap((window) => [
            windowMessage(window, { templates, like: lateFinding }),
            windowMessage(window, { templates, about: what, muteValue: why }),
          ]),
        ];
        expect(messages.flatMap(faultsOf)).toStrictEqual([]);
        const form = askModal({
          templates,
          privateMetadata: why,
          accounts: [...new Set(names)].filter(Boolean).map((value) => ({ value, label: value })),
          initial: { id: what, api: why, stage: why, around: what, account: what },
          notice: why,
        });
        const home = homeView({
          templates,
          health: names.map((name) => ({ name, isHealthy: false, detail: why })),
          channels: names.map((name, index) => ({
            id: `C0${index}`,
            accounts: [name, ...names],
            apis: names,
            stages: names,
            alarms: 'on',
            unanswered: 2,
          })),
          answers: names.map((title) => ({ title, requestId: what, channel: 'C0', atMs: 1, url: why })),
          isAdmin: true,
          areAllOff: false,
          nowMs: Date.UTC(2026, 10, 20),
        });
        const feedback = feedbackModal({ templates, privateMetadata: why });
        expect([form, home, feedback].flatMap(faultsOfView)).toStrictEqual([]);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  it('a workspace without the newer blocks gets the same within the limits', () => {
    fc.assert(
      fc.property(finding, fc.subarray([...degradable]), (item, refused) => {
        const plainer = everyMessage({ findings: [item], notes: [] }).map(({ text, blocks }) => ({
          text,
          blocks: degrade(blocks, new Set(refused)),
        }));
        expect(plainer.flatMap(faultsOf)).toStrictEqual([]);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  it('near miss: the check itself finds what it is there for', () => {
    expect(
      faultsOf({
        text: '<!here>',
        blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '<http://evil.example|console>' } }],
      }),
    ).toStrictEqual([
      'text: markup <!here> (in: <!here>)',
      'mrkdwn: markup <http://evil.example|console> (in: <!here>)',
    ]);
    expect(
      faultsOf({
        text: 'Title',
        blocks: [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }],
      })[0],
    ).toContain('invalid_blocks');
    expect(faultsOf({ text: lateFinding.words.title, blocks: [] })).toStrictEqual([]);
  });
});
