import {
  type Api,
  GetApisCommand,
  GetAuthorizersCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  GetStagesCommand,
  type Integration,
  type RouteSettings,
  type Stage,
} from '@aws-sdk/client-apigatewayv2';
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

const keepForMs = 10 * 60_000;
const apis = declareShelf<GatewayApi[]>(keepForMs);
const stages = declareShelf<GatewayStage[]>(keepForMs);
const routes = declareShelf<GatewayRoute[]>(keepForMs);
const authorizers = declareShelf<GatewayAuthorizer[]>(keepForMs);

/** HTTP and WebSocket APIs. */
export async function getHttpApis(session: AwsSession, signal: AbortSignal): Promise<Answer<GatewayApi[]>> {
  return await apis(session).get('v2', signal, async () => {
    const pages = await readPages<Api>(1_000, async (token) => {
      const answer = await askControlPlane(session, '/apis', signal, (clients, options) =>
        clients.httpApis.send(new GetApisCommand({ MaxResults: '500', NextToken: token }), options),
      );
      return answer.ok
        ? success({
            items: answer.value.Items ?? [],
            token: answer.value.NextToken,
          })
        : answer;
    });
    if (!pages.ok) return pages;
    return success(
      pages.value.items.map((api) => ({
        apiType: api.ProtocolType === 'WEBSOCKET' ? ('websocket' as const) : ('http' as const),
        apiId: api.ApiId ?? '',
        apiName: api.Name ?? api.ApiId ?? '',
      })),
    );
  });
}

export async function getHttpStages(
  session: AwsSession,
  apiId: string,
  signal: AbortSignal,
): Promise<Answer<GatewayStage[]>> {
  return await stages(session).get(apiId, signal, async () => {
    const pages = await readPages<Stage>(300, async (token) => {
      const answer = await askControlPlane(session, `/apis/${apiId}/stages`, signal, (clients, options) =>
        clients.httpApis.send(new GetStagesCommand({ ApiId: apiId, NextToken: token }), options),
      );
      return answer.ok
        ? success({
            items: answer.value.Items ?? [],
            token: answer.value.NextToken,
          })
        : answer;
    });
    return pages.ok ? success(pages.value.items.map(readStage)) : pages;
  });
}

function readStage(stage: Stage): GatewayStage {
  const accessLogGroup = accessLogGroupOf(stage.AccessLogSettings?.DestinationArn);
  const deployedAt = stage.LastUpdatedDate ?? stage.CreatedDate;
  return {
    stage: stage.StageName ?? '',
    tracing: false, // neither HTTP nor WebSocket APIs send traces of their own
    ...(accessLogGroup ? { accessLogGroup } : {}),
    ...(stage.AccessLogSettings?.Format ? { accessLogFormat: stage.AccessLogSettings.Format } : {}),
    methodSettings: {
      '*/*': readSetting(stage.DefaultRouteSettings),
      ...Object.fromEntries(
        Object.entries(stage.RouteSettings ?? {}).map(([key, setting]) => [key, readSetting(setting)]),
      ),
    },
    variables: stage.StageVariables ?? {},
    ...(deployedAt ? { deployedAtMs: deployedAt.getTime() } : {}),
  };
}

function readSetting(setting: RouteSettings | undefined): MethodSetting {
  const level = setting?.LoggingLevel;
  return {
    loggingLevel: level === 'ERROR' || level === 'INFO' || level === 'OFF' ? level : undefined,
    dataTrace: setting?.DataTraceEnabled ?? false,
  };
}

export async function getHttpRoutes(
  session: AwsSession,
  apiId: string,
  signal: AbortSignal,
): Promise<Answer<GatewayRoute[]>> {
  return await routes(session).get(apiId, signal, async () => {
    const [routePages, integrationPages] = await Promise.all([
      readPages(3_000, async (token) => {
        const answer = await askControlPlane(session, `/apis/${apiId}/routes`, signal, (clients, options) =>
          clients.httpApis.send(new GetRoutesCommand({ ApiId: apiId, NextToken: token }), options),
        );
        return answer.ok
          ? success({
              items: answer.value.Items ?? [],
              token: answer.value.NextToken,
            })
          : answer;
      }),
      readPages(3_000, async (token) => {
        const answer = await askControlPlane(
          session,
          `/apis/${apiId}/integrations`,
          signal,
          (clients, options) =>
            clients.httpApis.send(new GetIntegrationsCommand({ ApiId: apiId, NextToken: token }), options),
        );
        return answer.ok
          ? success({
              items: answer.value.Items ?? [],
              token: answer.value.NextToken,
            })
          : answer;
      }),
    ]);
    if (!routePages.ok) return routePages;
    if (!integrationPages.ok) return integrationPages;
    const byId = new Map(integrationPages.value.items.map((item) => [item.IntegrationId, item]));
    return success(
      routePages.value.items.map((route): GatewayRoute => {
        const routeKey = route.RouteKey ?? '';
        const [method = '', path = ''] = routeKey.includes(' ') ? routeKey.split(' ') : ['ANY', routeKey];
        const integration = byId.get(route.Target?.replace(/^integrations\//, ''));
        return {
          method,
          path,
          routeKey,
          ...(integration ? { integration: readIntegration(integration) } : {}),
          ...(route.AuthorizerId ? { authorizerId: route.AuthorizerId } : {}),
          ...(route.AuthorizationType ? { authorizationType: route.AuthorizationType } : {}),
        };
      }),
    );
  });
}

function readIntegration(integration: Integration): GatewayIntegration {
  return {
    kind: integration.IntegrationType ?? '',
    ...(integration.IntegrationUri ? { uri: integration.IntegrationUri } : {}),
    ...(integration.TimeoutInMillis === undefined ? {} : { timeoutMs: integration.TimeoutInMillis }),
    ...(integration.ConnectionType === 'VPC_LINK' && integration.ConnectionId
      ? { vpcLink: integration.ConnectionId }
      : {}),
    streaming: false,
  };
}

export async function getHttpAuthorizers(
  session: AwsSession,
  apiId: string,
  signal: AbortSignal,
): Promise<Answer<GatewayAuthorizer[]>> {
  return await authorizers(session).get(apiId, signal, async () => {
    const answer = await askControlPlane(session, `/apis/${apiId}/authorizers`, signal, (clients, options) =>
      clients.httpApis.send(new GetAuthorizersCommand({ ApiId: apiId }), options),
    );
    if (!answer.ok) return answer;
    return success(
      (answer.value.Items ?? []).map(
        (item): GatewayAuthorizer => ({
          id: item.AuthorizerId ?? '',
          name: item.Name ?? '',
          kind: item.AuthorizerType === 'JWT' ? 'jwt' : item.AuthorizerUri ? 'lambda' : 'other',
          ...(item.AuthorizerUri ? { uri: item.AuthorizerUri } : {}),
        }),
      ),
    );
  });
}
