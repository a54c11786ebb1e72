import { createSign, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failing } from '../alarm-samples.ts';
import { startWorkspace, type WorkspaceUnderTest } from '../workspace.ts';

const topic = 'arn:aws:sns:eu-west-1:111122223333:alarms';
const host = 'https://sns.eu-west-1.amazonaws.com';
const certificateUrl = `${host}/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem`;
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
let count = 0;

type Fields = Record<string, string>;

/** As SNS signs it. */
function signed(fields: Fields, key = privateKey): Fields {
  count += 1;
  const message: Fields = {
    Type: 'Notification',
    MessageId: `22b80b92-fdea-4c2c-8f9d-${String(count).padStart(12, '0')}`,
    TopicArn: topic,
    Message: '',
    Timestamp: new Date().toISOString(),
    SignatureVersion: '2',
    SigningCertURL: certificateUrl,
    ...fields,
  };
  const names =
    message.Type === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  const text = names
    .flatMap((name) => (message[name] === undefined ? [] : [`${name}\n${message[name]}\n`]))
    .join('');
  const algorithm = message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
  return { ...message, Signature: createSign(algorithm).update(text, 'utf8').sign(key, 'base64') };
}

const alarm = (name: string, state = 'ALARM') =>
  JSON.stringify({
    AlarmName: name,
    NewStateValue: state,
    NewStateReason: 'Threshold Crossed: 1 datapoint was greater than the threshold (1.0).',
    Region: 'EU (Ireland)',
    Trigger: {
      MetricName: '5XXError',
      Namespace: 'AWS/ApiGateway',
      Dimensions: [{ name: 'ApiName', value: name }],
    },
  });
const confirmation = (url: string) => ({
  Type: 'SubscriptionConfirmation',
  Message: 'You have chosen to subscribe to the topic.',
  Token: '2336412f37',
  SubscribeURL: url,
});
const subscribeUrl = (where = host, arn = topic) =>
  `${where}/?Action=ConfirmSubscription&TopicArn=${encodeURIComponent(arn)}&Token=2336412f37`;

