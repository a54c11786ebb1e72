import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, expect, it } from 'vitest';
import { type OpenStandIn, openStandIn, refusalOf } from './open-stand-in.ts';
import { keys, line, now, ownWorld } from './small-world.ts';

let standIn: OpenStandIn | undefined;
afterEach(async () => {
  await standIn?.close();
  standIn = undefined;
});

/** A client that changes each request after it was signed. */
function tampering(
  url: string,
  change: (request: { headers: Record<string, string>; body?: unknown }) => void,
) {
  const client = new CloudWatchLogsClient({
    endpoint: url,
    region: 'eu-west-1',
    credentials: keys,
    maxAttempts: 1,
  });
  client.middlewareStack.add(
    (next) => async (args) => {
      const request: unknown = args.request;
      if (isRequest(request)) change(request);
      return await next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  return client;
}

function isRequest(value: unknown): value is { headers: Record<string, string>; body?: unknown } {
  return typeof value === 'object' && value !== null && 'headers' in value;
}

it.each<[string, (request: { headers: Record<string, string>; body?: unknown }) => void]>([
  ['the body', (request) => Object.assign(request, { body: '{"limit":7}' })],
  [
    'the operation',
    (request) => Object.assign(request.headers, { 'x-amz-target': 'Logs_20140328.DescribeDeliveries' }),
  ],
  [
    'the region of the scope',
    (request) =>
      Object.assign(request.headers, {
        authorization: request.headers.authorization?.replace('eu-west-1', 'us-east-1'),
      }),
  ],
])('refuses a request whose %s was changed after signing', async (_name, change) => {
  standIn = await openStandIn(
    ownWorld({ logGroups: [{ name: '/x', createdMs: 0, events: [line(now, 'a')] }] }),
  );
  const client = tampering(standIn.url, change);
  expect(await refusalOf(client.send(new DescribeLogGroupsCommand({ limit: 5 })))).toMatchObject({
    code: 'InvalidSignatureException',
    status: 400,
  });
  client.destroy();
});

it('refuses a clock that is more than a quarter of an hour off', async () => {
  standIn = await openStandIn(ownWorld());
  standIn.clocks.machineMs = Date.now() + 16 * 60_000;
  const refusal = await refusalOf(standIn.logs().send(new DescribeLogGroupsCommand({})));
  expect(refusal.code).toBe('InvalidSignatureException');
  expect(refusal.message).toMatch(/^Signature expired: \d{8}T\d{6}Z is now earlier than .* - 15 min\.\)$/);
});
