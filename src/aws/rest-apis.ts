import {
  GetAuthorizersCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  GetStagesCommand,
  type Integration,
  type RestApi,
  type Stage,
} from '@aws-sdk/client-api-gateway';
import { type Answer, success } from './answer.ts';
import { askControlPlane } from './ask-control-plane.ts';
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
import { readPages } from './read-pages.ts';
import { declareShelf } from './shelf.ts';

/** The control plane's quotas are low and fixed, and APIs change by deployment: ten minutes. */
const keepForMs = 10 * 60_000;
const apis = declareShelf<GatewayApi[]>(keepForMs);
const stages = declareShelf<GatewayStage[]>(keepForMs);
const routes = declareShelf<GatewayRoute[]>(keepForMs);
const authorizers = declareShelf<GatewayAuthorizer[]>(keepForMs);

export async function getRestApis(session: AwsSession, signal: AbortSignal): Promise<Answer<GatewayApi[]>> {
  return await apis(session).get('rest', signal, async () => {
    const pages = await readPages<RestApi>(1_000, async (position) => {
      const answer = await askControlPlane(session, '/restapis', signal, (clients, options) =>
        clients.restApis.send(new GetRestApisCommand({ limit: 500, position }), options),
      );
      return answer.ok
        ? success({
            items: answer.value.items ?? [],
            token: answer.value.position,
          })
        : answer;
    });
    if (!pages.ok) return pages;
    return success(
      pages.value.items.map((api) => ({
        apiType: 'rest' as const,
        apiId: api.id ?? '',
        apiName: api.name ?? api.id ?? '',
        ...endpointTypeOf(api.endpointConfiguration?.types?.[0]),
      })),
    );
  });
}

function endpointTypeOf(type: string | undefined): Pick<GatewayApi, 'endpointType'> {
  return type === 'REGIONAL' || type === 'EDGE' || type === 'PRIVATE' ? { endpointType: type } : {};
}

export async function getRestStages(
  session: AwsSession,
  apiId: string,
  signal: AbortSignal,
): Promise<Answer<GatewayStage[]>> {
  return await stages(session).get(apiId, signal, async () => {
    const answer = await askControlPlane(session, `/restapis/${apiId}/stages`, signal, (clients, options) =>
      clients.restApis.send(new GetStagesCommand({ restApiId: apiId }), options),
    );
    return answer.ok ? success((answer.value.item ?? []).map(readStage)) : answer;
  });
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
  return await routes(session).get(apiId, signal, async () => {
    const pages = await readPages(3_000, async (position) => {
      const answer = await askControlPlane(
        session,
        `/restapis/${apiId}/resources`,
        signal,
        (clients, options) =>
          clients.restApis.send(
            new GetResourcesCommand({
              restApiId: apiId,
              limit: 500,
              position,
              embed: ['methods'],
            }),
            options,
          ),
      );
      return answer.ok
        ? success({
            items: answer.value.items ?? [],
            token: answer.value.position,
          })
        : answer;
    });
    if (!pages.ok) return pages;
    return success(
      pages.value.items.flatMap((resource) =>
        Object.entries(resource.resourceMethods ?? {}).map(([method, settings]): GatewayRoute => {
          const path = resource.path ?? '/';
          const integration = settings.methodIntegration;
          return {
            method,
            path,
            routeKey: `${method} ${path}`,
            ...(integration ? { integration: readIntegration(integration) } : {}),
            ...(settings.authorizerId ? { authorizerId: settings.authorizerId } : {}),
            ...(settings.authorizationType ? { authorizationType: settings.authorizationType } : {}),
          };
        }),
      ),
    );
  });
}

function readIntegration(integration: Integration): GatewayIntegration {
  return {
    kind: integration.type ?? '',
    ...(integration.uri ? { uri: integration.uri } : {}),
    ...(integration.timeoutInMillis === undefined ? {} : { timeoutMs: integration.timeoutInMillis }),
    ...(integration.connectionType === 'VPC_LINK' && integration.connectionId
      ? { vpcLink: integration.connectionId }
      : {}),
    streaming: integration.responseTransferMode === 'STREAM',
  };
}

export async function getRestAuthorizers(
  session: AwsSession,
  apiId: string,
  signal: AbortSignal,
): Promise<Answer<GatewayAuthorizer[]>> {
  return await authorizers(session).get(apiId, signal, async () => {
    const answer = await askControlPlane(
      session,
      `/restapis/${apiId}/authorizers`,
      signal,
      (clients, options) =>
        clients.restApis.send(new GetAuthorizersCommand({ restApiId: apiId, limit: 500 }), options),
    );
    if (!answer.ok) return answer;
    return success(
      (answer.value.items ?? []).map(
        (item): GatewayAuthorizer => ({
          id: item.id ?? '',
          name: item.name ?? '',
          kind: item.type === 'COGNITO_USER_POOLS' ? 'cognito' : item.authorizerUri ? 'lambda' : 'other',
          ...(item.authorizerUri ? { uri: item.authorizerUri } : {}),
        }),
      ),
    );
  });
}
