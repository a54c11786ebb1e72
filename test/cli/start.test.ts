import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../../dist/gw504.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gw504-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tokens = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
const needsKey =
  'The environment has no GW504_EVENT_KEY (32 characters or more, for alarmReplies.events). Set it, or take events out of alarmReplies in the configuration.\n';
const half = 'Slack is configured by half: set SLACK_APP_TOKEN, or unset the others to start the sandbox.\n';
const noUrl =
  'DATABASE_URL is not the URL of a PostgreSQL database. Give one like postgres://user:password@host:5432/database, or unset it to use the embedded database.\n';

writeFileSync(
  join(folder, 'events.yaml'),
  'channels: [{ id: C0001, alarms: on }]\nalarmReplies: { events: [{ account: "111122223333", channel: C0001 }] }\n',
);

it.each<[string, Record<string, string>, string]>([
  ['half of Slack', { SLACK_BOT_TOKEN: 'xoxb-1' }, half],
  ['a database that is none', { ...tokens, DATABASE_URL: 'hidden' }, noUrl],
  ['no key for events', { ...tokens, GW504_CONFIG: 'events.yaml' }, needsKey],
  [
    'all of it',
    { SLACK_BOT_TOKEN: 'xoxb-1', DATABASE_URL: 'hidden', GW504_CONFIG: 'events.yaml' },
    half + needsKey + noUrl,
  ],
])('refuses to start with %s, at once', async (_what, env, says) => {
  const ended = await new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [bin, 'start'],
      { cwd: folder, env: { PATH: process.env.PATH, HOME: folder, ...env } },
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
  expect(ended).toStrictEqual({ code: 2, stdout: '', stderr: `gw504: ${says}` });
});
