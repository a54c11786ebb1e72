import { describe, expect, it } from 'vitest';
import { explain } from '../../../src/explain.ts';
import { describeWaterfall, drawSvg } from '../../../src/report/picture.ts';
import type { Answer } from '../../../src/report/report.ts';
import { evidenceMessages } from '../../../src/slack/blocks/evidence-messages.ts';
import { integrationMessage } from '../../../src/slack/blocks/integration-message.ts';
import { phaseMessage } from '../../../src/slack/blocks/phase-message.ts';
import { queriesMessages } from '../../../src/slack/blocks/queries-messages.ts';
import { rootMessage } from '../../../src/slack/blocks/root-message.ts';
import { summaryMarkdown, summaryMessage } from '../../../src/slack/blocks/summary-markdown.ts';
import { threadMessages } from '../../../src/slack/blocks/thread-messages.ts';
import { corpus } from '../../evidence/redaction/corpus.ts';
import { faultsOf } from './check-limits.ts';
import { injections } from './injections.ts';
import { ctx, templates } from './samples.ts';

const id = 'f4267199-574c-4d30-b6b9-25e26d687255';
const invocation = '2b1c4d5e-6f71-4295-965c-3b5c4f3a9d3e';

/** A request whose every log holds `line`, as an attacker or a careless program would have it. */
function logsWith(line: string): string {
  const [first = '', ...rest] = line.split('\n');
  return [
    `2026-11-20T14:42:09.100Z (${id}) HTTP Method: POST, Resource Path: /orders/${first}`,
    `2026-11-20T14:42:09.150Z (${id}) Method request body before transformations: ${first}`,
    `2026-11-20T14:42:09.200Z (${id}) Sending request to https://backend.example.com/orders`,
    `2026-11-20T14:42:38.200Z (${id}) Execution failed due to a timeout error`,
    `2026-11-20T14:42:38.201Z (${id}) Method completed with status: 504`,
    `START RequestId: ${invocation} Version: $LATEST`,
    `2026-11-20T14:42:10.000Z\t${invocation}\tERROR\t${first}`,
    ...rest,
    `END RequestId: ${invocation}`,
    `REPORT RequestId: ${invocation}\tDuration: 32000.00 ms\tBilled Duration: 32000 ms`,
  ].join('\n');
}

const answerFor = (line: string) =>
  explain(logsWith(line), {
    nowMs: Date.UTC(2026, 10, 20, 15),
    redaction: { emails: true, ipAddresses: false, phoneNumbers: true, cardNumbers: true, fields: [] },
    templates,
  }).answer;

const messagesOf = (answer: Answer) => [
  rootMessage(answer, ctx),
  ...threadMessages(answer, ctx),
  summaryMessage(answer, ctx),
  ...answer.findings.flatMap((finding) => [
    ...evidenceMessages(finding, ctx),
    ...queriesMessages(finding, ctx),
    phaseMessage(finding, ctx),
    integrationMessage(finding, ctx),
  ]),
];

const batches = Array.from({ length: Math.ceil(corpus.length / 40) }, (_, index) => index * 40);

describe('200 planted secrets', () => {
  it.each(batches)(
    'from number %d on: none stands in a message, a summary, a picture or its words',
    (from) => {
      const seen = corpus.slice(from, from + 40).filter(({ line, secret }) => {
        const answer = answerFor(line);
        const shown = [
          ...messagesOf(answer).map((message) => JSON.stringify(message)),
          summaryMarkdown(answer, ctx),
          ...answer.findings.map((finding) => drawSvg(finding, templates) ?? ''),
          ...answer.findings.map((finding) => describeWaterfall(finding, templates)),
        ].join('\n');
        return shown.includes(secret) || shown.includes(JSON.stringify(secret).slice(1, -1));
      });
      expect(seen.map(({ name }) => name)).toStrictEqual([]);
    },
  );

  it('are at least so many', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(200);
  });
});

describe('50 injections', () => {
  it('are at least so many, and all different', () => {
    expect(new Set(injections).size).toBeGreaterThanOrEqual(50);
  });

  it.each(injections.map((line) => [JSON.stringify(line), line] as const))('%s stays text', (_, line) => {
    const answer = answerFor(line);
    const messages = messagesOf(answer);
    expect(messages.flatMap(faultsOf)).toStrictEqual([]);
    // What is markup, parsed or a command in Slack; text elements are none of these.
    const blocks = messages.map((message) => message.blocks);
    const parsed = JSON.stringify(blocks, (_key, value) => (isUnparsed(value) ? undefined : value));
    expect(parsed).not.toMatch(/evil\.example|"type":"(user|usergroup|broadcast|channel|team|emoji)"/);
    // The top-level text is parsed: no address in it is whole, and faultsOf has seen that no angle bracket is left.
    expect(messages.filter(({ text }) => text.includes('://'))).toStrictEqual([]);
    for (const finding of answer.findings)
      expect(drawSvg(finding, templates) ?? '').not.toMatch(/<script|<image|<img|href=/);
  });

  it('reach the messages at all: the line is shown as it stood', () => {
    expect(JSON.stringify(messagesOf(answerFor('<!here> planted-here')))).toContain('<!here> planted-here');
  });
});

const unparsedTypes = ['text', 'plain_text', 'raw_text'];

function isUnparsed(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    unparsedTypes.some((type) => type === value.type)
  );
}
