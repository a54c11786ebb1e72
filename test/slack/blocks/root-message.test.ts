import { describe, expect, it } from 'vitest';
import { rootMessage } from '../../../src/slack/blocks/root-message.ts';
import { bareAnswer, ctx, lateAnswer } from './samples.ts';

describe('rootMessage', () => {
  it('says the verdict of a work that finished late, warning and all', () => {
    expect(rootMessage(lateAnswer, ctx)).toMatchSnapshot();
  });

  it('says a timeout from two lines, with nothing known of route and place', () => {
    expect(rootMessage(bareAnswer, ctx)).toMatchSnapshot();
  });

  it('makes one summary of several requests', () => {
    const answer = { findings: [...lateAnswer.findings, ...bareAnswer.findings], notes: [] };
    expect(rootMessage(answer, ctx)).toMatchSnapshot();
  });
});
