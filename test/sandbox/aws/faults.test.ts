import { GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import {
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  GetQueryResultsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, it } from 'vitest';
import { sessionPolicy } from '../../../src/aws/permissions.ts';
import { type OpenStandIn, openStandIn, refusalOf } from './open-stand-in.ts';
import { everything, keys, line, now, ownWorld, roleArn, smallWorld } from './small-world.ts';

let standIn: OpenStandIn | undefined;
afterEach(async () => {
  await standIn?.close();
  standIn = undefined;
});

async function open(
  world = ownWorld({ logGroups: [{ name: '/x', createdMs: 0, events: [line(now, 'a')] }] }),
) {
  standIn = await openStandIn(world);
  return standIn;
}

const codeOf = async (call: Promise<unknown>) => (await refusalOf(call)).code;
const groups = () => new DescribeLogGroupsCommand({});

describe('faults', () => {
  it('throttle as often as asked, each service in its own words', async () => {
    const { faults, logs, restApis, lambda, sts } = await open();
    faults.throttle('logs:DescribeLogGroups', 2);
    faults.throttle('apigateway', 1);
    faults.throttle('*', 2);
    expect(await codeOf(logs().send(groups()))).toBe('ThrottlingException');
    expect(await codeOf(logs().send(groups()))).toBe('ThrottlingException');
    expect(await refusalOf(restApis().send(new GetRestApisCommand({})))).toStrictEqual({
      code: 'TooManyRequestsException',
      message: 'Too Many Requests',
      status: 429,
    });
    expect(
      await refusalOf(lambda().send(new GetFunctionConfigurationCommand({ FunctionName: 'f' }))),
    ).toMatchObject({ code: 'TooManyRequestsException', status: 429 });
    expect(await codeOf(sts().send(new GetCallerIdentityCommand({})))).toBe('Throttling');
    expect((await logs().send(groups())).logGroups).toHaveLength(1);
  });

  it('deny an action as though no policy allowed it, until it is allowed again', async () => {
    const { faults, logs } = await open();
    faults.deny('logs:DescribeLogGroups');
    expect((await refusalOf(logs().send(groups()))).message).toBe(
      'User: arn:aws:iam::111122223333:user/gw504-bot is not authorized to perform: logs:DescribeLogGroups on resource: arn:aws:logs:eu-west-1:111122223333:log-group::log-stream: because no identity-based policy allows the logs:DescribeLogGroups action',
    );
    faults.allow('logs:DescribeLogGroups');
    expect((await logs().send(groups())).logGroups).toHaveLength(1);
  });

  it('break down with a 500, and cut connections', async () => {
    const { faults, logs } = await open();
    faults.breakDown('logs', 1);
    expect(await refusalOf(logs().send(groups()))).toMatchObject({ code: 'InternalFailure', status: 500 });
    faults.dropSockets('*', 1);
    const cut = await logs()
      .send(groups())
      .catch((error: unknown) => error);
    expect(cut).toMatchObject({ code: 'ECONNRESET' });
    expect((await logs().send(groups())).logGroups).toHaveLength(1);
  });

  it('take a region down, and no other', async () => {
    const { faults, logs } = await open();
    faults.regionDown('us-east-1');
    await expect(logs({ region: 'us-east-1' }).send(groups())).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await logs().send(groups())).logGroups).toHaveLength(1);
    faults.regionUp('us-east-1');
    expect((await logs({ region: 'us-east-1' }).send(groups())).logGroups).toHaveLength(0);
  });

  it('slow an operation, and no other', async () => {
    const { faults, logs } = await open();
    faults.slow('logs:DescribeLogGroups', 200);
    const ended: string[] = [];
    await Promise.all([
      logs()
        .send(groups())
        .then(() => ended.push('slow')),
      codeOf(logs().send(new GetQueryResultsCommand({ queryId: 'nobody' }))).then((code) => ended.push(code)),
    ]);
    expect(ended).toStrictEqual(['ResourceNotFoundException', 'slow']);
  });

  it('hold AWS’s own quotas against each account and region', async () => {
    const { faults, logs, clocks } = await open();
    faults.quotas('on');
    const [here, frankfurt] = [logs(), logs({ region: 'eu-central-1' })];
    const filter = () => new FilterLogEventsCommand({ logGroupName: '/x' });
    const count = async (client: typeof here, calls: number) => {
      const codes = await Promise.all(
        Array.from({ length: calls }, () =>
          client.send(filter()).then(
            () => 'taken',
            (error: unknown) => (error instanceof Error ? error.name : ''),
          ),
        ),
      );
      return codes.filter((code) => code !== 'ThrottlingException').length;
    };
    expect([await count(here, 15), await count(frankfurt, 15)]).toStrictEqual([10, 5]);
    clocks.machineMs += 500;
    expect([await count(here, 15), await count(frankfurt, 15)]).toStrictEqual([5, 2]);
    faults.clear();
    expect(await count(here, 15)).toBe(15);
  });
});

describe('what is recorded', () => {
  it('names each call with who made it, where, and how it ended', async () => {
    const { sts, logs, requests } = await open(smallWorld({}, everything));
    await sts().send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'gw504-U0', ExternalId: 'shop-7' }),
    );
    await codeOf(logs({ credentials: { ...keys, secretAccessKey: 'no' } }).send(groups()));
    expect(requests.map(({ atMs: _atMs, input: _input, ...request }) => request)).toStrictEqual([
      {
        service: 'sts',
        operation: 'AssumeRole',
        region: 'eu-west-1',
        account: '999900001111',
        principal: 'arn:aws:iam::999900001111:user/gw504-bot',
        status: 200,
      },
      {
        service: 'logs',
        operation: 'DescribeLogGroups',
        region: 'eu-west-1',
        status: 400,
        error: 'InvalidSignatureException',
      },
    ]);
  });
});

describe('the product’s session policy', () => {
  const session = async (opened: OpenStandIn, regions: string[]) => {
    const { Credentials: given } = await opened.sts().send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: 'gw504-U0',
        ExternalId: 'shop-7',
        Policy: sessionPolicy(regions, 'aws'),
      }),
    );
    return {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    };
  };

  it('lets a mighty role read, but only where the configuration says', async () => {
    const opened = await open(smallWorld({}, everything));
    const credentials = await session(opened, ['eu-west-1']);
    expect((await opened.logs({ credentials }).send(groups())).logGroups).toStrictEqual([]);
    expect((await refusalOf(opened.logs({ credentials, region: 'us-east-1' }).send(groups()))).message).toBe(
      'User: arn:aws:sts::111122223333:assumed-role/gw504-read/gw504-U0 is not authorized to perform: logs:DescribeLogGroups on resource: arn:aws:logs:us-east-1:111122223333:log-group::log-stream: because no session policy allows the logs:DescribeLogGroups action',
    );
  });

  it('keeps masked data masked and chained roles unassumed', async () => {
    const opened = await open(
      smallWorld({ logGroups: [{ name: '/x', createdMs: 0, events: [] }] }, everything),
    );
    const credentials = await session(opened, ['eu-west-1']);
    const unmasked = new FilterLogEventsCommand({ logGroupName: '/x', unmask: true });
    expect((await refusalOf(opened.logs({ credentials }).send(unmasked))).message).toMatch(
      /logs:Unmask .* because no session policy allows/,
    );
  });
});
