import {
  GetIntegrationCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetRestApisCommand,
  GetAuthorizersCommand as GetRestAuthorizersCommand,
  GetStageCommand as GetRestStageCommand,
  GetStagesCommand as GetRestStagesCommand,
} from '@aws-sdk/client-api-gateway';
import {
  GetApiCommand,
  GetApisCommand,
  GetAuthorizersCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  GetStagesCommand,
} from '@aws-sdk/client-apigatewayv2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpApi, RestApi } from '../../../src/sandbox/aws/world.ts';
import { type OpenStandIn, openStandIn, refusalOf } from './open-stand-in.ts';
import { now, ownWorld } from './small-world.ts';

const deployedMs = now - 3_600_000;
const lambdaUri =
  'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:orders:live/invocations';

const shop: RestApi = {
  id: 'abc1234567',
  name: 'shop',
  endpointType: 'REGIONAL',
  createdMs: 1_600_000_000_000,
  stages: [
    {
      name: 'prod',
      level: 'ERROR',
      dataTrace: true,
      tracing: true,
      accessLog: { group: '/shop/access', format: '$context.requestId' },
      methodLevels: { '~1orders~1{id}/GET': 'INFO' },
      variables: { fn: 'orders' },
      deployedMs,
    },
    { name: 'dev', level: 'OFF', dataTrace: false, tracing: false, deployedMs },
  ],
  methods: [
    {
      method: 'GET',
      path: '/orders/{id}',
      integration: { type: 'AWS_PROXY', uri: lambdaUri, timeoutMs: 29_000, isStreaming: true },
      authorizerId: 'auth01',
    },
    {
      method: 'POST',
      path: '/orders',
      integration: { type: 'HTTP_PROXY', uri: 'https://x.example', timeoutMs: 5_000, vpcLink: 'vl1' },
    },
  ],
  authorizers: [{ id: 'auth01', name: 'tokens', type: 'TOKEN', uri: lambdaUri }],
};

const web: HttpApi = {
  id: 'web7654321',
  name: 'web',
  protocol: 'HTTP',
  createdMs: 1_600_000_000_000,
  stages: [{ name: '$default', level: 'OFF', dataTrace: false, tracing: false, deployedMs }],
  routes: [
    {
      key: 'GET /a',
      integration: { type: 'AWS_PROXY', uri: lambdaUri, timeoutMs: 30_000 },
      authorizerId: 'j',
    },
    { key: '$default', integration: { type: 'AWS_PROXY', uri: lambdaUri, timeoutMs: 30_000 } },
    {
      key: 'GET /b',
      integration: { type: 'HTTP_PROXY', uri: 'https://y.example', timeoutMs: 10_000, vpcLink: 'v' },
    },
  ],
  authorizers: [{ id: 'j', name: 'jwt', type: 'JWT' }],
};
const chat: HttpApi = {
  ...web,
  id: 'chat000001',
  name: 'chat',
  protocol: 'WEBSOCKET',
  stages: [
    {
      name: 'live',
      level: 'INFO',
      dataTrace: true,
      tracing: false,
      deployedMs,
      methodLevels: { $connect: 'ERROR' },
    },
  ],
};

let aws: OpenStandIn;
beforeAll(async () => {
  aws = await openStandIn(
    ownWorld({
      restApis: [shop, ...Array.from({ length: 26 }, (_, index) => ({ ...shop, id: `other${index}` }))],
      httpApis: [web, chat],
    }),
  );
});
afterAll(async () => {
  await aws.close();
});

