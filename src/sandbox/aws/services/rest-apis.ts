import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { pageOf } from '../page-of.ts';
import type { RestRoute } from '../protocols/rest-json.ts';
import { type Call, operation } from '../service.ts';
import type { ApiIntegration, ApiStage, RestApi, RestMethod } from '../world.ts';

export const restApiRoutes: RestRoute[] = [
  { method: 'GET', path: '/restapis', operation: 'GetRestApis' },
  { method: 'GET', path: '/restapis/{restApiId}', operation: 'GetRestApi' },
  { method: 'GET', path: '/restapis/{restApiId}/stages', operation: 'GetStages' },
  { method: 'GET', path: '/restapis/{restApiId}/stages/{stageName}', operation: 'GetStage' },
  { method: 'GET', path: '/restapis/{restApiId}/resources', operation: 'GetResources', lists: ['embed'] },
  { method: 'GET', path: '/restapis/{restApiId}/authorizers', operation: 'GetAuthorizers' },
  {
    method: 'GET',
    path: '/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration',
    operation: 'GetIntegration',
  },
];

const paged = { limit: z.coerce.number().default(25), position: z.string().optional() };
const one = { restApiId: z.string() };

/** API Gateway's first generation: REST APIs. Times are epoch seconds, members begin small. */
export const restApiOperations = {
  GetRestApis: operation(z.object(paged), (call, { limit, position }) => {
    allow(call, '');
    const page = pageOf(call.here.restApis, limit, 500, position, badPosition);
    return { item: page.items.map(showApi), position: page.next };
  }),
  GetRestApi: operation(z.object(one), (call, { restApiId }) => showApi(find(call, restApiId, ''))),
  GetStages: operation(z.object(one), (call, { restApiId }) => ({
    item: find(call, restApiId, '/stages').stages.map((stage) => showStage(call, stage)),
  })),
  GetStage: operation(z.object({ ...one, stageName: z.string() }), (call, { restApiId, stageName }) => {
    const api = find(call, restApiId, `/stages/${stageName}`);
    const stage = api.stages.find(({ name }) => name === stageName);
    if (!stage) throw new AwsError('NotFoundException', 'Invalid stage identifier specified', 404);
    return showStage(call, stage);
  }),
  GetResources: operation(
    z.object({ ...one, ...paged, embed: z.array(z.string()).default([]) }),
    (call, { restApiId, limit, position, embed }) => {
      const api = find(call, restApiId, '/resources');
      const page = pageOf(resourcesOf(api), limit, 500, position, badPosition);
      return {
        item: page.items.map((resource) => showResource(api, resource, embed.includes('methods'))),
        position: page.next,
      };
    },
  ),
  GetIntegration: operation(
    z.object({ ...one, resourceId: z.string(), httpMethod: z.string() }),
    (call, { restApiId, resourceId, httpMethod }) => {
      const api = find(call, restApiId, `/resources/${resourceId}/methods/${httpMethod}/integration`);
      const path = resourcesOf(api).find((resource) => idOf(api, resource) === resourceId);
      if (path === undefined)
        throw new AwsError('NotFoundException', 'Invalid Resource identifier specified', 404);
      const method = api.methods.find((found) => found.path === path && found.method === httpMethod);
      if (!method) throw new AwsError('NotFoundException', 'Invalid Method identifier specified', 404);
      return showIntegration(method.integration, idOf(api, path));
    },
  ),
  GetAuthorizers: operation(z.object({ ...one, ...paged }), (call, { restApiId, limit, position }) => {
    const api = find(call, restApiId, '/authorizers');
    const page = pageOf(api.authorizers, limit, 500, position, badPosition);
    return {
      item: page.items.map(({ id, name, type, uri }) => ({
        id,
        name,
        type,
        authType: type === 'COGNITO_USER_POOLS' ? 'cognito_user_pools' : 'custom',
        authorizerUri: uri,
        identitySource: 'method.request.header.Authorization',
        authorizerResultTtlInSeconds: 300,
      })),
      position: page.next,
    };
  }),
};

const badPosition = () => new AwsError('BadRequestException', 'Invalid position parameter', 400);

/** API Gateway's ARNs hold no account. */
function allow(call: Call, path: string): void {
  call.allow('apigateway:GET', `arn:aws:apigateway:${call.region}::/restapis${path}`);
}

function find(call: Call, id: string, rest: string): RestApi {
  allow(call, `/${id}${rest}`);
  const api = call.here.restApis.find((found) => found.id === id);
  if (!api)
    throw new AwsError('NotFoundException', `Invalid API identifier specified ${call.account}:${id}`, 404);
  return api;
}

