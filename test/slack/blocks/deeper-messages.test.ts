import { describe, expect, it } from 'vitest';
import { integrationMessage } from '../../../src/slack/blocks/integration-message.ts';
import { phaseMessage } from '../../../src/slack/blocks/phase-message.ts';
import { windowMessage } from '../../../src/slack/blocks/window-message.ts';
import { bareFinding, ctx, lateFinding, sampleWindow, templates } from './samples.ts';

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
  it.each([
    ['not-configured', 'not-configured', 'none is configured"'],
    ['not-given', 'not-given', 'not given"'],
    ['error', 'error', 'could not be read"'],
    [undefined, 'not-configured', 'could not be read"'],
    ['access-denied', 'AccessDenied: logs:StartQuery', 'could not be read (AccessDenied: logs:StartQuery)"'],
    ['timed-out', 'group-a, group-b, group-c', 'could not be read (group-a and 2 more)"'],
  ])('says of a source that was not read what a person can use: %s, %s', (reason, detail, said) => {
    const evidence = lateFinding.evidence.slice(0, 1).map((item) => ({
      ...item,
      source: 'backendLog',
      status: 'unavailable' as const,
      ...(reason === undefined ? {} : { reason }),
      detail,
    }));
    expect(JSON.stringify(integrationMessage({ ...lateFinding, evidence }, ctx))).toContain(said);
  });

  it('shows its timeouts, and what they mean together', () => {
    expect(integrationMessage(lateFinding, ctx)).toMatchSnapshot();
  });
});

describe('windowMessage as "others like this"', () => {
  it('counts the same route and the same cause', () => {
    expect(windowMessage(sampleWindow, { templates, like: lateFinding })).toMatchSnapshot();
  });

  it('counts a route of the same name on any API, and none that only begins like it', () => {
    const window = {
      ...sampleWindow.window,
      byRoute: [
        { name: 'POST /orders/{id}/pay (orders)', requests: 5 },
        { name: 'POST /orders/{id}/pay (legacy)', requests: 2 },
        { name: 'POST /orders/{id}/payments (orders)', requests: 100 },
      ],
    };
    expect(
      JSON.stringify(windowMessage({ ...sampleWindow, window }, { templates, like: lateFinding })),
    ).toContain('"text":"7","style":{"bold":true}},{"type":"text","text":" on POST /orders/{id}/pay"}');
  });

  it('says when there is none, and counts nothing then', () => {
    const window = {
      ...sampleWindow.window,
      failures: 0,
      byCause: [],
      byRoute: [],
      finishedLate: [],
      summary: 'Nothing failed.',
    };
    const calm = { window, lines: [], example: [], notes: [] };
    const message = windowMessage(calm, { templates, like: lateFinding });
    expect([message.text, JSON.stringify(message).includes('/pay')]).toStrictEqual([
      'Nothing failed.',
      false,
    ]);
  });
});

describe('windowMessage', () => {
  it('says how many failed and why, since when, where, and what to look at first', () => {
    expect(
      windowMessage(sampleWindow, { templates, about: 'orders-prod-5xx', muteValue: 'orders-prod-5xx' }),
    ).toMatchSnapshot();
  });

  it.each([
    ['failing', { trend: 'steady' as const }, '🔴 failing · a'],
    ['rising', { trend: 'rising' as const }, '🔴 rising · a'],
    ['falling', { trend: 'falling' as const }, '🟠 falling · a'],
    ['over', { trend: 'over' as const }, '🟢 over · a'],
    ['no failures, all read', { failures: 0 }, '🟢 no failures · a'],
    ['none found, not all read', { failures: 0, complete: false }, '⚪ cannot tell · a'],
    [
      'none found, though CloudWatch counted some',
      { failures: 0, traffic: [{ stage: 'orders/prod', requests: 9, failures: 1 }] },
      '⚪ cannot tell · a',
    ],
    [
      'none found, and CloudWatch counted none',
      { failures: 0, traffic: [{ stage: 'orders/prod', requests: 9, failures: 0 }] },
      '🟢 no failures · a',
    ],
  ])('%s', (_, more, head) => {
    const window = { ...sampleWindow.window, ...more };
    expect(windowMessage({ ...sampleWindow, window }, { templates, about: 'a' }).blocks[0]).toStrictEqual({
      type: 'header',
      text: { type: 'plain_text', text: head, emoji: false },
    });
  });

  it('warns only where work ran on', () => {
    const { warning: _, ...calm } = sampleWindow;
    const warns = (answer: typeof sampleWindow) =>
      JSON.stringify(windowMessage(answer, { templates, about: 'a' })).includes('⚠️ Finished late.');
    expect([warns(sampleWindow), warns(calm)]).toStrictEqual([true, false]);
  });

  it('has no button to mute where there is nothing to mute', () => {
    expect(JSON.stringify(windowMessage(sampleWindow, { templates, about: 'a' }))).not.toContain(
      'gw504_mute',
    );
  });
});
