import { describe, expect, it } from 'vitest';
import { integrationMessage } from '../../../src/slack/blocks/integration-message.ts';
import { type Others, othersMessage, trendOf } from '../../../src/slack/blocks/others-message.ts';
import { phaseMessage } from '../../../src/slack/blocks/phase-message.ts';
import { bareFinding, ctx, lateFinding, templates } from './samples.ts';

const withPhase = (phase: 'none' | 'connect') => ({
  ...bareFinding,
  report: { ...bareFinding.report, verdict: { ...bareFinding.report.verdict, phase } },
});

describe('phaseMessage', () => {
  it('a late answer: everything before it was done, with the line that says so', () => {
    expect(phaseMessage(lateFinding, ctx)).toMatchSnapshot();
  });

  it('unknown: says of no step that it was done, and what would tell', () => {
    const shown = JSON.stringify(phaseMessage(bareFinding, ctx));
    expect(shown.match(/not known:/g)).toHaveLength(5);
    expect(shown).not.toContain('done:');
    expect(shown).toContain('What would tell');
  });

  it('no connection: the name was resolved, nothing after it was reached', () => {
    const shown = JSON.stringify(phaseMessage(withPhase('connect'), ctx));
    expect([
      shown.match(/✅ done:/g)?.length,
      shown.match(/❌ here it failed:/g)?.length,
      shown.match(/➖ never reached:/g)?.length,
    ]).toStrictEqual([1, 1, 3]);
  });

  it('a request that did not fail there has no ladder', () => {
    expect(JSON.stringify(phaseMessage(withPhase('none'), ctx))).not.toContain('rich_text_list');
  });
});

describe('integrationMessage', () => {
  it('shows its timeouts, and what they mean together', () => {
    expect(integrationMessage(lateFinding, ctx)).toMatchSnapshot();
  });
});

const others = (at: number[], more: Partial<Others> = {}): Others => ({
  like: 'POST /orders',
  fromMs: 0,
  toMs: 100,
  isComplete: true,
  requests: at.map((atMs) => ({
    id: 'f4267199-574c-4d30-b6b9-25e26d687255',
    atMs,
    title: 'Integration timed out',
  })),
  ...more,
});

describe('trendOf', () => {
  it.each([
    ['twice as many later', [10, 20, 60, 70, 80, 90], 'rising'],
    ['twice as many earlier', [10, 20, 30, 40, 60, 90], 'falling'],
    ['nearly the same', [10, 20, 30, 60, 70, 80], 'steady'],
    ['all later', [60, 61, 62, 63, 64, 65], 'rising'],
    ['five say nothing', [60, 61, 62, 63, 64], 'too-few'],
  ])('%s', (_, at, trend) => {
    expect(trendOf(others(at))).toBe(trend);
  });
});

describe('othersMessage', () => {
  it('counts them, says since when and where they are heading', () => {
    expect(
      othersMessage(others([10, 20, 60, 70, 80, 90], { deployedAtMs: 50 }), { templates }),
    ).toMatchSnapshot();
  });

  it.each([
    ['before this time', { deployedAtMs: -5 }, 'was before this time.'],
    ['before all of them', { deployedAtMs: 5 }, 'All of them came after the last deployment'],
    ['between them', { deployedAtMs: 65 }, '2 before and 1 after the last deployment'],
  ])('a deployment %s', (_, more, said) => {
    expect(othersMessage(others([10, 20, 70], more), { templates }).text).toContain(said);
  });

  it('a deployment after this time tells nothing', () => {
    expect(othersMessage(others([10], { deployedAtMs: 500 }), { templates }).text).not.toContain(
      'deployment',
    );
  });

  it('says when there is none, and when the count is a least number', () => {
    expect(othersMessage(others([]), { templates }).text).toBe(
      'No other request like POST /orders in this time.',
    );
    expect(othersMessage(others([1, 2], { isComplete: false }), { templates }).text).toContain(
      'At least 2 requests like POST /orders',
    );
  });
});