function showApi(api: RestApi) {
  return {
    id: api.id,
    name: api.name,
    createdDate: api.createdMs / 1000,
    apiKeySource: 'HEADER',
    endpointConfiguration: { types: [api.endpointType], ipAddressType: 'ipv4' },
    disableExecuteApiEndpoint: false,
    rootResourceId: idOf(api, '/'),
  };
}

function showStage(call: Call, stage: ApiStage) {
  const setting = (level: string) => ({
    metricsEnabled: true,
    loggingLevel: level,
    dataTraceEnabled: stage.dataTrace,
    throttlingBurstLimit: 5000,
    throttlingRateLimit: 10_000,
    cachingEnabled: false,
    cacheTtlInSeconds: 300,
    cacheDataEncrypted: false,
    requireAuthorizationForCacheControl: true,
    unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
  });
  return {
    deploymentId: lettersOf(`${stage.name} ${stage.deployedMs}`),
    stageName: stage.name,
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    methodSettings: {
      '*/*': setting(stage.level),
      ...Object.fromEntries(
        Object.entries(stage.methodLevels ?? {}).map(([key, level]) => [key, setting(level)]),
      ),
    },
    variables: stage.variables,
    accessLogSettings: accessLogSettingsOf(call, stage),
    tracingEnabled: stage.tracing,
    createdDate: stage.deployedMs / 1000,
    lastUpdatedDate: stage.deployedMs / 1000,
  };
}

/** Where a stage's access log goes; a group's name becomes its ARN, an ARN (Firehose) stays as it is. */
export function accessLogSettingsOf(call: Call, stage: ApiStage) {
  if (!stage.accessLog) return undefined;
  const { group, format } = stage.accessLog;
  const destinationArn = group.startsWith('arn:')
    ? group
    : `arn:aws:logs:${call.region}:${call.account}:log-group:${group}`;
  return { destinationArn, format };
}

/** Every step of every path is a resource of its own, from "/" down. */
function resourcesOf(api: RestApi): string[] {
  const paths = new Set(['/']);
  for (const { path } of api.methods) {
    const parts = path.split('/').filter((part) => part !== '');
    for (let length = 1; length <= parts.length; length += 1)
      paths.add(`/${parts.slice(0, length).join('/')}`);
  }
  return [...paths].sort();
}

function showResource(api: RestApi, path: string, withMethods: boolean) {
  const parent = path === '/' ? undefined : path.replace(/\/[^/]*$/, '') || '/';
  const methods = api.methods.filter((method) => method.path === path);
  return {
    id: idOf(api, path),
    path,
    ...(parent === undefined ? {} : { parentId: idOf(api, parent), pathPart: path.split('/').at(-1) }),
    ...(methods.length === 0
      ? {}
      : {
          resourceMethods: Object.fromEntries(
            methods.map((method) => [method.method, withMethods ? showMethod(api, method) : {}]),
          ),
        }),
  };
}

function showMethod(api: RestApi, method: RestMethod) {
  const authorizer = api.authorizers.find(({ id }) => id === method.authorizerId);
  return {
    httpMethod: method.method,
    authorizationType: authorizer
      ? authorizer.type === 'COGNITO_USER_POOLS'
        ? authorizer.type
        : 'CUSTOM'
      : 'NONE',
    authorizerId: method.authorizerId,
    apiKeyRequired: false,
    methodIntegration: showIntegration(method.integration, idOf(api, method.path)),
  };
}

function showIntegration(integration: ApiIntegration, resourceId: string) {
  return {
    type: integration.type,
    ...(integration.type === 'MOCK' ? {} : { httpMethod: 'POST', uri: integration.uri }),
    ...(integration.vpcLink
      ? { connectionType: 'VPC_LINK', connectionId: integration.vpcLink }
      : { connectionType: 'INTERNET' }),
    passthroughBehavior: 'WHEN_NO_MATCH',
    timeoutInMillis: integration.timeoutMs,
    cacheNamespace: resourceId,
    cacheKeyParameters: [],
    responseTransferMode: integration.isStreaming ? 'STREAM' : 'BUFFERED',
  };
}

function idOf(api: RestApi, path: string): string {
  return lettersOf(`${api.id} ${path}`);
}

/** Six small letters and digits, as resources and deployments have them. */
function lettersOf(seed: string): string {
  return BigInt(`0x${createHash('sha256').update(seed).digest('hex')}`)
    .toString(36)
    .slice(0, 6);
}
