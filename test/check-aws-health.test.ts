import { afterEach, expect, it, vi } from 'vitest';
import { openAws } from '../src/aws/open-aws.ts';
import { checkAwsHealth } from '../src/check-aws-health.ts';
import { configSchema } from '../src/config-schema.ts';
import { loadTemplates } from '../src/templates.ts';
import { assumedRole, type ScriptedAnswer, type ScriptedCall, startScriptedAws } from './aws/scripted-aws.ts';

const startMs = Date.parse('2026-11-20T14:00:00Z');
const closers: (() => unknown)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closers.splice(0).reverse()) await close();
});

const gone: ScriptedAnswer = {
  error: 'AccessDenied',
  message: 'not authorized to perform: sts:AssumeRole',
  status: 403,
};
/** Granted: what was probed for does not exist. */
const granted = (call: ScriptedCall): ScriptedAnswer => {
  if (call.name === 'sts:AssumeRole') return assumedRole(1);
  const lists: Record<string, Record<string, unknown>> = {
    'logs:DescribeLogGroups': { logGroups: [] },
    'logs:DescribeDeliveries': { deliveries: [] },
    'logs:DescribeDeliverySources': { deliverySources: [] },
    'logs:DescribeDeliveryDestinations': { deliveryDestinations: [] },
    'cloudwatch:DescribeAlarms': { MetricAlarms: [] },
    'cloudwatch:GetMetricData': { MetricDataResults: [] },
    'GET /restapis': { item: [] },
    'GET /v2/apis': { items: [] },
    'POST /Traces': { Traces: [] },
  };
  const body = lists[call.name];
  return body ? { body } : { error: 'ResourceNotFoundException', message: 'does not exist', status: 400 };
};

async function open(answer: (call: ScriptedCall) => ScriptedAnswer) {
  const server = await startScriptedAws(answer);
  for (const [name, value] of Object.entries({
    AWS_ENDPOINT_URL: server.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
  }))
    vi.stubEnv(name, value);
  const config = configSchema.parse({
    accounts: [
      {
        id: '111122223333',
        alias: 'shop',
        roleArn: 'arn:aws:iam::111122223333:role/gw504',
        regions: ['eu-west-1'],
      },
    ],
  });
  const aws = openAws(config);
  closers.push(server.close, aws.close);
  let nowMs = startMs;
  const check = checkAwsHealth({ config, aws, templates: loadTemplates(), now: () => nowMs });
  return {
    check,
    calls: () => server.calls.length,
    at: (ms: number) => {
      nowMs = startMs + ms;
    },
  };
}

it.each([
  ['can be read', granted, { isHealthy: true, detail: '' }],
  [
    'has a role that is gone',
    (call: ScriptedCall) => (call.name === 'sts:AssumeRole' ? gone : granted(call)),
    {
      isHealthy: false,
      detail:
        'arn:aws:iam::111122223333:role/gw504 cannot be assumed: not authorized to perform: sts:AssumeRole.',
    },
  ],
  [
    'does not answer',
    (): ScriptedAnswer => ({ destroy: true }),
    { isHealthy: false, detail: expect.stringContaining('AWS did not answer here') },
  ],
  [
    'grants everything but queries',
    (call: ScriptedCall) =>
      call.name === 'logs:StartQuery' ? { error: 'AccessDeniedException', message: 'no' } : granted(call),
    { isHealthy: false, detail: expect.stringContaining('Denied: logs:StartQuery.') },
  ],
])('says of an account that %s how it is', async (_what, answer, health) => {
  const { check } = await open(answer);
  expect(await check()).toStrictEqual([{ name: 'account shop in eu-west-1', ...health }]);
});

it('looks once for all who ask within a minute, and anew afterwards, or when the clock was set back', async () => {
  const { check, calls, at } = await open(granted);
  await Promise.all([check(), check()]);
  const one = calls();
  at(59_999);
  await check();
  expect(calls()).toBe(one);
  at(60_000);
  await check();
  expect(calls()).toBeGreaterThan(one);
  const two = calls();
  at(-3_600_000);
  await check();
  expect(calls()).toBeGreaterThan(two);
});
