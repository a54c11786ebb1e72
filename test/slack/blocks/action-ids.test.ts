import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  actionIds,
  askFields,
  buttonValue,
  callbackIds,
  feedbackFields,
  feedbackValue,
  moreChoices,
  moreValue,
  readButtonValue,
  readFeedbackValue,
  readMoreValue,
  readStepValue,
  stepValue,
} from '../../../src/slack/blocks/action-ids.ts';
import { homeView } from '../../../src/slack/blocks/home-view.ts';
import { rootMessage } from '../../../src/slack/blocks/root-message.ts';
import { threadMessages } from '../../../src/slack/blocks/thread-messages.ts';
import { windowMessage } from '../../../src/slack/blocks/window-message.ts';
import { ctx, lateAnswer, lateFinding, sampleWindow, templates } from './samples.ts';

const target = { answerId: '0f8fad5b-d9cb-469f-a165-70867728950e', finding: 3 };

describe('action ids', () => {
  it('are all different', () => {
    const all = [actionIds, callbackIds, askFields, feedbackFields].flatMap((table) => Object.values(table));
    expect(new Set(all).size).toBe(all.length);
  });

  it('agree with the shortcuts of the manifest', () => {
    const manifest = parse(readFileSync(new URL('../../../manifest.yml', import.meta.url), 'utf8'));
    const named = manifest.features.shortcuts.map(
      (shortcut: { callback_id: string }) => shortcut.callback_id,
    );
    expect(named).toStrictEqual([callbackIds.explainMessage, callbackIds.openForm]);
  });
});

describe('every action id', () => {
  const folder = fileURLToPath(new URL('../../../src/slack/', import.meta.url));
  const sourceOf = (part: (file: string) => boolean) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && part(file) && !file.endsWith('action-ids.ts'))
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n');
  const unused = (source: string) =>
    Object.keys(actionIds).filter((name) => !new RegExp(`actionIds\\.${name}\\b`).test(source));

  it('stands in some message or view', () => {
    expect(unused(sourceOf((file) => file.startsWith('blocks/')))).toStrictEqual([]);
  });

  it('is listened to', () => {
    expect(unused(sourceOf((file) => !file.startsWith('blocks/')))).toStrictEqual([]);
  });

  it('is the only kind that messages carry', () => {
    const marks = [{ finding: 0, step: 2, user: 'U0SECOND', atMs: 1 }];
    const shown = JSON.stringify([
      rootMessage(lateAnswer, ctx),
      rootMessage({ findings: [lateFinding, lateFinding], notes: [] }, ctx),
      threadMessages(lateAnswer, { ...ctx, marks }),
      windowMessage(sampleWindow, { templates, muteValue: 'orders-5xx' }),
      homeView({
        templates,
        health: [],
        channels: [{ id: 'C0ORDERS', accounts: [], apis: [], stages: [], alarms: 'off', unanswered: 2 }],
        answers: [],
        isAdmin: true,
        areAllOff: false,
        feedback: 'offered',
        nowMs: 1,
      }),
    ]);
    const used = [...shown.matchAll(/"action_id":"([^"]+)"/g)].map((match) => match[1]);
    expect(used.filter((id) => !Object.values(actionIds).some((known) => known === id))).toStrictEqual([]);
    expect(used.length).toBeGreaterThan(12);
  });
});

describe('values of buttons', () => {
  it('come back as they went out', () => {
    expect(readButtonValue(buttonValue(target))).toStrictEqual(target);
    for (const choice of moreChoices)
      expect(readMoreValue(moreValue(choice, target))).toStrictEqual({ choice, target });
    for (const step of [1, 9, 10, 15])
      expect(readStepValue(stepValue(step, target))).toStrictEqual({ step, target });
    for (const vote of ['right', 'wrong'] as const)
      expect(readFeedbackValue(feedbackValue(vote, target))).toStrictEqual({ vote, target });
  });

  it('fit into an option of a menu', () => {
    expect(Math.max(...moreChoices.map((choice) => moreValue(choice, target).length))).toBeLessThanOrEqual(
      75,
    );
  });

  it.each([
    undefined,
    '',
    'a',
    'a/',
    '/1',
    'a/1/2',
    'a/1000',
    'a b/1',
    '<!here>/1',
    'a/-1',
    `${'a'.repeat(61)}/1`,
  ])('refuses %j', (value) => {
    expect(readButtonValue(value)).toBeUndefined();
    expect(readMoreValue(value)).toBeUndefined();
    expect(readFeedbackValue(value)).toBeUndefined();
  });

  it.each(['0/a/1', '16/a/1', '1.5/a/1', ' 1/a/1', '1/a', 'x/a/1'])('refuses step %j', (value) => {
    expect(readStepValue(value)).toBeUndefined();
  });
});
