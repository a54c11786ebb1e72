import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { failing } from '../alarm-samples.ts';
import { startWorkspace, type WorkspaceUnderTest } from '../workspace.ts';

const key = 'a-key-that-nobody-guesses-0123456789';
const channel = 'C0INCIDENT';
let count = 0;

type Fields = Record<string, unknown>;

/** As EventBridge posts it to an API destination: the event itself, without an envelope. */
function event(name: string, fields: Fields = {}, state = 'ALARM'): Fields {
  count += 1;
  return {
    version: '0',
    id: `c4c1c1c9-6542-4e61-b6ef-${String(count).padStart(12, '0')}`,
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: '111122223333',
    time: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    region: 'eu-west-1',
    detail: {
      alarmName: name,
      configuration: {
        metrics: [
          {
            metricStat: {
              metric: { namespace: 'AWS/ApiGateway', name: '5XXError', dimensions: { ApiName: name } },
              period: 60,
            },
          },
        ],
      },
      previousState: { value: 'OK' },
      state: { value: state, reason: 'Threshold Crossed: 1 datapoint was greater than the threshold (1.0).' },
    },
    ...fields,
  };
}
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

describe('alarms straight from EventBridge', () => {
  let at: WorkspaceUnderTest;
  beforeAll(async () => {
    at = await startWorkspace({
      eventKey: key,
      config: {
        channels: [{ id: channel, alarms: 'on' }, { id: 'C0OTHER' }],
        alarmReplies: {
          lookAgainMinutes: [],
          events: [
            { account: '111122223333', region: 'eu-west-1', channel },
            { account: '444455556666', channel: 'C0OTHER' },
          ],
        },
      },
    });
    at.port.analyseWindow = async () => failing;
  });
  afterAll(() => at.stop());
  const send = async (body: string | Fields, headers: Record<string, string> = { 'x-gw504-key': key }) => {
    const response = await fetch(at.requestUrl.replace('/slack/events', '/aws/events'), {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return response.status;
  };
  const waiting = () => at.jobs.state.list('alarm-inbox', { limit: 10 });
  const posted = (name: string) =>
    at.roots(channel).filter(({ text }) => text.includes(name) && text.includes('is in alarm'));

  it('posts the alarm and answers in its thread, once however often it is delivered', async () => {
    const message = event('orders-5xx');
    expect(await Promise.all([send(message), send(message)])).toStrictEqual([200, 200]);
    const root = await at.slack.waitFor(() => posted('orders-5xx')[0], 'the alarm');
    await at.slack.waitFor(() => at.inThread(channel, root.ts).length === 3, 'the reply');
    expect(await send(message)).toBe(200);
    await vi.waitFor(async () => expect(await waiting()).toStrictEqual([]), { timeout: 100_000 });
    expect(posted('orders-5xx')).toHaveLength(1);
    expect(at.inThread(channel, root.ts)).toHaveLength(3);
    expect(at.inThread(channel, root.ts)[0]?.text).toContain('12 requests failed');
    expect(at.lines.join('\n')).not.toContain(key);
  });

  it.each<[string, string | Fields, number, Record<string, string>?]>([
    ['no key', event('x'), 401, {}],
    ['another key', event('x'), 401, { 'x-gw504-key': `${key.slice(0, -1)}!` }],
    ['the beginning of the key', event('x'), 401, { 'x-gw504-key': key.slice(0, -1) }],
    ['an empty key', event('x'), 401, { 'x-gw504-key': '' }],
    ['the key where it does not belong', event('x'), 401, { authorization: `Bearer ${key}` }],
    ['no JSON', 'hello', 400],
    ['JSON of something else', { Type: 'Notification' }, 400],
    ['an event of another service', event('x', { source: 'aws.ec2' }), 400],
    ['an id that is none', event('x', { id: '../x' }), 400],
    ['more than AWS ever sends', event('x'.repeat(700_000)), 413],
    ['another account', event('x', { account: '999999999999' }), 403],
    ['another region', event('x', { region: 'us-east-1' }), 403],
    ['an alarm of this morning', event('x', { time: hoursAgo(5) }), 200],
    ['an alarm of tomorrow', event('x', { time: hoursAgo(-5) }), 200],
    ['a turn to OK', event('x', {}, 'OK'), 200],
    ['an event that is no alarm', event('x', { detail: {} }), 200],
    ['a channel that is switched off', event('x', { account: '444455556666' }), 200],
  ])('posts nothing for %s', async (_what, body, status, headers) => {
    const before = at.slack.state.messages.length;
    expect(await send(body, headers)).toBe(status);
    expect(at.slack.state.messages).toHaveLength(before);
    expect(await waiting()).toStrictEqual([]);
  });

  it('answers nothing but its own path, and only what is posted', async () => {
    const url = at.requestUrl.replace('/slack/events', '/aws/events');
    expect((await fetch(url, { headers: { 'x-gw504-key': key } })).status).toBe(404);
    const sns = at.requestUrl.replace('/slack/events', '/aws/sns');
    expect((await fetch(sns, { method: 'POST', body: '{}' })).status).toBe(404);
  });
});
