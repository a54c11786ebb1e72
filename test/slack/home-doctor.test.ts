import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Examined } from '../../src/slack/bot.ts';
import { startWorkspace, type WorkspaceUnderTest } from './workspace.ts';

const command =
  "aws apigateway update-stage --region eu-west-1 --rest-api-id a1b2c3d4e5 --stage-name prod --patch-operations 'op=replace,path=/*/*/logging/loglevel,value=INFO'";
const findings: Examined[] = [
  { subject: 'bot token', status: 'ok', says: 'Slack accepts the bot token.' },
  {
    subject: 'gw504.yaml',
    status: 'advice',
    says: 'No Slack channel is configured.',
    fix: 'List each channel by its id.',
    paste: 'channels:\n  - id: C0123456789',
  },
  {
    subject: 'stage <!channel>/prod',
    status: 'problem',
    says: 'Execution logging is off.',
    fix: 'Switch it on at INFO.',
    commands: [command],
  },
  { subject: 'Slack', status: 'unknown', says: 'Slack did not answer.' },
];

describe('the doctor in App Home', () => {
  let at: WorkspaceUnderTest;
  let looks = 0;
  let found: () => Promise<Examined[]> = async () => findings;
  beforeAll(async () => {
    at = await startWorkspace({
      examine: () => {
        looks += 1;
        return found();
      },
    });
  });
  afterAll(() => at.stop());
  const blocksOf = (user: string): unknown[] =>
    Object(at.slack.state.homes.get(user)?.definition).blocks ?? [];
  const shown = (user: string) => JSON.stringify(blocksOf(user));

  it('says that it looks, and then what it found: the worst first, each with its cure, ready to paste', async () => {
    let go: (value: Examined[]) => void = () => undefined;
    const looked = new Promise<Examined[]>((resolve) => {
      go = resolve;
    });
    found = () => looked;
    at.slack.openHome('U0ADMIN');
    await at.slack.waitFor(() => shown('U0ADMIN').includes('The doctor looks at configuration'), 'the look');
    go(findings);
    await at.slack.waitFor(() => shown('U0ADMIN').includes('1 of 4 things are in order.'), 'the findings');
    expect(shown('U0ADMIN')).not.toContain('The doctor looks at configuration');
    const rows = blocksOf('U0ADMIN').filter(
      (block) =>
        /⚠️ |❔ |💡 /.test(JSON.stringify(block)) && !/works|does not work/.test(JSON.stringify(block)),
    );
    expect(rows.map((row) => texts(row))).toStrictEqual([
      ['⚠️ ', 'stage <!channel>/prod', ' Execution logging is off. Switch it on at INFO.', command],
      ['❔ ', 'Slack', ' Slack did not answer.'],
      [
        '💡 ',
        'gw504.yaml',
        ' No Slack channel is configured. List each channel by its id.',
        'channels:\n  - id: C0123456789',
      ],
    ]);
    expect(rows.map((row) => Object(row).type)).toStrictEqual(Array(3).fill('rich_text'));
  });

  it('is asked for and shown to nobody else', async () => {
    const before = looks;
    found = async () => findings;
    at.slack.openHome('U0ALICE');
    await at.slack.waitFor(() => shown('U0ALICE').includes('<#C0INCIDENT>'), 'the home');
    expect(shown('U0ALICE')).not.toMatch(/Set-up|Execution logging|The doctor/);
    expect(looks).toBe(before);
  });

  it('names no more than the view can hold, and says so', async () => {
    found = async () =>
      Array.from({ length: 90 }, (_, index) => ({
        subject: `stage number-${index}`,
        status: 'problem' as const,
        says: 'x'.repeat(5_000),
        commands: ['y'.repeat(5_000)],
      }));
    at.slack.openHome('U0ADMIN');
    await at.slack.waitFor(() => shown('U0ADMIN').includes('…and 75 more; gw504 doctor'), 'the findings');
    expect(blocksOf('U0ADMIN').length).toBeLessThan(100);
    expect(shown('U0ADMIN')).toContain('number-14');
    expect(shown('U0ADMIN')).not.toContain('number-15');
  });
});

/** Every text of a block, in order. */
function texts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(texts);
  if (value === null || typeof value !== 'object') return [];
  return 'text' in value && typeof value.text === 'string'
    ? [value.text]
    : Object.values(value).flatMap(texts);
}
