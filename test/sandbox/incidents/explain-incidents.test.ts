import { describe, expect, it } from 'vitest';
import { explain } from '../../../src/explain.ts';
import { scenarios } from '../../../src/sandbox/incidents/scenarios/index.ts';
import { placeStory, type Story } from '../../../src/sandbox/incidents/story.ts';
import { tellStory } from '../../../src/sandbox/incidents/tell-story.ts';
import { loadTemplates } from '../../../src/templates.ts';
import type { Cause } from '../../../src/verdict/verdict.ts';

const nowMs = Date.UTC(2026, 10, 21, 14, 55, 30);
const templates = loadTemplates();
const redaction = { emails: true, ipAddresses: false, phoneNumbers: true, cardNumbers: true, fields: [] };

/** All that the request left, as a log forwarder would write it down: one subscription record for each group. */
const asRecords = (story: Story) =>
  tellStory(story)
    .map(({ group, stream, lines }) =>
      JSON.stringify({
        messageType: 'DATA_MESSAGE',
        owner: story.accountId,
        logGroup: group,
        logStream: stream,
        logEvents: lines.map(({ atMs, message }, index) => ({ id: String(index), timestamp: atMs, message })),
      }),
    )
    .join('\n');

const seen = (text: string) =>
  explain(text, { nowMs, redaction, templates }).answer.findings.map(({ report }) => [
    report.request.id,
    report.verdict.cause,
  ]);

/**
 * Where a text says less or more than the sandbox's AWS: that no invocation was logged cannot be seen in a text, and
 * what a role may not read, or what is still on its way, may well be pasted.
 */
const otherwise: Record<string, Cause> = {
  'never-invoked': 'integration-timeout',
  'never-invoked-json': 'integration-timeout',
  'lost-checkout': 'integration-timeout',
  'lost-message': 'integration-timeout',
  'denied-ledger': 'slow-integration',
  'still-arriving': 'slow-integration',
  'one-of-three': 'slow-integration',
};

const placed = scenarios.map((scenario) => ({ ...scenario, story: placeStory(scenario, nowMs) }));

describe('offline, from all that a request left', () => {
  it.each(placed)('$name', ({ name, story, cause, shown }) => {
    const { ids, api } = story;
    expect(seen(asRecords(story))).toEqual([
      [api.kind === 'rest' ? ids.requestId : ids.extendedRequestId, otherwise[name] ?? shown ?? cause],
    ]);
  });
});

it('says of an answer that was lost that the function had ended, not that it was still working', () => {
  const lost = placed.find(({ name }) => name === 'answer-lost');
  const text = lost === undefined ? '' : asRecords(lost.story);
  const { answer } = explain(text, { nowMs, redaction, templates });
  expect(answer.findings.map(({ report }) => [report.verdict.confidence, report.verdict.summary])).toEqual([
    [
      'possible',
      "The request was delivered to the function orders-create, whose own record shows its work over 25.0 s before the gateway gave up after 29.0 s: the answer was lost on its way, or the work was another request's.",
    ],
  ]);
});
