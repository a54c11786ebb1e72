import { createHash } from 'node:crypto';
import type { Call } from '../service.ts';
import type { ApiIntegration, ApiStage, RestApi, RestMethod } from '../world.ts';

/** An API as GetRestApi shows it. */
export function showApi(api: RestApi) {
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

/** A stage as GetStage shows it; settings of single methods beside those of all. */
export function showStage(call: Call, stage: ApiStage) {
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
export function resourcesOf(api: RestApi): string[] {
  const paths = new Set(['/']);
  for (const { path } of api.methods) {
    const parts = path.split('/').filter((part) => part !== '');
    for (let length = 1; length <= parts.length; length += 1)
      paths.add(`/${parts.slice(0, length).join('/')}`);
  }
  return [...paths].sort();
}

/** A resource as GetResources shows it; its methods are empty unless they are embedded. */
export function showResource(api: RestApi, path: string, withMethods: boolean) {
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

/** An integration as GetIntegration shows it. */
export function showIntegration(integration: ApiIntegration, resourceId: string) {
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

/** Id of the resource at a path: always the same for the same API. */
export function idOf(api: RestApi, path: string): string {
  return lettersOf(`${api.id} ${path}`);
}

/** Six small letters and digits, as resources and deployments have them. */
function lettersOf(seed: string): string {
  return BigInt(`0x${createHash('sha256').update(seed).digest('hex')}`)
    .toString(36)
    .slice(0, 6);
}
