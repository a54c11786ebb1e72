import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startScriptedAws } from '../aws/scripted-aws.ts';
import { answerFrom } from '../evidence/collect/tiny-world.ts';

const bin = fileURLToPath(new URL('../../dist/gw504.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gw504-refused-'));
const id = 'f4267199-574c-4d30-b6b9-25e26d687255';
const refusal = {
  error: 'UnrecognizedClientException',
  message: 'The security token is invalid.',
  status: 403,
};
const world = answerFrom({
  groups: { 'API-Gateway-Execution-Logs_a1b2c3d4e5/prod': [] },
  restApis: [{ id: 'a1b2c3d4e5', name: 'shop' }],
  stages: { a1b2c3d4e5: [{ stageName: 'prod' }] },
});

let refusing: Awaited<ReturnType<typeof startScriptedAws>>;
let refusingOne: Awaited<ReturnType<typeof startScriptedAws>>;
beforeAll(async () => {
  refusing = await startScriptedAws(() => refusal);
  refusingOne = await startScriptedAws((call, nth) =>
    call.region === 'us-east-1' ? refusal : world(call, nth),
  );
  writeFileSync(
    join(folder, 'two.yaml'),
    'accounts:\n  - { id: "111122223333", alias: shop, regions: [eu-west-1, us-east-1] }\n',
  );
});
afterAll(async () => {
  await refusing.close();
  await refusingOne.close();
  rmSync(folder, { recursive: true, force: true });
});

function diagnose(url: string, env: Record<string, string>) {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [bin, 'diagnose', id, '--json'],
      {
        cwd: folder,
        env: {
          PATH: process.env.PATH,
          HOME: folder,
          AWS_ENDPOINT_URL: url,
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

it('ends with 2 where AWS takes the credentials nowhere, and prints the report all the same', async () => {
  const run = await diagnose(refusing.url, {});
  expect({ code: run.code, stderr: run.stderr }).toStrictEqual({ code: 2, stderr: '' });
  expect(JSON.parse(run.stdout).reports[0].verdict.cause).toBe('inconclusive');
});

it('ends with 0 where one region takes them and was searched', async () => {
  const run = await diagnose(refusingOne.url, { GW504_CONFIG: 'two.yaml' });
  expect({ code: run.code, stderr: run.stderr }).toStrictEqual({ code: 0, stderr: '' });
  const [report] = JSON.parse(run.stdout).reports;
  expect(report.verdict.cause).toBe('inconclusive');
  expect(report.receipt.queries.length).toBeGreaterThan(0);
});
