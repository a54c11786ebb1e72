import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyRegion } from '../../../src/sandbox/aws/world.ts';
import { buildWorld } from '../../../src/sandbox/incidents/build-world.ts';
import { readOnlyPolicy } from '../../../src/sandbox/incidents/policies.ts';
import type { Scenario } from '../../../src/sandbox/incidents/scenario.ts';
import { placeStory } from '../../../src/sandbox/incidents/story.ts';
import { type Investigators, nowMs, openInvestigation } from './open-investigation.ts';

const slow: Scenario = {
  name: 'seen-from-the-hub',
  about: 'An order times out.',
  cause: 'slow-integration',
  minutesAgo: 14,
  api: 'orders',
  call: 'POST /orders',
  end: { kind: 'timeout', afterMs: 29_000 },
  invocation: { startsAfterMs: 100, tookMs: 41_000, logsApiId: true },
};
const hub = '999900001111';
const shop = '111122223333';
const roleArn = `arn:aws:iam::${hub}:role/gw504`;

let investigators: Investigators;
beforeAll(async () => {
  const world = buildWorld([slow], nowMs);
  const [key, ...keys] = world.keys;
  if (key === undefined) throw new Error('The world has no key.');
  investigators = await openInvestigation(
    {
      keys: [{ ...key, policy: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }, ...keys],
      accounts: [
        ...world.accounts,
        {
          id: hub,
          alias: 'hub',
          roles: [
            {
              arn: roleArn,
              trusts: [`arn:aws:iam::${shop}:user/gw504-bot`],
              allowsSourceIdentity: true,
              maxSessionSeconds: 3600,
              policy: readOnlyPolicy(),
            },
          ],
          regions: { 'eu-west-1': { ...emptyRegion(), linkedAccounts: [shop] } },
        },
      ],
    },
    { accounts: [{ id: hub, alias: 'hub', roleArn, regions: ['eu-west-1'], linkedAccounts: [shop] }] },
  );
});
afterAll(() => investigators.close());

describe('from a monitoring account alone', () => {
  it('a request of a linked account is found, and its function’s log, by ARN', async () => {
    const { requestId } = placeStory(slow, nowMs).ids;
    const { evidences, answer } = await investigators.ask(requestId);
    expect(
      answer.findings.map(({ report }) => [
        report.request.id,
        report.request.apiId,
        report.request.stage,
        report.verdict.cause,
        report.completedAfterTimeout,
      ]),
    ).toEqual([[requestId, 'a1b2c3d4e5', 'prod', 'slow-integration', 'yes']]);
    const { observations } = evidences[0] ?? {};
    expect(observations?.functionLog).toMatchObject({
      status: 'found',
      value: { functionName: 'orders-create', logGroup: '/aws/lambda/orders-create' },
    });
    const targets = observations?.functionLog.searches.map(({ target }) => target);
    expect(targets).toContain(`arn:aws:logs:eu-west-1:${shop}:log-group:/aws/lambda/orders-create`);
    expect(observations?.functionSettings).toMatchObject({
      reason: 'not-configured',
      args: { account: shop },
    });
    const asked = investigators.standIn.requests.map(({ account, operation }) => `${account} ${operation}`);
    // The bot's own keys are the shop's; with them it does nothing but assume the hub's role.
    expect(new Set(asked.filter((call) => !call.startsWith(hub)))).toEqual(new Set([`${shop} AssumeRole`]));
  });
});
