import {
  type Authorizer,
  GetAuthorizersCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  GetStagesCommand,
  type Integration,
  type Resource,
  type RestApi,
  type Stage,
} from '@aws-sdk/client-api-gateway';
import { type Answer, mapAnswer } from './answer.ts';
import { listControlPlane } from './ask-control-plane.ts';
import {
  accessLogGroupOf,
  type GatewayApi,
  type GatewayAuthorizer,
  type GatewayIntegration,
  type GatewayRoute,
  type GatewayStage,
  type MethodSetting,
} from './gateway-api.ts';
import type { AwsSession } from './open-aws.ts';
import { declareShelf } from './shelf.ts';

/** The control plane's quotas are low and fixed, and APIs change by deployment: ten minutes. */
const keepForMs = 10 * 60_000;
const apis = declareShelf<GatewayApi[]>(keepForMs);
const stages = declareShelf<GatewayStage[]>(keepForMs);
const routes = declareShelf<GatewayRoute[]>(keepForMs);
const authorizers = declareShelf<GatewayAuthorizer[]>(keepForMs);

export async function getRestApis(session: AwsSession, signal: AbortSignal): Promise<Answer<GatewayApi[]>> {
  return await apis(session).get('rest', signal, async () =>
    mapAnswer(
      await listControlPlane(session, signal, {
        resource: '/restapis',
        most: 1_000,
        ask: ({ restApis }, position, options) =>
          restApis.send(new GetRestApisCommand({ limit: 500, position }), options),
        page,
      }),
      (found) => found.map(readApi),
    ),
  );
}

/** How every paged listing of this service answers. */
const page = <Item>({ items, position }: { items?: Item[] | undefined; position?: string | undefined }) => ({
  items,
  token: position,
});

function readApi(api: RestApi): GatewayApi {
  return {
    apiType: 'rest',
    apiId: api.id ?? '',
    apiName: api.name ?? api.id ?? '',
    ...endpointTypeOf(api.endpointConfiguration?.types?.[0]),
  };
}

function endpointTypeOf(type: string | undefined): Pick<GatewayApi, 'endpointType'> {
  return type === 'REGIONAL' || type === 'EDGE' || type === 'PRIVATE' ? { endpointType: type } : {};
}

export async function getRestStages(
  session: AwsSession,
  apiId: string,
  signal: AbortSignal,
): Promise<Answer<GatewayStage[]>> {
  return await stages(session).get(apiId, signal, async () =>
    mapAnswer(
      await listControlPlane(session, signal, {
        resource: `/restapis/${apiId}/stages`,
        most: 300,
        ask: ({ restApis }, _token, options) =>
          restApis.send(new GetStagesCommand({ restApiId: apiId }), options),
        page: ({ item }) => ({ items: item, token: undefined }), // all stages come in one answer
      }),
      (found) => found.map(readStage),
    ),
  );
}

function readStage(stage: Stage): GatewayStage {
  const accessLogGroup = accessLogGroupOf(stage.accessLogSettings?.destinationArn);
  const deployedAt = stage.lastUpdatedDate ?? stage.createdDate;
  return {
    stage: stage.stageName ?? '',
    tracing: stage.tracingEnabled ?? false,
    ...(accessLogGroup ? { accessLogGroup } : {}),
    ...(stage.accessLogSettings?.format ? { accessLogFormat: stage.accessLogSettings.format } : {}),
    methodSettings: Object.fromEntries(
      Object.entries(stage.methodSettings ?? {}).map(([key, setting]): [string, MethodSetting] => [
        // Nested paths are said to come back with "~1" for "/", as in patch paths; both forms are taken.
        key.replaceAll('~1', '/').replace(/^\/+/, ''),
        {
          loggingLevel: levelOf(setting.loggingLevel),
          dataTrace: setting.dataTraceEnabled ?? false,
        },
      ]),
    ),
    variables: stage.variables ?? {},
    ...(deployedAt ? { deployedAtMs: deployedAt.getTime() } : {}),
  };
}

function levelOf(level: string | undefined): MethodSetting['loggingLevel'] {
  return level === 'OFF' || level === 'ERROR' || level === 'INFO' ? level : undefined;
}

/** All methods with their integrations, in one paged call. They are the API's latest, not a snapshot of the stage. */
export async function getRestMethods(
  session: AwsSession,
  apiId: string,
  signal: AbortSignal,
): Promise<Answer<GatewayRoute[]>> {
  return await routes(session).get(apiId, signal, async () =>
    mapAnswer(
      await listControlPlane(session, signal, {
        resource: `/restapis/${apiId}/resources`,
        most: 3_000,
        ask: ({ restApis }, position, options) =>
          restApis.send(
            new GetResourcesCommand({ restApiId: apiId, limit: 500, position, embed: ['methods'] }),
            options,
          ),
        page,
      }),
      (found) => found.flatMap(readMethods),
    ),
  );
}

function readMethods({ path = '/', resourceMethods = {} }: Resource): GatewayRoute[] {
  return Object.entries(resourceMethods).map(([method, settings]) => ({
    method,
    path,
    routeKey: `${method} ${path}`,
    ...(settings.methodIntegration ? { integration: readIntegration(settings.methodIntegration) } : {}),
    ...(settings.authorizerId ? { authorizerId: settings.authorizerId } : {}),
    ...(settings.authorizationType ? { authorizationType: settings.authorizationType } : {}),
  }));
}

function readIntegration(integration: Integration): GatewayIntegration {
  return {
    kind: integration.type ?? '',
    ...(integration.uri ? { uri: integration.uri } : {}),
    ...(integration.timeoutInMillis === undefined ? {} : { timeoutMs: integration.timeoutInMillis }),
    ...(integration.connectionType === 'VPC_LINK' && integration.connectionId
      ? { vpcLink: integration.connectionId }
      : {}),
    ...(integration.integrationTarget ? { listener: integration.integrationTarget } : {}),
    streaming: integration.responseTransferMode === 'STREAM',
  };
}

export async function getRestAuthorizers(
  session: AwsSession,
  apiId: string,
  signal: AbortSignal,
): Promise<Answer<GatewayAuthorizer[]>> {
  return await authorizers(session).get(apiId, signal, async () =>
    mapAnswer(
      await listControlPlane(session, signal, {
        resource: `/restapis/${apiId}/authorizers`,
        most: 500,
        ask: ({ restApis }, position, options) =>
          restApis.send(new GetAuthorizersCommand({ restApiId: apiId, limit: 500, position }), options),
        page,
      }),
      (found) => found.map(readAuthorizer),
    ),
  );
}

function readAuthorizer(item: Authorizer): GatewayAuthorizer {
  return {
    id: item.id ?? '',
    name: item.name ?? '',
    kind: item.type === 'COGNITO_USER_POOLS' ? 'cognito' : item.authorizerUri ? 'lambda' : 'other',
    ...(item.authorizerUri ? { uri: item.authorizerUri } : {}),
  };
}
