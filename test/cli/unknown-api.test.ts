import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startScriptedAws } from '../aws/scripted-aws.ts';
import { answerFrom } from '../evidence/collect/tiny-world.ts';

const bin = fileURLToPath(new URL('../../dist/gw504.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gw504-unknown-'));
const id = 'f4267199-574c-4d30-b6b9-25e26d687255';

let aws: Awaited<ReturnType<typeof startScriptedAws>>;
beforeAll(async () => {
  aws = await startScriptedAws(
    answerFrom({
      groups: { 'API-Gateway-Execution-Logs_a1b2c3d4e5/prod': [] },
      restApis: [{ id: 'a1b2c3d4e5', name: 'shop' }],
      stages: { a1b2c3d4e5: [{ stageName: 'prod' }, { stageName: 'staging' }] },
      httpApis: [{ apiId: 'h1t2t3p4a5', name: 'basket', protocolType: 'HTTP' }],
    }),
  );
  writeFileSync(
    join(folder, 'shop.yaml'),
    'accounts:\n  - { id: "111122223333", alias: shop, regions: [eu-west-1, us-east-1] }\n',
  );
});
afterAll(() => aws.close());

function gw504(args: string[], env: Record<string, string> = {}) {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [bin, ...args],
      {
        cwd: folder,
        env: {
          PATH: process.env.PATH,
          HOME: folder,
          AWS_ENDPOINT_URL: aws.url,
          AWS_REGION: 'eu-west-1',
          AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
          AWS_SECRET_ACCESS_KEY: 'example',
          ...env,
        },
      },
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

const window = ['window', '--from', '10m', '--to', 'now'];
const inShop = { GW504_CONFIG: 'shop.yaml' };
it.each<[string, string[], Record<string, string>, string]>([
  [
    'an API that nobody has',
    ['diagnose', id, '--api', 'nope'],
    {},
    'There is no API "nope" in 111122223333 eu-west-1. There are: shop (a1b2c3d4e5), basket (h1t2t3p4a5).',
  ],
  [
    'such an API, for a program',
    ['diagnose', id, '--api', 'nope', '--json'],
    inShop,
    'There is no API "nope" in shop eu-west-1, shop us-east-1.',
  ],
  [
    'such an API of a window',
    [...window, '--api', 'nope'],
    {},
    'There is no API "nope" in 111122223333 eu-west-1. There are: shop',
  ],
  [
    'a stage that its API has not',
    ['diagnose', id, '--api', 'shop', '--stage', 'test'],
    {},
    'The API shop (a1b2c3d4e5) has no stage "test". There are: prod, staging.',
  ],
  [
    'a stage that no API has',
    ['diagnose', id, '--stage', 'test'],
    {},
    'No API in 111122223333 eu-west-1 has a stage "test". There are: prod, staging.',
  ],
  [
    'a region beside those of the configuration',
    ['diagnose', id, '--region', 'eu-north-1'],
    inShop,
    'The configuration names no region "eu-north-1". It names eu-west-1, us-east-1;',
  ],
])('refuses %s', async (_, args, env, sentence) => {
  const run = await gw504(args, env);
  expect({ code: run.code, stdout: run.stdout }).toStrictEqual({ code: 2, stdout: '' });
  expect(run.stderr).toContain(sentence);
});

it('near miss: an API that is there, and an id that is not', async () => {
  const run = await gw504([
    'diagnose',
    id,
    '--api',
    'shop',
    '--stage',
    'prod',
    '--window',
    '5m',
    '--around',
    '1h',
  ]);
  expect({ code: run.code, stderr: run.stderr }).toStrictEqual({ code: 0, stderr: '' });
  expect(run.stdout).toContain('No line names this id');
});
