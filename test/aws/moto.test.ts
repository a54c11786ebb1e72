import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
} from '@aws-sdk/client-apigatewayv2';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { PutTraceSegmentsCommand, XRayClient } from '@aws-sdk/client-xray';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAssumedRole } from '../../src/aws/assume-role.ts';
import { filterEvents } from '../../src/aws/filter-events.ts';
import { getHttpApis, getHttpRoutes, getHttpStages } from '../../src/aws/http-apis.ts';
import { describeLogGroups } from '../../src/aws/log-groups.ts';
import { type AwsAccess, openAws } from '../../src/aws/open-aws.ts';
import { getRestApis, getRestMethods, getRestStages } from '../../src/aws/rest-apis.ts';
import { getTraceDocuments } from '../../src/aws/traces.ts';
import { configSchema } from '../../src/config-schema.ts';
import { collectEvidence } from '../../src/evidence/collect-evidence.ts';
import { loadTemplates } from '../../src/templates.ts';
import { hasMoto, type Moto, startMoto } from './start-moto.ts';

/**
 * What the AWS SDK sends and what our code makes of the answers, against an emulator that nobody here wrote. It says
 * nothing of queries: moto does not run Logs Insights.
 */
const isThere = hasMoto();
const region = 'eu-west-1';
const account = '123456789012';
const id = 'f4267199-574c-4d30-b6b9-25e26d687255';
const foreign = '00000000-574c-4d30-b6b9-25e26d687255';
const roleArn = `arn:aws:iam::${account}:role/gw504`;
const uri = 'https://orders.shop.example.com/orders';
const accessGroup = '/shop/access';
const accessFormat = '{"requestId":"$context.requestId","status":"$context.status"}';

const before = { ...process.env };
const sentMs = Date.now() - 120_000 * 3;
const traceId = `1-${Math.floor(sentMs / 1000).toString(16)}-0123456789abcdef01234567`;
const segment = {
  id: '0123456789abcdef',
  trace_id: traceId,
  name: 'shop/prod',
  origin: 'AWS::ApiGateway::Stage',
  start_time: sentMs / 1000,
  end_time: sentMs / 1000 + 29,
};
const config = configSchema.parse({ accounts: [{ id: account, alias: 'prod', roleArn, regions: [region] }] });
const signal = new AbortController().signal;

