import { afterEach, beforeEach, expect, it } from 'vitest';
import { openAws } from '../../../src/aws/open-aws.ts';
import { configSchema } from '../../../src/config-schema.ts';
import { findFailures } from '../../../src/evidence/find-failures.ts';
import { loadTemplates } from '../../../src/templates.ts';
import { startScriptedAws } from '../../aws/scripted-aws.ts';
import { answerFrom, type TinyWorld } from './tiny-world.ts';

const now = Date.UTC(2026, 10, 20, 14, 50);
const group = 'API-Gateway-Execution-Logs_abc1234567/prod';
const ids = ['11111111', '22222222', '33333333'].map((head) => `${head}-574c-4d30-b6b9-25e26d687255`);

const before = { ...process.env };
let close: (() => Promise<void>) | undefined;
beforeEach(() => {
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIAAMBIENT',
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_REGION: 'eu-west-1',
  });
});
afterEach(async () => {
  process.env = { ...before };
  await close?.();
});

async function find(world: TinyWorld) {
  const server = await startScriptedAws(answerFrom(world));
  process.env.AWS_ENDPOINT_URL = server.url;
  const config = configSchema.parse({ accounts: [{ id: '111122223333', regions: ['eu-west-1'] }] });
  const aws = openAws(config);
  close = async () => {
    aws.close();
    await server.close();
  };
  return await findFailures(
    { scope: { api: 'shop' }, fromMs: now - 600_000, toMs: now },
    {
      aws,
      config,
      templates: loadTemplates(),
      now: () => now,
      deadlineMs: 10_000,
      signal: new AbortController().signal,
      onProgress: () => {},
    },
  );
}

const world: TinyWorld = {
  groups: {
    [group]: [
      { atMs: now - 500_000, message: `(${ids[0]}) Method completed with status: 504` },
      { atMs: now - 400_000, message: `(${ids[1]}) Method completed with status: 200` },
      { atMs: now - 300_000, message: `(${ids[2]}) Method completed with status: 502` },
      { atMs: now - 700_000, message: `(${ids[1]}) Method completed with status: 504` },
    ],
  },
  restApis: [
    { id: 'abc1234567', name: 'shop' },
    { id: 'zzz1234567', name: 'other' },
  ],
  stages: { abc1234567: [{ stageName: 'prod', methodSettings: { '*/*': { loggingLevel: 'INFO' } } }] },
};

it('lists every 5xx of the window, oldest first', async () => {
  const { requests, isComplete } = await find(world);
  expect(requests.map(({ id, status, stage }) => [id, status, stage])).toEqual([
    [ids[0], 504, 'prod'],
    [ids[2], 502, 'prod'],
  ]);
  expect(isComplete).toBe(true);
});

it('says when there may be more', async () => {
  const { requests, isComplete, notes } = await find({
    ...world,
    override: (call) =>
      call.name === 'logs:FilterLogEvents'
        ? { error: 'AccessDeniedException', message: 'no', status: 403 }
        : undefined,
  });
  expect(requests).toEqual([]);
  expect(isComplete).toBe(false);
  expect(notes.map((one) => one.note)).toEqual(['groups-access-denied']);
});
