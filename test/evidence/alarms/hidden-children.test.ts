import { expect, it } from 'vitest';
import { findAlarm } from '../../../src/evidence/alarms/find-alarm.ts';
import { loadTemplates } from '../../../src/templates.ts';
import type { ScriptedAnswer } from '../../aws/scripted-aws.ts';
import { useTinyWorlds } from '../collect/collect-tiny.ts';

const tiny = useTinyWorlds();
const now = Date.UTC(2026, 10, 20, 14, 50);

/** A composite alarm over "child", and what AWS answers about that one. */
async function find(child: ScriptedAnswer) {
  const { aws, config } = await tiny.open({
    groups: {},
    override: (call) => {
      if (call.name !== 'cloudwatch:DescribeAlarms') return undefined;
      const isTop = Array.isArray(call.body.AlarmNames) && call.body.AlarmNames.includes('top');
      if (!isTop) return child;
      return {
        body: { CompositeAlarms: [{ AlarmName: 'top', StateValue: 'ALARM', AlarmRule: 'ALARM(child)' }] },
      };
    },
  });
  return await findAlarm({ source: 'cloudwatch', name: 'top', state: 'ALARM' }, 'U1', {
    aws,
    config,
    templates: loadTemplates(),
    now: () => now,
    deadlineMs: 20_000,
    signal: new AbortController().signal,
    onProgress: () => {},
  });
}

const metric = (namespace: string) => ({
  body: {
    MetricAlarms: [
      {
        AlarmName: 'child',
        StateValue: 'ALARM',
        Namespace: namespace,
        MetricName: '5XXError',
        Dimensions: [{ Name: 'ApiName', Value: 'shop' }],
      },
    ],
  },
});

it.each<[string, ScriptedAnswer, object]>([
  [
    'may not be read',
    { error: 'AccessDeniedException', status: 403 },
    { status: 'unknown', why: 'denied', detail: 'access-denied' },
  ],
  [
    'cannot be read',
    { error: 'InternalFailure', status: 500 },
    { status: 'unknown', why: 'unreachable', detail: 'aws-fault' },
  ],
  ['watches something else', metric('AWS/SQS'), { status: 'elsewhere', what: 'no metric of an API' }],
  ['is of an API', metric('AWS/ApiGateway'), { status: 'gateway', scopes: [{ api: 'shop' }] }],
])('says of a composite alarm whose child %s no more than is known', async (_what, child, expected) => {
  const found = await find(child);
  expect(found).toMatchObject(expected);
});
