import { describe, expect, it } from 'vitest';
import { bound } from '../../../src/slack/blocks/elements.ts';
import { rootMessage } from '../../../src/slack/blocks/root-message.ts';
import { threadMessages } from '../../../src/slack/blocks/thread-messages.ts';
import { faultsOf } from './check-limits.ts';
import { bareAnswer, bareFinding, ctx, lateAnswer } from './samples.ts';

describe('rootMessage', () => {
  it('says the verdict of a work that finished late, warning and all', () => {
    expect(rootMessage(lateAnswer, ctx)).toMatchSnapshot();
  });

  it('says a timeout from two lines, with nothing known of route and place', () => {
    expect(rootMessage(bareAnswer, ctx)).toMatchSnapshot();
  });

  it.each([
    [
      'a REST timeout dressed as another status',
      { apiType: 'rest' as const, status: 200 },
      '504 shown as 200',
    ],
    ['an HTTP API, which shows 503 by itself', { apiType: 'http' as const, status: 503 }, '503'],
    ['a plain 504', { apiType: 'rest' as const, status: 504 }, '504'],
  ])('names the status of %s', (_, request, status) => {
    const { report } = bareFinding;
    const finding = { ...bareFinding, report: { ...report, request: { ...report.request, ...request } } };
    const [head] = rootMessage({ findings: [finding], notes: [] }, ctx).blocks;
    expect(head).toMatchObject({ text: { text: `🔴 timeout · ${status} · f4267199…` } });
  });

  it('says at once what is missing where there is no verdict', () => {
    const { report } = bareFinding;
    const verdict = { ...report.verdict, cause: 'inconclusive' as const };
    const shown = (finding: typeof bareFinding) =>
      JSON.stringify(rootMessage({ findings: [finding], notes: [] }, ctx)).includes('What is missing');
    expect([shown({ ...bareFinding, report: { ...report, verdict } }), shown(bareFinding)]).toStrictEqual([
      true,
      false,
    ]);
  });

  it('leaves out the line of time, place and id where nothing of them is known', () => {
    const { report } = bareFinding;
    const { at: _at, ...request } = report.request;
    const verdict = { ...report.verdict, notChecked: [] };
    const about = (id: string) => ({
      ...bareFinding,
      report: { ...report, verdict, request: { ...request, id } },
    });
    const said = ['', 'f4267199'].map((id) => rootMessage({ findings: [about(id)], notes: [] }, ctx));
    expect(said.flatMap(faultsOf)).toStrictEqual([]);
    expect(said.map(({ blocks }) => blocks.some(({ type }) => type === 'context'))).toStrictEqual([
      false,
      true,
    ]);
  });

  it.each([
    [
      'a timeout that nothing else says',
      bareFinding,
      { gatewayMs: 29_000 },
      { summary: 'It gave up.' },
      true,
    ],
    ['a timeout in the sentence', bareFinding, { gatewayMs: 29_000 }, { summary: 'After 29.0 s.' }, false],
    ['no timeout known', bareFinding, {}, {}, false],
  ] as const)('says the gateway timeout once: %s', (_, finding, budget, verdict, isShown) => {
    const { report } = finding;
    const changed = {
      ...finding,
      words: { ...finding.words, whoGaveUp: 'The gateway' },
      report: {
        ...report,
        budget: { ...budget, findings: [] },
        verdict: { ...report.verdict, ...verdict },
      },
    };
    const said = JSON.stringify(rootMessage({ findings: [changed], notes: [] }, ctx));
    expect(said.includes('Gateway timeout')).toBe(isShown);
  });

  it('names of a request that is nowhere only what is known of it', () => {
    const { report } = bareFinding;
    const verdict = {
      ...report.verdict,
      cause: 'inconclusive' as const,
      phase: 'unknown' as const,
      because: [],
      ruledOut: [],
    };
    const nowhere = {
      ...bareFinding,
      words: { ...bareFinding.words, whoGaveUp: '' },
      report: {
        ...report,
        completedAfterTimeout: 'unknown' as const,
        verdict,
        latency: [],
        budget: { findings: [] },
      },
    };
    const answer = { findings: [nowhere], notes: [] };
    const root = rootMessage(answer, ctx);
    expect(root.blocks.map(({ type }) => type)).toStrictEqual([
      'header',
      'rich_text',
      'rich_text',
      'context',
      'actions',
    ]);
    expect(JSON.stringify(root)).not.toMatch(/Retry|Confidence|How far/);
    expect(threadMessages(answer, ctx).map(({ part }) => part)).not.toContain('latency');
    expect(threadMessages(answer, ctx).map(({ part }) => part)).toContain('closing');
  });

  it.each([
    [
      'is short and without its list',
      'is not there: nothing tells (a, b, c). More.',
      'is not there: nothing tells.',
    ],
    ['is not what the sentence says', 'was not read. More.', undefined],
  ])('what is missing %s', (_, why, shown) => {
    const { report } = bareFinding;
    const verdict = {
      ...report.verdict,
      cause: 'inconclusive' as const,
      summary: 'No verdict. The log was not read.',
      notChecked: [{ what: 'The log', why, fix: 'Read it.' }],
    };
    const said = JSON.stringify(
      rootMessage({ findings: [{ ...bareFinding, report: { ...report, verdict } }], notes: [] }, ctx),
    );
    expect(said).toContain(shown ?? 'No verdict.');
    expect(said.includes('What is missing')).toBe(shown !== undefined);
    expect(said).not.toMatch(/a, b, c|Read it/);
  });

  it('keeps a number and its unit on one line', () => {
    expect(
      ['29.0 s', '30 ms, 5 %', '1.2 GB of logs', '3 steps', 'at 14:42 something'].map(bound),
    ).toStrictEqual([
      '29.0\u00A0s',
      '30\u00A0ms, 5\u00A0%',
      '1.2\u00A0GB of logs',
      '3 steps',
      'at 14:42 something',
    ]);
  });

  it('makes one summary of several requests', () => {
    const answer = { findings: [...lateAnswer.findings, ...bareAnswer.findings], notes: [] };
    expect(rootMessage(answer, ctx)).toMatchSnapshot();
  });
});