describe.skipIf(!isThere)(
  `the wiring of the SDK, against moto${isThere ? '' : ' (skipped: python3 has no moto)'}`,
  () => {
    let moto: Moto;
    let aws: AwsAccess;
    let restApiId: string;
    let httpApiId: string;
    let executionGroup: string;
    const place = () =>
      aws.session({ account: config.accounts[0], region, askedBy: 'U024BE7LH', count: { calls: 0 } });

    beforeAll(async () => {
      moto = await startMoto();
      Object.assign(process.env, {
        AWS_ENDPOINT_URL: moto.url,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: 'AKIAAMBIENT',
        AWS_SECRET_ACCESS_KEY: 'x',
      });
      restApiId = await seedRestApi();
      httpApiId = await seedHttpApi();
      executionGroup = `API-Gateway-Execution-Logs_${restApiId}/prod`;
      await Promise.all([
        seedLogs(executionGroup),
        new XRayClient({}).send(
          new PutTraceSegmentsCommand({ TraceSegmentDocuments: [JSON.stringify(segment)] }),
        ),
      ]);
      aws = openAws(config);
    });
    afterAll(async () => {
      aws?.close();
      await moto?.close();
      process.env = { ...before };
    });

    it('assumes the role under the name of whoever asks', async () => {
      const answer = await createAssumedRole(
        { ...config.accounts[0]!, roleArn },
        'U024BE7LH',
        { clientConfig: {}, patienceMs: 10_000 },
        () => {},
      ).credentials();
      if (!answer.ok) throw new Error(answer.detail);
      const { Arn } = await new STSClient({ credentials: answer.value }).send(
        new GetCallerIdentityCommand({}),
      );
      expect(Arn).toBe(`arn:aws:sts::${account}:assumed-role/gw504/gw504-U024BE7LH`);
      expect(answer.value.expiration.getTime() - Date.now()).toBeGreaterThan(3_500_000);
    });

    it('knows whose the ambient credentials are', async () => {
      expect(await aws.ambientAccount(signal)).toEqual({ ok: true, value: account });
    });

    it('reads every page of the log groups of a prefix', async () => {
      const answer = await describeLogGroups(place(), '/many/', false, signal);
      expect(answer.ok && answer.value.map(({ name }) => name)).toEqual(many);
      expect(answer.ok && answer.value[0]).toMatchObject({
        arn: `arn:aws:logs:${region}:${account}:log-group:/many/00`,
        account,
        retentionDays: undefined,
        class: 'STANDARD',
      });
    });

    it('finds the lines of one id among others by FilterLogEvents', async () => {
      const { answer, search } = await filterEvents(
        place(),
        {
          logGroup: executionGroup,
          anyOf: [id],
          fromMs: sentMs - 60_000,
          toMs: sentMs + 60_000,
          limit: 1_000,
        },
        signal,
      );
      expect(answer.ok && answer.value.map(({ message, atMs }) => [(atMs ?? 0) - sentMs, message])).toEqual(
        ours,
      );
      expect(search).toMatchObject({ status: 'complete', text: `"${id}"` });
    });

    it('says that a log group does not exist', async () => {
      const { answer } = await filterEvents(
        place(),
        { logGroup: '/not/there', anyOf: [id], fromMs: sentMs, toMs: sentMs + 1, limit: 1 },
        signal,
      );
      expect(answer).toMatchObject({ ok: false, reason: 'log-group-missing' });
    });

    it('reads REST APIs, their stages and methods', async () => {
      expect(await getRestApis(place(), signal)).toMatchObject({
        ok: true,
        value: [{ apiType: 'rest', apiId: restApiId, apiName: 'shop', endpointType: 'REGIONAL' }],
      });
      expect(await getRestStages(place(), restApiId, signal)).toMatchObject({
        ok: true,
        value: [
          {
            stage: 'prod',
            tracing: true,
            accessLogGroup: accessGroup,
            accessLogFormat: accessFormat,
            methodSettings: { '*/*': { loggingLevel: 'INFO' } },
          },
        ],
      });
      expect(await getRestMethods(place(), restApiId, signal)).toMatchObject({
        ok: true,
        value: [
          { method: 'POST', path: '/orders', integration: { kind: 'HTTP_PROXY', uri, timeoutMs: 29_000 } },
        ],
      });
    });

    it('reads HTTP APIs, their stages and routes', async () => {
      expect(await getHttpApis(place(), signal)).toMatchObject({
        ok: true,
        value: [{ apiType: 'http', apiId: httpApiId, apiName: 'checkout' }],
      });
      expect(await getHttpStages(place(), httpApiId, signal)).toMatchObject({
        ok: true,
        value: [{ stage: '$default', accessLogGroup: accessGroup, accessLogFormat: accessFormat }],
      });
      expect(await getHttpRoutes(place(), httpApiId, signal)).toMatchObject({
        ok: true,
        value: [{ routeKey: 'GET /basket', integration: { kind: 'HTTP_PROXY', uri, timeoutMs: 30_000 } }],
      });
    });

    it('reads the segments of a trace, and tells a trace that is not there', async () => {
      const answer = await getTraceDocuments(place(), traceId, signal);
      expect(answer.ok && answer.value?.map((text) => JSON.parse(text))).toMatchObject([segment]);
      const missing = `${traceId.slice(0, -1)}f`;
      expect(await getTraceDocuments(place(), missing, signal)).toMatchObject({ ok: true, value: undefined });
    });

    it('finds a request by its bare id, with all that belongs to it', async () => {
      const { evidences, roleSession } = await collectEvidence(
        { id: { kind: 'uuid', value: id }, scope: {}, askedBy: 'U024BE7LH' },
        {
          aws,
          config,
          templates: loadTemplates(),
          now: () => Date.now(),
          deadlineMs: 20_000,
          signal,
          onProgress: () => {},
          lookAgainMs: 10,
        },
      );
      expect(
        evidences.map(({ request, observations }) => ({
          id: request.id,
          place: [request.account, request.region, request.apiName, request.stage],
          execution: observations.executionLog.status,
          settings: observations.gatewaySettings.status,
          trace: observations.trace.status,
        })),
      ).toEqual([
        {
          id,
          place: [account, region, 'shop', 'prod'],
          execution: 'found',
          settings: 'found',
          trace: 'found',
        },
      ]);
      expect(roleSession).toBe('gw504-U024BE7LH');
    });
  },
);

