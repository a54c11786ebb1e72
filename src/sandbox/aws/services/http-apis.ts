import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { pageOf } from '../page-of.ts';
import type { RestRoute } from '../protocols/rest-json.ts';
import { type Call, operation } from '../service.ts';
import type { ApiIntegration, ApiStage, HttpApi } from '../world.ts';
import { accessLogSettingsOf } from './show-rest-api.ts';

/** Named GetV2… where the first generation has an operation of the same name. */
export const httpApiRoutes: RestRoute[] = [
  { method: 'GET', path: '/v2/apis', operation: 'GetApis' },
  { method: 'GET', path: '/v2/apis/{apiId}', operation: 'GetApi' },
  { method: 'GET', path: '/v2/apis/{apiId}/stages', operation: 'GetV2Stages' },
  { method: 'GET', path: '/v2/apis/{apiId}/routes', operation: 'GetRoutes' },
  { method: 'GET', path: '/v2/apis/{apiId}/integrations', operation: 'GetIntegrations' },
  { method: 'GET', path: '/v2/apis/{apiId}/authorizers', operation: 'GetV2Authorizers' },
];

const paged = { maxResults: z.coerce.number().default(100), nextToken: z.string().optional() };
const one = { apiId: z.string() };
type Paged = { maxResults: number; nextToken?: string | undefined };

/** API Gateway's second generation: HTTP and WebSocket APIs. Times are ISO texts, lists are "items". */
export const httpApiOperations = {
  GetApis: operation(z.object(paged), (call, input) => {
    allow(call, '');
    return pages(
      call.here.httpApis.map((api) => showApi(call, api)),
      input,
    );
  }),
  GetApi: operation(z.object(one), (call, { apiId }) => showApi(call, find(call, apiId, ''))),
  GetV2Stages: operation(z.object({ ...one, ...paged }), (call, input) => {
    const api = find(call, input.apiId, '/stages');
    return pages(
      api.stages.map((stage) => showStage(call, api, stage)),
      input,
    );
  }),
  GetRoutes: operation(z.object({ ...one, ...paged }), (call, input) => {
    const api = find(call, input.apiId, '/routes');
    return pages(
      api.routes.map((route) => ({
        routeId: lettersOf(`${api.id} ${route.key}`),
        routeKey: route.key,
        target: `integrations/${integrationIdOf(api, route.integration)}`,
        apiKeyRequired: false,
        authorizationType: authorizationTypeOf(api, route.authorizerId),
        authorizerId: route.authorizerId,
      })),
      input,
    );
  }),
  GetIntegrations: operation(z.object({ ...one, ...paged }), (call, input) => {
    const api = find(call, input.apiId, '/integrations');
    const distinct = new Map(
      api.routes.map(({ integration }) => [integrationIdOf(api, integration), integration]),
    );
    return pages(
      [...distinct].map(([integrationId, integration]) => ({
        integrationId,
        ...showIntegration(integration),
      })),
      input,
    );
  }),
  GetV2Authorizers: operation(z.object({ ...one, ...paged }), (call, input) => {
    const api = find(call, input.apiId, '/authorizers');
    return pages(
      api.authorizers.map(({ id, name, type, uri }) => ({
        authorizerId: id,
        name,
        authorizerType: type === 'JWT' ? 'JWT' : 'REQUEST',
        authorizerUri: uri,
        identitySource: ['$request.header.Authorization'],
        ...(type === 'JWT'
          ? {}
          : { authorizerPayloadFormatVersion: '2.0', authorizerResultTtlInSeconds: 300 }),
      })),
      input,
    );
  }),
};

function pages(items: Record<string, unknown>[], { maxResults, nextToken }: Paged) {
  const page = pageOf(
    items,
    maxResults,
    500,
    nextToken,
    () => new AwsError('BadRequestException', 'Invalid nextToken', 400),
  );
  return { items: page.items, nextToken: page.next };
}

/** IAM's path of the second generation is /apis, though the request's is /v2/apis. */
function allow(call: Call, path: string): void {
  call.allow('apigateway:GET', `arn:aws:apigateway:${call.region}::/apis${path}`);
}

function find(call: Call, id: string, rest: string): HttpApi {
  allow(call, `/${id}${rest}`);
  const api = call.here.httpApis.find((found) => found.id === id);
  if (!api) throw new AwsError('NotFoundException', `Invalid API identifier specified ${id}`, 404);
  return api;
}

function showApi(call: Call, api: HttpApi) {
  const scheme = api.protocol === 'WEBSOCKET' ? 'wss' : 'https';
  return {
    apiId: api.id,
    name: api.name,
    protocolType: api.protocol,
    apiEndpoint: `${scheme}://${api.id}.execute-api.${call.region}.amazonaws.com`,
    createdDate: new Date(api.createdMs).toISOString(),
    routeSelectionExpression:
      api.protocol === 'WEBSOCKET' ? '$request.body.action' : '$request.method $request.path',
    disableExecuteApiEndpoint: false,
  };
}

function showStage(call: Call, api: HttpApi, stage: ApiStage) {
  // Only WebSocket APIs have execution logs; HTTP APIs do not even show the members.
  const levels = (level: string) =>
    api.protocol === 'WEBSOCKET' ? { loggingLevel: level, dataTraceEnabled: stage.dataTrace } : {};
  return {
    stageName: stage.name,
    autoDeploy: stage.name === '$default',
    createdDate: new Date(stage.deployedMs).toISOString(),
    lastUpdatedDate: new Date(stage.deployedMs).toISOString(),
    defaultRouteSettings: { detailedMetricsEnabled: true, ...levels(stage.level) },
    routeSettings: Object.fromEntries(
      Object.entries(stage.methodLevels ?? {}).map(([key, level]) => [
        key,
        { detailedMetricsEnabled: true, ...levels(level) },
      ]),
    ),
    stageVariables: stage.variables ?? {},
    accessLogSettings: accessLogSettingsOf(call, stage),
    deploymentId: lettersOf(`${stage.name} ${stage.deployedMs}`),
  };
}

function showIntegration(integration: ApiIntegration) {
  return {
    integrationType: integration.type,
    integrationUri: integration.uri,
    integrationMethod: integration.type === 'AWS_PROXY' ? 'POST' : 'ANY',
    timeoutInMillis: integration.timeoutMs,
    ...(integration.vpcLink
      ? { connectionType: 'VPC_LINK', connectionId: integration.vpcLink }
      : { connectionType: 'INTERNET' }),
    payloadFormatVersion: integration.type === 'AWS_PROXY' ? '2.0' : '1.0',
  };
}

function authorizationTypeOf(api: HttpApi, authorizerId: string | undefined): string {
  const authorizer = api.authorizers.find(({ id }) => id === authorizerId);
  if (!authorizer) return 'NONE';
  return authorizer.type === 'JWT' ? 'JWT' : 'CUSTOM';
}

function integrationIdOf(api: HttpApi, integration: ApiIntegration): string {
  return lettersOf(`${api.id} ${JSON.stringify(integration)}`);
}

/** Seven small letters and digits, as routes and integrations have them. */
function lettersOf(seed: string): string {
  return BigInt(`0x${createHash('sha256').update(seed).digest('hex')}`)
    .toString(36)
    .slice(0, 7);
}