describe('REST APIs', () => {
  it('are listed 25 a page where no limit is given', async () => {
    const first = await aws.restApis().send(new GetRestApisCommand({}));
    const next = await aws.restApis().send(new GetRestApisCommand({ position: first.position }));
    expect([first.items?.length, next.items?.length, next.position]).toStrictEqual([25, 2, undefined]);
    expect(first.items?.[0]).toMatchObject({
      id: 'abc1234567',
      name: 'shop',
      createdDate: new Date(1_600_000_000_000),
      endpointConfiguration: { types: ['REGIONAL'] },
    });
  });

  it('have stages with their log settings, levels of methods and variables', async () => {
    const { item } = await aws.restApis().send(new GetRestStagesCommand({ restApiId: 'abc1234567' }));
    expect(item?.map(({ stageName }) => stageName)).toStrictEqual(['prod', 'dev']);
    expect(item?.[0]).toMatchObject({
      stageName: 'prod',
      tracingEnabled: true,
      variables: { fn: 'orders' },
      accessLogSettings: {
        destinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/shop/access',
        format: '$context.requestId',
      },
      methodSettings: {
        '*/*': { loggingLevel: 'ERROR', dataTraceEnabled: true },
        '~1orders~1{id}/GET': { loggingLevel: 'INFO' },
      },
      lastUpdatedDate: new Date(deployedMs),
    });
    const stage = await aws
      .restApis()
      .send(new GetRestStageCommand({ restApiId: 'abc1234567', stageName: 'dev' }));
    expect(stage).toMatchObject({ stageName: 'dev', tracingEnabled: false });
    expect(stage.accessLogSettings).toBeUndefined();
  });

  it('have a resource for every step of a path, and methods only where asked for', async () => {
    const ask = (embed: string[] | undefined) =>
      aws.restApis().send(new GetResourcesCommand({ restApiId: 'abc1234567', limit: 500, embed }));
    const { items: full } = await ask(['methods']);
    expect(full?.map(({ path }) => path)).toStrictEqual(['/', '/orders', '/orders/{id}']);
    expect(full?.[2]?.parentId).toBe(full?.[1]?.id);
    expect(full?.[1]?.resourceMethods?.POST).toMatchObject({
      authorizationType: 'NONE',
      methodIntegration: {
        type: 'HTTP_PROXY',
        uri: 'https://x.example',
        timeoutInMillis: 5_000,
        connectionType: 'VPC_LINK',
        connectionId: 'vl1',
        responseTransferMode: 'BUFFERED',
      },
    });
    expect(full?.[2]?.resourceMethods?.GET).toMatchObject({
      authorizationType: 'CUSTOM',
      authorizerId: 'auth01',
      methodIntegration: { uri: lambdaUri, connectionType: 'INTERNET', responseTransferMode: 'STREAM' },
    });
    const { items: bare } = await ask(undefined);
    expect(bare?.[2]?.resourceMethods).toStrictEqual({ GET: {} });
    expect(
      await aws.restApis().send(
        new GetIntegrationCommand({
          restApiId: 'abc1234567',
          resourceId: full?.[1]?.id,
          httpMethod: 'POST',
        }),
      ),
    ).toMatchObject({ type: 'HTTP_PROXY', timeoutInMillis: 5_000 });
  });

  it('have authorizers', async () => {
    const { items } = await aws.restApis().send(new GetRestAuthorizersCommand({ restApiId: 'abc1234567' }));
    expect(items).toStrictEqual([
      expect.objectContaining({ id: 'auth01', name: 'tokens', type: 'TOKEN', authorizerUri: lambdaUri }),
    ]);
  });

  it('refuse an unknown API, and an unknown stage', async () => {
    const api = aws.restApis().send(new GetRestApiCommand({ restApiId: 'nope' }));
    expect(await refusalOf(api)).toStrictEqual({
      code: 'NotFoundException',
      message: 'Invalid API identifier specified 111122223333:nope',
      status: 404,
    });
    const stage = aws.restApis().send(new GetRestStageCommand({ restApiId: 'abc1234567', stageName: 'x' }));
    expect(await refusalOf(stage)).toStrictEqual({
      code: 'NotFoundException',
      message: 'Invalid stage identifier specified',
      status: 404,
    });
  });
});

describe('HTTP and WebSocket APIs', () => {
  it('are listed and found', async () => {
    const { Items: items } = await aws.httpApis().send(new GetApisCommand({ MaxResults: '500' }));
    expect(items?.map(({ ApiId, ProtocolType }) => [ApiId, ProtocolType])).toStrictEqual([
      ['web7654321', 'HTTP'],
      ['chat000001', 'WEBSOCKET'],
    ]);
    expect(await aws.httpApis().send(new GetApiCommand({ ApiId: 'web7654321' }))).toMatchObject({
      Name: 'web',
      CreatedDate: new Date(1_600_000_000_000),
    });
    expect(await refusalOf(aws.httpApis().send(new GetApiCommand({ ApiId: 'nope' })))).toStrictEqual({
      code: 'NotFoundException',
      message: 'Invalid API identifier specified nope',
      status: 404,
    });
  });

  it('come in pages', async () => {
    const first = await aws.httpApis().send(new GetApisCommand({ MaxResults: '1' }));
    const next = await aws
      .httpApis()
      .send(new GetApisCommand({ MaxResults: '1', NextToken: first.NextToken }));
    expect([first.Items?.[0]?.ApiId, next.Items?.[0]?.ApiId, next.NextToken]).toStrictEqual([
      'web7654321',
      'chat000001',
      undefined,
    ]);
  });

  it('show levels of execution logs for WebSocket APIs alone', async () => {
    const stageOf = async (ApiId: string) =>
      (await aws.httpApis().send(new GetStagesCommand({ ApiId }))).Items?.[0];
    expect((await stageOf('web7654321'))?.DefaultRouteSettings).toStrictEqual({
      DetailedMetricsEnabled: true,
    });
    expect(await stageOf('chat000001')).toMatchObject({
      StageName: 'live',
      LastUpdatedDate: new Date(deployedMs),
      DefaultRouteSettings: { LoggingLevel: 'INFO', DataTraceEnabled: true },
      RouteSettings: { $connect: { LoggingLevel: 'ERROR' } },
    });
  });

  it('have routes that name their integrations; equal ones are one', async () => {
    const ApiId = 'web7654321';
    const { Items: routes } = await aws.httpApis().send(new GetRoutesCommand({ ApiId }));
    const { Items: integrations } = await aws.httpApis().send(new GetIntegrationsCommand({ ApiId }));
    expect(routes?.map(({ RouteKey, AuthorizationType }) => [RouteKey, AuthorizationType])).toStrictEqual([
      ['GET /a', 'JWT'],
      ['$default', 'NONE'],
      ['GET /b', 'NONE'],
    ]);
    const targets = integrations?.map(({ IntegrationId }) => `integrations/${IntegrationId}`);
    expect(routes?.map(({ Target }) => Target)).toStrictEqual([targets?.[0], targets?.[0], targets?.[1]]);
    expect(integrations).toMatchObject([
      { IntegrationType: 'AWS_PROXY', IntegrationUri: lambdaUri, TimeoutInMillis: 30_000 },
      {
        IntegrationType: 'HTTP_PROXY',
        ConnectionType: 'VPC_LINK',
        ConnectionId: 'v',
        TimeoutInMillis: 10_000,
      },
    ]);
    const { Items: authorizers } = await aws.httpApis().send(new GetAuthorizersCommand({ ApiId }));
    expect(authorizers).toMatchObject([{ AuthorizerId: 'j', AuthorizerType: 'JWT' }]);
  });
});
