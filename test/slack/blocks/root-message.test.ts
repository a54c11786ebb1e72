import { describe, expect, it } from 'vitest';
import { rootMessage } from '../../../src/slack/blocks/root-message.ts';
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
    const about = (id: string) => ({ ...bareFinding, report: { ...report, request: { ...request, id } } });
    const said = ['', 'f4267199'].map((id) => rootMessage({ findings: [about(id)], notes: [] }, ctx));
    expect(said.flatMap(faultsOf)).toStrictEqual([]);
    expect(said.map(({ blocks }) => blocks.some(({ type }) => type === 'context'))).toStrictEqual([
      false,
      true,
    ]);
  });

  it('makes one summary of several requests', () => {
    const answer = { findings: [...lateAnswer.findings, ...bareAnswer.findings], notes: [] };
    expect(rootMessage(answer, ctx)).toMatchSnapshot();
  });
});
