import { describe, expect, it } from 'vitest';
import type { Progress } from '../../../src/progress.ts';
import { progressMessage } from '../../../src/slack/blocks/progress-message.ts';
import { templates } from './samples.ts';

const names = [
  'request',
  'executionLog',
  'accessLog',
  'functionLog',
  'authorizerLog',
  'gatewaySettings',
  'functionSettings',
  'trace',
  'loadBalancerLog',
  'flowLog',
  'backendLog',
  'clientResponse',
  'metrics',
  'deployments',
] as const satisfies Progress['what'][];

describe('progressMessage', () => {
  it('says that it begins before any source has reported', () => {
    expect(
      progressMessage([], { templates, answerId: 'a1b2c3', what: 'f4267199', elapsedMs: 400 }),
    ).toMatchSnapshot();
  });

  it('shows the newest state of each source, with words beside the marks', () => {
    const steps: Progress[] = [
      { what: 'request', status: 'searching', elapsedMs: 0 },
      { what: 'request', status: 'found', detail: 'API a1b2c3, stage prod', elapsedMs: 900 },
      { what: 'executionLog', status: 'absent', elapsedMs: 2100 },
      { what: 'trace', status: 'unavailable', detail: 'access denied', elapsedMs: 2300 },
      { what: 'functionLog', status: 'searching', detail: '/aws/lambda/orders', elapsedMs: 2400 },
    ];
    expect(
      progressMessage(steps, { templates, answerId: 'a1b2c3', what: 'f4267199', elapsedMs: 12_345 }),
    ).toMatchSnapshot();
  });

  it('folds what passes twelve tasks into the last one', () => {
    const steps = names.map(
      (what): Progress => ({ what, status: what === 'metrics' ? 'searching' : 'found', elapsedMs: 1 }),
    );
    const [plan] = progressMessage(steps, {
      templates,
      answerId: 'a1b2c3',
      what: '3 requests',
      elapsedMs: 5000,
    }).blocks;
    expect(plan).toMatchObject({ type: 'plan' });
    if (plan?.type !== 'plan') return;
    expect(plan.tasks?.length).toBe(12);
    expect(plan.tasks?.at(-1)).toStrictEqual({
      type: 'task_card',
      task_id: 'rest',
      title: '3 more sources, 1 still searching',
      status: 'in_progress',
    });
  });
});
