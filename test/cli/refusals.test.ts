import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../../dist/gw504.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gw504-refusals-'));
const id = 'f4267199-574c-4d30-b6b9-25e26d687255';

function gw504(args: string[], env: Record<string, string> = {}) {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [bin, ...args],
      { cwd: folder, env: { PATH: process.env.PATH, HOME: folder, ...env } },
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

describe('refusals, one clear sentence each', () => {
  it.each<[string, string[], Record<string, string>, string]>([
    ['no region', ['diagnose', id], {}, 'There is no AWS region to look in.'],
    [
      'a profile that is none',
      ['diagnose', id],
      { AWS_PROFILE: 'nope' },
      'There is no AWS region to look in: the profile "nope" that AWS_PROFILE names is not in the AWS configuration files here, or has no region.',
    ],
    [
      'a window beyond all measure',
      ['diagnose', id, '--window', '99999h'],
      { AWS_REGION: 'eu-west-1' },
      '--window does not understand "99999h". Give a duration like 30m or 2h, of 400 days at most.',
    ],
    ['no region for a window', ['window', '--api', 'x', '--from', '10m', '--to', 'now'], {}, 'no AWS region'],
    ['half of Slack', ['start'], { SLACK_BOT_TOKEN: 'xoxb-1' }, 'set SLACK_APP_TOKEN'],
    [
      'a missing configuration',
      ['doctor'],
      { GW504_CONFIG: 'nope.yaml' },
      'Cannot read the configuration "nope.yaml"',
    ],
    [
      'a window that ends before it begins',
      ['window', '--api', 'x', '--from', 'now', '--to', '10m'],
      { AWS_REGION: 'eu-west-1' },
      '--to must be later than --from',
    ],
    [
      'a window of no API',
      ['window', '--api', ' ', '--from', '10m', '--to', 'now'],
      { AWS_REGION: 'eu-west-1' },
      '--api needs the id or the name of an API',
    ],
    ['a region that is none', ['diagnose', id, '--region', 'mars-1'], {}, '"mars-1" is not a region.'],
    [
      'such a region for a window',
      ['window', '--api', 'x', '--from', '10m', '--to', 'now', '--region', 'mars-1'],
      {},
      '"mars-1" is not a region.',
    ],
    ['such a region of the environment', ['diagnose', id], { AWS_REGION: 'mars-1' }, 'Set AWS_REGION'],
    [
      'a time that is none',
      ['diagnose', id, '--around', 'tea'],
      { AWS_REGION: 'eu-west-1' },
      '--around does not understand "tea". Give an ISO time like 2026-11-21T14:42:09Z, or 30m for half an hour ago.',
    ],
    [
      'a time to come',
      ['diagnose', id, '--around', '2090-01-01T00:00Z'],
      { AWS_REGION: 'eu-west-1' },
      '--around "2090-01-01T00:00Z" lies in the future, and no request was then.',
    ],
    [
      'a window to come',
      ['window', '--api', 'x', '--from', '2090-01-01T00:00Z', '--to', '2090-01-01T01:00Z'],
      { AWS_REGION: 'eu-west-1' },
      '--from "2090-01-01T00:00Z" lies in the future',
    ],
    [
      'an unknown time',
      ['window', '--api', 'x', '--from', 'soon', '--to', 'now'],
      { AWS_REGION: 'eu-west-1' },
      '--from does not understand "soon"',
    ],
  ])('%s', async (_, args, env, sentence) => {
    const run = await gw504(args, env);
    expect({ code: run.code, stdout: run.stdout }).toStrictEqual({ code: 2, stdout: '' });
    expect(run.stderr).toContain(sentence);
  });

  it('lists every fault of a configuration at once', async () => {
    writeFileSync(
      join(folder, 'bad.yaml'),
      'accounts:\n  - id: "12"\n    regions: []\nchannels:\n  - id: general\n    alrms: on\nslack:\n  mode: pigeon\n',
    );
    const run = await gw504(['start'], { GW504_CONFIG: 'bad.yaml' });
    expect(run.code).toBe(2);
    for (const fault of [
      'accounts[0].id: an AWS account id has 12 digits.',
      'accounts[0].regions: name at least one region.',
      'channels[0].id: a Slack channel id begins with C or G (ids, never names).',
      'channels[0].alrms is not a known key.',
      'slack.mode',
    ])
      expect(run.stderr).toContain(fault);
  });

  it('says that a port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const run = await gw504(['sandbox', '--port', String(port)]);
    server.close();
    expect(run).toStrictEqual({
      code: 1,
      stdout: '',
      stderr: `gw504: Port ${port} is taken by another program. Name a free one with --port, or 0 for any.\n`,
    });
  });

  it('prints its version', async () => {
    expect(await gw504(['--version'])).toStrictEqual({ code: 0, stdout: '0.1.0\n', stderr: '' });
  });
});
