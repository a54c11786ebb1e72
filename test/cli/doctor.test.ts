import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { printFindings } from '../../src/cli/doctor-command.ts';
import { startScriptedAws } from '../aws/scripted-aws.ts';
import { answerFrom } from '../evidence/collect/tiny-world.ts';

const bin = fileURLToPath(new URL('../../dist/gw504.js', import.meta.url));

it('prints each finding with its cure, and nothing that moves a cursor', () => {
  const printed = printFindings([
    {
      check: 'slack',
      subject: 'channel #\u001b[2Jincidents',
      status: 'problem',
      says: 'The bot is not in\u202e the channel.',
      fix: 'In the channel, type this.',
      paste: '/invite @gw504\n',
    },
    { check: 'roles', subject: 'account shop', status: 'ok', says: 'Every permission is granted.' },
    {
      check: 'logging',
      subject: 'stage a/b',
      status: 'advice',
      says: 'Off.',
      fix: 'On.',
      commands: ['aws x'],
    },
  ]);
  expect(['\u001b', '\u202e'].filter((character) => printed.includes(character))).toStrictEqual([]);
  expect(printed.split('\n').map((line) => line.replace(/\S*2J/, ''))).toStrictEqual([
    expect.stringMatching(/^\[PROBLEM\] channel #.*incidents: The bot is not in.* the channel\.$/),
    '          In the channel, type this.',
    '          /invite @gw504',
    '[ok]      account shop: Every permission is granted.',
    '[advice]  stage a/b: Off.',
    '          On.',
    '          $ aws x',
    '',
  ]);
});

it('ends with 1 where something is wrong or could not be looked at, and prints findings for programs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gw504-doctor-'));
  writeFileSync(
    join(folder, 'gw504.yaml'),
    'accounts: [{ id: "111122223333", regions: [eu-west-1] }]\nchannels: [{ id: C0001 }]\n',
  );
  const aws = await startScriptedAws(answerFrom({ groups: {} }));
  const run = await new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [bin, 'doctor', '--json'],
      {
        cwd: folder,
        env: {
          PATH: process.env.PATH,
          HOME: folder,
          AWS_ENDPOINT_URL: aws.url,
          AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
          AWS_SECRET_ACCESS_KEY: 'example',
          SLACK_BOT_TOKEN: 'xoxb-1',
        },
      },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
  await aws.close();
  const { findings } = JSON.parse(run.stdout);
  expect([run.code, run.stderr]).toStrictEqual([1, '']);
  expect(new Set(findings.map(({ check }: { check: string }) => check))).toStrictEqual(
    new Set(['configuration', 'slack', 'roles', 'logging', 'quotas', 'database']),
  );
  expect(findings).toContainEqual({
    check: 'slack',
    subject: 'Slack',
    status: 'problem',
    says: 'The bot cannot start; missing from the environment: SLACK_APP_TOKEN.',
    fix: 'Set what is missing; or unset the other Slack tokens, or take alarmReplies.events out, if that way is not meant.',
  });
});
