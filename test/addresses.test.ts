import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeLogGroups } from '../src/aws/log-groups.ts';
import { openAws } from '../src/aws/open-aws.ts';
import { configSchema } from '../src/config-schema.ts';
import { readBundle } from '../src/evidence/bundle.ts';
import { explain, replay } from '../src/explain.ts';
import { readAlarm } from '../src/inquiry/alarms/read-alarm.ts';
import { parseQuestion } from '../src/inquiry/parse-question.ts';
import { loadTemplates } from '../src/templates.ts';

const id = 'f4267199-574c-4d30-b6b9-25e26d687255';
const nowMs = Date.UTC(2026, 10, 20, 15);
const templates = loadTemplates();
const config = configSchema.parse({});
const region = /^[a-z]{2}(?:-[a-z]+){1,3}-\d{1,2}$/;

/** Hosts that anybody tried to reach; none is. */
let hosts: string[];
const before = { ...process.env };
beforeEach(() => {
  hosts = [];
  vi.spyOn(Socket.prototype, 'connect').mockImplementation(function (this: Socket, ...args: unknown[]) {
    const [first] = args.flat();
    hosts.push(String(Object(first).host ?? first));
    queueMicrotask(() => this.destroy(Object.assign(new Error('no network'), { code: 'ENOTFOUND' })));
    return this;
  });
  delete process.env.AWS_ENDPOINT_URL;
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'x' });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.env = { ...before };
});

describe('no text names the host that is called', () => {
  it.each([
    ['eu-west-1', ['eu-west-1']],
    ['evil.example', []],
    ['evil.example/x#', []],
    ['eu-west-1@evil.example', []],
    ['169.254.169.254', []],
    ['localhost', []],
    ['x.evil.example:8080/?', []],
    ['eu-west-1.amazonaws.com.evil.example', []],
  ])('AWS in the region “%s”: its own hosts or none', async (named, reached) => {
    const aws = openAws(config);
    const session = aws.session({
      account: undefined,
      region: named,
      askedBy: 'U0ALICE',
      count: { calls: 0 },
    });
    const answer = await describeLogGroups(session, 'a', false, AbortSignal.timeout(5_000));
    aws.close();
    expect(answer.ok).toBe(false);
    const strangers = hosts.filter((host) => !/^[a-z0-9-]+\.[a-z0-9-]+\.amazonaws\.com$/.test(host));
    expect(strangers).toStrictEqual([]);
    expect(hosts.length > 0).toBe(reached.length > 0 || named === 'localhost');
  });

  it.each([
    `${id} --region evil.example`,
    `${id} --region eu-west-1.evil.example`,
    `${id} --region 169.254.169.254`,
    `${id} in evil.example https://abcdefghij.execute-api.evil.example.amazonaws.com/prod`,
    `arn:aws:lambda:evil.example/:111122223333:function:orders ${id}`,
    `https://evil.example/cloudwatch/home?region=evil.example ${id}`,
  ])('a question tells a region or none: %s', (text) => {
    const asked = parseQuestion(text, { nowMs });
    const told = asked.kind === 'ask' ? asked.inquiries.flatMap(({ scope }) => scope.region ?? []) : [];
    expect(told.filter((name) => !region.test(name))).toStrictEqual([]);
  });

  it.each([
    'CloudWatch Alarm | orders-5xx | evil.example | Account: 111122223333',
    'ALARM: "orders-5xx" in evil.example',
    'ALARM: "orders-5xx" https://evil.example.console.aws.amazon.com/cloudwatch/home?region=169.254.169.254#alarmsV2:alarm/orders-5xx',
    JSON.stringify({
      AlarmName: 'orders-5xx',
      NewStateValue: 'ALARM',
      Region: 'evil.example',
      Trigger: { MetricName: '5XXError', Namespace: 'AWS/ApiGateway', Dimensions: [] },
    }),
  ])('an alarm tells a region or none: %s', (text) => {
    const told = readAlarm({ text })?.region;
    expect(told === undefined || region.test(told)).toBe(true);
  });

  it('nothing is fetched that a log or a bundle names', () => {
    const text = [
      `2026-11-20T14:42:09.200Z (${id}) Endpoint request URI: https://169.254.169.254/latest/meta-data`,
      `2026-11-20T14:42:09.201Z (${id}) Sending request to http://evil.example/orders`,
      `2026-11-20T14:42:38.200Z (${id}) Execution failed due to a timeout error`,
    ].join('\n');
    expect(explain(text, { nowMs, redaction: config.redaction, templates }).answer.findings).toHaveLength(1);
    const saved = readFileSync(new URL('cases/live-backend-group/bundle.json', import.meta.url), 'utf8');
    const bundle = readBundle(saved.replaceAll('https://', 'https://evil.example/'));
    expect(bundle.status).toBe('read');
    if (bundle.status === 'read')
      expect(replay(bundle.bundle, templates).answer.findings.length).toBeGreaterThan(0);
    expect(hosts).toStrictEqual([]);
  });
});