describe('alarms straight from AWS', () => {
  let at: WorkspaceUnderTest;
  const fetched: string[] = [];
  beforeAll(async () => {
    at = await startWorkspace({
      config: {
        channels: [{ id: 'C0INCIDENT', alarms: 'on' }, { id: 'C0OTHER' }],
        alarmReplies: {
          lookAgainMinutes: [],
          perChannel: 50,
          topics: [
            { arn: topic, channel: 'C0INCIDENT' },
            { arn: `${topic}-off`, channel: 'C0OTHER' },
          ],
        },
      },
    });
    at.port.analyseWindow = async () => failing;
    at.port.fetch = async (url) => {
      fetched.push(url);
      return new Response(
        url.endsWith('.pem') ? publicKey.export({ type: 'spki', format: 'pem' }).toString() : 'ok',
      );
    };
  });
  afterAll(() => at.stop());
  const send = async (body: string | Fields, headers: Record<string, string> = {}) => {
    const response = await fetch(at.requestUrl.replace('/slack/events', '/aws/sns'), {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=UTF-8', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return response.status;
  };
  const posted = (name: string) =>
    at.roots('C0INCIDENT').filter(({ text }) => text.includes(name) && text.includes('is in alarm'));

  it.each(['1', '2'])(
    'posts the alarm and answers in its thread, once, by a signature of version %s',
    async (version) => {
      const name = `orders-v${version}`;
      const message = signed({
        Message: alarm(name),
        Subject: `ALARM: "${name}"`,
        SignatureVersion: version,
      });
      expect(await Promise.all([send(message), send(message)])).toStrictEqual([200, 200]);
      const root = await at.slack.waitFor(() => posted(name)[0], 'the alarm');
      await at.slack.waitFor(() => at.inThread('C0INCIDENT', root.ts).length === 3, 'the reply');
      expect(posted(name)).toHaveLength(1);
      expect(at.inThread('C0INCIDENT', root.ts)[0]?.text).toContain('12 requests failed');
    },
  );

  it('takes an event of EventBridge that the topic passes on', async () => {
    const { AlarmName: alarmName, NewStateReason: reason } = JSON.parse(alarm('events-5xx'));
    const metric = { namespace: 'AWS/ApiGateway', name: '5XXError', dimensions: { ApiName: alarmName } };
    const event = {
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
      account: '111122223333',
      region: 'eu-west-1',
      detail: {
        alarmName,
        configuration: { metrics: [{ metricStat: { metric, period: 60 } }] },
        state: { value: 'ALARM', reason },
      },
    };
    expect(await send(signed({ Message: JSON.stringify(event) }))).toBe(200);
    const root = await at.slack.waitFor(() => posted('events-5xx')[0], 'the alarm');
    await at.slack.waitFor(() => at.inThread('C0INCIDENT', root.ts).length === 3, 'the reply');
  });

  it('refuses raw delivery, which nothing signs, and says in its log what to do', async () => {
    expect(await send(alarm('raw-5xx'), { 'x-amz-sns-rawdelivery': 'true' })).toBe(403);
    expect(at.lines.some((line) => line.includes('turn RawMessageDelivery off'))).toBe(true);
  });

  it('confirms the subscription of its own topic', async () => {
    expect(await send(signed(confirmation(subscribeUrl())))).toBe(200);
    expect(fetched).toContain(subscribeUrl());
  });

  it('keeps nothing of what it has answered', async () => {
    await expect.poll(() => at.jobs.state.list('alarm-inbox', { limit: 10 })).toStrictEqual([]);
  });

  it.each<[string, () => string | Fields, number]>([
    ['no JSON', () => 'hello', 400],
    ['JSON of something else', () => ({ Type: 'Notification' }), 400],
    ['another topic', () => signed({ Message: alarm('x'), TopicArn: `${topic}-other` }), 403],
    [
      'a certificate of another host',
      () =>
        signed({
          Message: alarm('x'),
          SigningCertURL: certificateUrl.replace(host, 'https://sns.eu-west-1.amazonaws.com.evil.example'),
        }),
      403,
    ],
    [
      'a certificate of another region',
      () => signed({ Message: alarm('x'), SigningCertURL: certificateUrl.replace('eu-west-1', 'us-east-1') }),
      403,
    ],
    [
      'a certificate in a bucket',
      () =>
        signed({
          Message: alarm('x'),
          SigningCertURL: 'https://bucket.s3.amazonaws.com/SimpleNotificationService-0.pem',
        }),
      403,
    ],
    [
      'a certificate without encryption',
      () => signed({ Message: alarm('x'), SigningCertURL: certificateUrl.replace('https', 'http') }),
      403,
    ],
    [
      'a name before the host',
      () => signed({ Message: alarm('x'), SigningCertURL: certificateUrl.replace('https://', 'https://a@') }),
      403,
    ],
    ['another path', () => signed({ Message: alarm('x'), SigningCertURL: `${host}/other.pem` }), 403],
    ['a changed message', () => ({ ...signed({ Message: alarm('x') }), Message: alarm('y') }), 403],
    ['a stranger’s key', () => signed({ Message: alarm('x') }, stranger.privateKey), 403],
    [
      'a message of yesterday',
      () => signed({ Message: alarm('x'), Timestamp: new Date(Date.now() - 86_400_000).toISOString() }),
      403,
    ],
    ['a confirmation elsewhere', () => signed(confirmation(subscribeUrl('https://evil.example'))), 403],
    [
      'a confirmation of another topic',
      () => signed(confirmation(subscribeUrl(host, `${topic}-other`))),
      403,
    ],
    ['a turn to OK, taken and left', () => signed({ Message: alarm('x', 'OK') }), 200],
    ['a channel that is switched off', () => signed({ Message: alarm('x'), TopicArn: `${topic}-off` }), 200],
    ['a message that is no alarm', () => signed({ Message: 'hello' }), 200],
  ])('posts nothing for %s', async (_what, message, status) => {
    const before = at.slack.state.messages.length;
    fetched.length = 0;
    expect(await send(message())).toBe(status);
    expect(fetched.every((url) => url === certificateUrl)).toBe(true);
    expect(at.slack.state.messages).toHaveLength(before);
    expect(await at.jobs.state.list('alarm-inbox', { limit: 10 })).toStrictEqual([]);
  });

  it('takes no body that is longer than SNS ever sends', async () => {
    expect(await send(signed({ Message: 'x'.repeat(700_000) }))).toBe(413);
  });

  it('asks SNS to deliver again while the certificate cannot be read', async () => {
    const usual = at.port.fetch;
    at.port.fetch = () => Promise.reject(new Error('no way'));
    const other = certificateUrl.replace('0123', '9999');
    expect(await send(signed({ Message: alarm('later'), SigningCertURL: other }))).toBe(503);
    at.port.fetch = usual;
  });
});
