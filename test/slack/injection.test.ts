import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/report/report.ts';
import { injections as corpus } from './blocks/injections.ts';
import { finding } from './finding.ts';
import { startWorkspace, type WorkspaceUnderTest } from './workspace.ts';

/** What a log line or a header can hold: markup, mentions, links and marks that Slack would act on. */
const alone = [
  '<!channel>',
  '<!here|here>',
  '<!everyone>',
  '<@U0ADMIN>',
  '<#C0INCIDENT|general>',
  '<!subteam^S0ONCALL>',
  '<https://evil.example|console.aws.amazon.com>',
  '<mailto:a@evil.example|mail>',
  '<!date^0^{date}^https://evil.example|x>',
  '&lt;!channel&gt;',
  '*bold* _it_ ~gone~ `code` ```block```',
  '> quote\n> more',
  '\u202Egnp.exe\u202C \u200B\u2060\u0000\u001b[31m \ud800 \udfff',
  '@here @channel @everyone',
  '[link](https://evil.example) ![x](https://evil.example/x.png)',
  '{{constructor.constructor}} {{{process.env}}}',
  ':rotating_light: :smile:',
  '"}],"blocks":[{"type":"divider"}]',
];
/** The others of the blocks' own test, several in one place: all of them go over the wire. */
const others = corpus.filter((words) => !alone.includes(words));
const injections = [
  ...alone,
  ...Array.from({ length: Math.ceil(others.length / 5) }, (_, index) =>
    others.slice(index * 5, (index + 1) * 5).join(' '),
  ),
];

/** The same finding with the words in every place that comes from a log. */
function poisoned(id: string, words: string): Finding {
  const clean = finding({ id });
  return {
    ...clean,
    report: {
      ...clean.report,
      request: { ...clean.report.request, path: `/orders/${words}`, method: words, stage: words },
      verdict: {
        ...clean.report.verdict,
        summary: words,
        because: [{ fact: words, source: words, quote: words }],
        ruledOut: [{ cause: 'cold-start', because: words }],
        notChecked: [{ what: words, why: words, fix: words }],
      },
      budget: { ...clean.report.budget, findings: [words] },
      checklist: [{ step: 1, title: words, status: 'to-do', note: words, commands: [words] }],
      receipt: {
        ...clean.report.receipt,
        queries: [
          { language: 'insights', text: words, target: words, status: words, link: 'javascript:alert(1)' },
        ],
      },
    },
    words: {
      ...clean.words,
      title: words,
      whoGaveUp: words,
      phase: words,
      confidence: words,
      doFirst: [words],
      retry: words,
      warning: words,
    },
    evidence: [
      { source: words, title: words, status: 'found', detail: words, lines: [{ text: words }], link: words },
    ],
  };
}

/** Everything in a payload that Slack reads as markup: the text beside the blocks, and mrkdwn objects in them. */
function markupOf(payload: unknown): string[] {
  if (Array.isArray(payload)) return payload.flatMap(markupOf);
  if (payload === null || typeof payload !== 'object') return [];
  const own =
    'type' in payload && payload.type === 'mrkdwn' && 'text' in payload ? [String(payload.text)] : [];
  return [...own, ...Object.values(payload).flatMap(markupOf)];
}

describe('nothing of a log acts in Slack', () => {
  let at: WorkspaceUnderTest;
  beforeAll(async () => {
    at = await startWorkspace();
  });
  afterAll(() => at.stop());

  it('in the answer, its thread, its buttons, its summary and its picture', async () => {
    for (const [index, words] of injections.entries()) {
      const id = `${String(index).padStart(8, '0')}-574c-4d30-b6b9-25e26d687255`;
      at.port.diagnose = async () => ({
        answer: { findings: [poisoned(id, words)], notes: [words] },
        evidences: [],
        notes: [],
      });
      const root = await at.ask('U0ALICE', 'C0INCIDENT', id);
      const replies = () => at.inThread('C0INCIDENT', root.ts).length;
      const share = JSON.stringify(root.blocks).match(/share\/[\w-]+\/0/)?.[0];
      const before = replies();
      await at.press('U0BOB', root, 'gw504_show_evidence');
      await at.press('U0BOB', root, 'gw504_show_queries');
      await at.press('U0BOB', root, 'gw504_more', share);
      await at.slack.waitFor(() => replies() >= before + 3, 'what the buttons add');
    }
    const sent = at.slack.requests.filter(({ method }) => /^(chat|views|files)\./.test(method));
    expect(sent.length).toBeGreaterThan(injections.length * 8);
    const markup = sent.flatMap(({ arguments: args }) => [
      ...(typeof args.text === 'string' ? [args.text] : []),
      ...markupOf(args.blocks),
    ]);
    // Ours: a date in the reader's own time, made from a number.
    const ours = /<!date\^\d+\^\{date_short_pretty\} \{time_secs\}(?: \([\d:]{8} UTC\))?\|[\d :-]+UTC>/g;
    expect(markup.map((text) => text.replace(ours, '')).filter((text) => /<[^\s]/.test(text))).toStrictEqual(
      [],
    );
    expect(
      markup.filter((text) => /[\p{Cc}\p{Cs}\u200b\u202a-\u202e]/u.test(text.replaceAll('\n', ''))),
    ).toStrictEqual([]);
    const all = JSON.stringify(sent.map(({ arguments: args }) => args));
    expect(all).not.toMatch(/"url":"(?!https:\/\/)/);
    expect(all).not.toMatch(/"type":"(?:broadcast|usergroup)"/);
    expect(
      sent.every(({ arguments: args }) => args.link_names === undefined && args.parse === undefined),
    ).toBe(true);
  }, 600_000);
});
