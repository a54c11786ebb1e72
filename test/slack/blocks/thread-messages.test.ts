import { describe, expect, it } from 'vitest';
import { checklistMessages } from '../../../src/slack/blocks/checklist-messages.ts';
import { threadMessages } from '../../../src/slack/blocks/thread-messages.ts';
import { bareAnswer, bareFinding, ctx, lateAnswer, lateFinding, timeoutAnswer } from './samples.ts';

const partsOf = (messages: { part: string }[]) => messages.map(({ part }) => part);

describe('threadMessages', () => {
  it('tells of one request where the time went, what decides it, the steps, the gaps', () => {
    expect(threadMessages(lateAnswer, ctx)).toMatchSnapshot();
  });

  it('says so where nothing is known', () => {
    expect(threadMessages(bareAnswer, ctx)).toMatchSnapshot();
  });

  it('gives the verdict of each of several requests, five at most', () => {
    const answer = { findings: Array.from({ length: 7 }, () => bareFinding), notes: [] };
    expect(partsOf(threadMessages(answer, ctx))).toStrictEqual([
      'verdict-1',
      'verdict-2',
      'verdict-3',
      'verdict-4',
      'verdict-5',
    ]);
  });

  it('shows all fifteen steps of a real answer', () => {
    const checklist = threadMessages(timeoutAnswer(), ctx).filter(({ part }) => part.startsWith('checklist'));
    const shown = JSON.stringify(checklist);
    const numbers = Array.from({ length: 15 }, (_, index) => index + 1);
    expect(numbers.filter((number) => !shown.includes(` ${number}. `))).toStrictEqual([]);
  });
});

describe('checklistMessages', () => {
  const mark = { finding: 0, step: 2, user: 'U0SECOND', atMs: Date.UTC(2026, 10, 20, 15, 2) };

  it('says who did a step and when, and offers to take it back', () => {
    expect(checklistMessages(lateFinding, { ...ctx, marks: [mark] })).toMatchSnapshot();
  });

  it.each([
    ['To do: shorten it.', false],
    ['Shorten it.', true],
  ])('says once that a step is to do: %s', (note, isStatusSaid) => {
    const checklist = [{ step: 11, title: 'Run time', status: 'to-do' as const, note }];
    const [message] = checklistMessages(
      { ...lateFinding, report: { ...lateFinding.report, checklist } },
      ctx,
    );
    expect(JSON.stringify(message?.blocks).includes('(to do)')).toBe(isStatusSaid);
  });

  it('ignores marks of another request of the same answer', () => {
    expect(checklistMessages(lateFinding, { ...ctx, marks: [{ ...mark, finding: 1 }] })).toStrictEqual(
      checklistMessages(lateFinding, ctx),
    );
  });

  it('keeps every step in its message, however many are marked', () => {
    const checklist = Array.from({ length: 15 }, (_, index) => ({
      step: index + 1,
      title: `Step ${index + 1}`,
      status: 'to-do' as const,
      note: 'n'.repeat(390),
      commands: ['c'.repeat(300)],
    }));
    const long = { ...lateFinding, report: { ...lateFinding.report, checklist } };
    const marks = checklist.map(({ step }) => ({ ...mark, step }));
    const before = checklistMessages(long, ctx);
    expect(partsOf(before)).toStrictEqual(['checklist', 'checklist-2', 'checklist-3']);
    expect(partsOf(checklistMessages(long, { ...ctx, marks }))).toStrictEqual(partsOf(before));
  });
});
