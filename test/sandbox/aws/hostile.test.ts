import { request as httpRequest } from 'node:http';
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenStandIn, openStandIn, refusalOf } from './open-stand-in.ts';
import { now, ownWorld } from './small-world.ts';

let aws: OpenStandIn;
beforeAll(async () => {
  aws = await openStandIn(ownWorld());
});
afterAll(async () => {
  await aws.close();
});

interface Raw {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** One request past every client; undefined where the connection was cut. */
function send({ method = 'POST', path = '/aws/', headers = {}, body = '' }: Raw) {
  return new Promise<{ status: number; type: string; body: string } | undefined>((resolve) => {
    const sent = httpRequest(`${aws.url}`, { method, path, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
      });
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers['content-type'] ?? '',
          body: text,
        }),
      );
    });
    sent.on('error', () => resolve(undefined));
    sent.end(body);
  });
}

const signedLike = (service: string, more: Record<string, string> = {}) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKIASMALLWORLDSAMPLE/20261120/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
  'x-amz-date': '20261120T145000Z',
  ...more,
});
const target = { 'x-amz-target': 'Logs_20140328.DescribeLogGroups' };

describe('hostile requests', () => {
  it.each<[string, Raw, number, string]>([
    ['no signature', {}, 400, 'MissingAuthenticationTokenException'],
    ['half a signature', { headers: { authorization: 'AWS4-HMAC-SHA256 Credential=' } }, 400, 'MissingAuth'],
    ['a service that is not here', { headers: signedLike('s3') }, 400, 'UnknownOperationException'],
    ['no target', { headers: signedLike('logs') }, 400, 'UnknownOperationException'],
    [
      'a target that objects have by birth',
      { headers: signedLike('logs', { 'x-amz-target': 'Logs_20140328.constructor' }) },
      400,
      'UnknownOperationException',
    ],
    [
      'GET where POST belongs',
      { method: 'GET', headers: signedLike('logs', target) },
      400,
      'UnknownOperation',
    ],
    [
      'a body that is no JSON',
      { headers: signedLike('logs', target), body: '{' },
      400,
      'SerializationException',
    ],
    [
      'a body that is a list',
      { headers: signedLike('logs', target), body: '[]' },
      400,
      'SerializationException',
    ],
    [
      'no UTF-8',
      { headers: signedLike('logs', target), body: Buffer.from([0xff, 0xfe]) },
      400,
      'Serialization',
    ],
    ['an empty form', { headers: signedLike('sts') }, 400, '<Code>InvalidAction</Code>'],
    [
      'an action in markup',
      { headers: signedLike('sts'), body: 'Version=2011-06-15&Action=%3Cb%3E' },
      400,
      '&lt;b&gt;',
    ],
    [
      'a path that nobody has',
      { method: 'GET', path: '/aws/x', headers: signedLike('apigateway') },
      403,
      'Missing',
    ],
    [
      'a path that is badly encoded',
      { method: 'GET', path: '/aws/restapis/%zz/stages', headers: signedLike('apigateway') },
      403,
      'Missing',
    ],
    [
      'the first key’s id with another’s signature',
      { headers: signedLike('logs', target) },
      400,
      'InvalidSignatureException',
    ],
  ])('%s', async (_name, raw, status, text) => {
    const answer = await send(raw);
    expect(answer?.status).toBe(status);
    expect(answer?.body).toContain(text);
  });

  it('cuts a body without end', async () => {
    expect(await send({ body: Buffer.alloc(2_000_000) })).toBeUndefined();
    expect(await aws.logs().send(new DescribeLogGroupsCommand({}))).toMatchObject({ logGroups: [] });
  });

  it('refuses members of the wrong type', async () => {
    const input = JSON.parse('{"limit":"many","__proto__":{"limit":1}}');
    expect(await refusalOf(aws.logs().send(new DescribeLogGroupsCommand(input)))).toMatchObject({
      code: 'SerializationException',
      status: 400,
    });
  });

  it.each(['constructor', '__proto__', 'toString'])('finds nothing by the name %s', async (name) => {
    const call = aws
      .lambda()
      .send(new GetFunctionConfigurationCommand({ FunctionName: name, Qualifier: name }));
    expect((await refusalOf(call)).code).toBe('ResourceNotFoundException');
    const MetricStat = { Metric: { Namespace: 'a', MetricName: 'b' }, Period: 60, Stat: name };
    const metric = aws.metrics().send(
      new GetMetricDataCommand({
        StartTime: new Date(now - 60_000),
        EndTime: new Date(now),
        MetricDataQueries: [{ Id: 'm', MetricStat }],
      }),
    );
    expect((await refusalOf(metric)).code).toBe('ValidationException');
  });

  it('answers anything with a refusal, and never a fault of its own', async () => {
    const services = fc.constantFrom('sts', 'logs', 'apigateway', 'lambda', 'xray', 'monitoring', '');
    const word = fc.string({ unit: fc.constantFrom(...'abcAZ09_-./%?&=+~ {}[]"\'$'), maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        services,
        fc.constantFrom('GET', 'POST', 'PUT'),
        word,
        word,
        fc.string({ maxLength: 80 }),
        async (service, method, path, operation, body) => {
          const answer = await send({
            method,
            path: `/aws/${encodeURI(path)}`,
            headers: signedLike(service, { 'x-amz-target': `Logs_20140328.${operation}` }),
            body: method === 'GET' ? '' : body,
          });
          expect(answer?.status).toBeGreaterThanOrEqual(400);
          expect(answer?.status).toBeLessThan(500);
          expect(answer?.body).not.toContain('The stand-in failed');
        },
      ),
      { numRuns: 150 },
    );
  });
});