/** More than DescribeLogGroups gives in one page. */
const many = Array.from({ length: 53 }, (_, number) => `/many/${String(number).padStart(2, '0')}`);

const ours: [number, string][] = [
  [-60, `(${id}) Extended Request Id: K2G9wEbUoAMEvag=`],
  [-50, `(${id}) Method request headers: {X-Amzn-Trace-Id=Root=${traceId}}`],
  [0, `(${id}) Sending request to ${uri}`],
  [29_000, `(${id}) Execution failed due to a timeout error`],
  [29_002, `(${id}) Method completed with status: 504`],
];

async function seedLogs(executionGroup: string): Promise<void> {
  const logs = new CloudWatchLogsClient({});
  await Promise.all(
    [executionGroup, accessGroup, ...many].map((logGroupName) =>
      logs.send(new CreateLogGroupCommand({ logGroupName })),
    ),
  );
  const stream = { logGroupName: executionGroup, logStreamName: 'e369853df766fa44e1ed0ff613f563bd' };
  await logs.send(new CreateLogStreamCommand(stream));
  const others = Array.from({ length: 200 }, (_, index): [number, string] => [
    index * 100 - 60,
    `(${foreign}) line ${index} with ${id.slice(0, 8)} in it`,
  ]);
  const logEvents = [...ours, ...others]
    .sort((a, b) => a[0] - b[0])
    .map(([ms, message]) => ({ timestamp: sentMs + ms, message }));
  await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
}

async function seedRestApi(): Promise<string> {
  const gateway = new APIGatewayClient({});
  const { id: restApiId } = await gateway.send(
    new CreateRestApiCommand({ name: 'shop', endpointConfiguration: { types: ['REGIONAL'] } }),
  );
  const { items } = await gateway.send(new GetResourcesCommand({ restApiId }));
  const { id: resourceId } = await gateway.send(
    new CreateResourceCommand({ restApiId, parentId: items?.[0]?.id, pathPart: 'orders' }),
  );
  const method = { restApiId, resourceId, httpMethod: 'POST' };
  await gateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  await gateway.send(
    new PutIntegrationCommand({
      ...method,
      type: 'HTTP_PROXY',
      integrationHttpMethod: 'POST',
      uri,
      timeoutInMillis: 29_000,
    }),
  );
  await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
  await gateway.send(
    new UpdateStageCommand({
      restApiId,
      stageName: 'prod',
      patchOperations: [
        { op: 'replace', path: '/tracingEnabled', value: 'true' },
        { op: 'replace', path: '/*/*/logging/loglevel', value: 'INFO' },
        {
          op: 'replace',
          path: '/accessLogSettings/destinationArn',
          value: `arn:aws:logs:${region}:${account}:log-group:${accessGroup}`,
        },
        { op: 'replace', path: '/accessLogSettings/format', value: accessFormat },
      ],
    }),
  );
  return restApiId ?? '';
}

async function seedHttpApi(): Promise<string> {
  const gateway = new ApiGatewayV2Client({});
  const { ApiId } = await gateway.send(new CreateApiCommand({ Name: 'checkout', ProtocolType: 'HTTP' }));
  const { IntegrationId } = await gateway.send(
    new CreateIntegrationCommand({
      ApiId,
      IntegrationType: 'HTTP_PROXY',
      IntegrationMethod: 'GET',
      IntegrationUri: uri,
      PayloadFormatVersion: '1.0',
      TimeoutInMillis: 30_000,
    }),
  );
  await gateway.send(
    new CreateRouteCommand({ ApiId, RouteKey: 'GET /basket', Target: `integrations/${IntegrationId}` }),
  );
  await gateway.send(
    new CreateStageCommand({
      ApiId,
      StageName: '$default',
      AccessLogSettings: {
        DestinationArn: `arn:aws:logs:${region}:${account}:log-group:${accessGroup}`,
        Format: accessFormat,
      },
    }),
  );
  return ApiId ?? '';
}
