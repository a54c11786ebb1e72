import { expect, it } from 'vitest';
import { tellWhere } from '../../src/cli/sandbox-command.ts';

const sandbox = { url: 'http://127.0.0.1:3504' };
const what =
  'This is the sandbox: open it in a browser. All data is sample data; no Slack and no AWS is asked. Ctrl-C ends it.\nFor the bot in your workspace, set SLACK_BOT_TOKEN and SLACK_APP_TOKEN and run "gw504 start".\n';
const taken = 'Port 3504 is taken, so the sandbox is at another one.\n';

it.each<[string, { url: string; insteadOf?: number }, boolean, string]>([
  ['a terminal', sandbox, true, what],
  ['a program', sandbox, false, ''],
  ['a terminal, of another port', { ...sandbox, insteadOf: 3504 }, true, what + taken],
  ['a program, of another port', { ...sandbox, insteadOf: 3504 }, false, taken],
])('tells %s where the sandbox is, and nothing else on standard output', (_what, opened, isTTY, said) => {
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({
    isTTY,
    write(text: string) {
      written[name] += text;
    },
  });
  tellWhere(opened, { stdout: stream('stdout'), stderr: stream('stderr') });
  expect(written).toStrictEqual({ stdout: 'http://127.0.0.1:3504\n', stderr: said });
});
