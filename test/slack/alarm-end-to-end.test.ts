import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { analyseWindow } from '../../src/analyse-window.ts';
import { type AwsAccess, openAws } from '../../src/aws/open-aws.ts';
import { configSchema } from '../../src/config-schema.ts';
import { findAlarm } from '../../src/evidence/alarms/find-alarm.ts';
import { type StartedAwsStandIn, startAwsStandIn } from '../../src/sandbox/aws/start-aws-stand-in.ts';
import { sampleWorld } from '../../src/sandbox/incidents/sample-world.ts';
import { sampleConfig } from '../../src/sandbox/sample-config.ts';
import { loadTemplates } from '../../src/templates.ts';
import { startWorkspace, type WorkspaceUnderTest } from './workspace.ts';

const channel = 'C0INCIDENT';
const environment = { ...process.env };

/** From the message of another app to the reply: Slack, AWS and the jobs are spoken to as in production. */
describe('an alarm, from end to end', () => {
  let at: WorkspaceUnderTest;
  let aws: StartedAwsStandIn;
  let access: AwsAccess;
  const world = sampleWorld(Date.now());
  beforeAll(async () => {
    aws = await startAwsStandIn(world, { now: Date.now });
    const [key] = world.keys;
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: aws.url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: key?.accessKeyId,
      AWS_SECRET_ACCESS_KEY: key?.secretAccessKey,
    });
    const { accounts, backends } = sampleConfig(world, 'http://127.0.0.1:9');
    const config = configSchema.parse({ accounts, backends });
    access = openAws(config);
    at = await startWorkspace({
      config: { channels: [{ id: channel, alarms: 'on' }], accounts, alarmReplies: { lookAgainMinutes: [] } },
    });
    const context = (signal: AbortSignal) => ({
      aws: access,
      config,
      templates: loadTemplates(),
      now: Date.now,
      deadlineMs: 25_000,
      signal,
      onProgress: () => undefined,
      lookAgainMs: 10,
    });
    at.port.findAlarm = (alarm, { signal, askedBy }) => findAlarm(alarm, askedBy, context(signal));
    at.port.analyseWindow = (question, { signal }) => analyseWindow(question, context(signal));
  });
  afterAll(async () => {
    await at.stop();
    access.close();
    await aws.close();
    process.env = { ...environment };
  });
  const post = (name: string, minutesAgo: number) => {
    const [date = '', time = ''] = new Date(Date.now() - minutesAgo * 60_000).toISOString().split(/[T.]/);
    const [year = '', month = '', day = ''] = date.split('-');
    const reason = `Threshold Crossed: 1 datapoint [3.0 (${day}/${month}/${year.slice(2)} ${time})] was greater than or equal to the threshold (1.0).`;
    return at.slack.postAs('U0ALARM', {
      channel,
      text: '',
      attachments: [
        {
          title: `:rotating_light: CloudWatch Alarm | ${name} | eu-west-1 | Account: 111122223333`,
          text: reason,
        },
      ],
    }).ts;
  };
  const thread = (ts: string) => at.inThread(channel, ts);

  it('counts the failures of the API that CloudWatch says the alarm watches', async () => {
    const ts = post('orders-prod-5xx', 20);
    await at.slack.waitFor(() => thread(ts).length >= 3, 'the reply');
    const [window, picture, example] = thread(ts);
    expect(window?.text).toMatch(/\d+ requests failed from .* Integration/);
    expect(JSON.stringify(window?.blocks)).toContain('orders · prod · shop · eu-west-1');
    expect(picture?.files).toHaveLength(1);
    expect(JSON.stringify(example?.blocks)).toContain('gw504_run_again');
    await at.press('U0ALICE', example ?? { channel, ts: '' }, 'gw504_run_again');
    await vi.waitFor(
      () =>
        expect(at.lines.some((line) => line.includes('"decision":"answered","entry":"button"'))).toBe(true),
      100_000,
    );
  });

  it('answers a composite alarm for each API behind it, and leaves the queue alone', async () => {
    const ts = post('shop-unhealthy', 30);
    await at.slack.waitFor(
      () => thread(ts).filter(({ blocks }) => JSON.stringify(blocks ?? []).includes('As of ')).length === 2,
      'both',
    );
    const shown = thread(ts).map(({ blocks }) => JSON.stringify(blocks ?? []));
    expect(shown.some((blocks) => blocks.includes('catalog · prod · shop · eu-west-1'))).toBe(true);
    post('orders-queue-depth', 5);
    await vi.waitFor(
      () => expect(at.lines.some((line) => line.includes('"why":"elsewhere"'))).toBe(true),
      100_000,
    );
  });
});
