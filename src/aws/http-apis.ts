import {
  type Api,
  type Authorizer,
  GetApisCommand,
  GetAuthorizersCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  GetStagesCommand,
  type Integration,
  type Route,
  type RouteSettings,
  type Stage,
} from '@aws-sdk/client-apigatewayv2';
import { type Answer, mapAnswer, success } from './answer.ts';
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

const keepForMs = 10 * 60_000;
const apis = declareShelf<GatewayApi[]>(keepForMs);
const stages = declareShelf<GatewayStage[]>(keepForMs);
const routes = declareShelf<GatewayRoute[]>(keepForMs);
const authorizers = declareShelf<GatewayAuthorizer[]>(keepForMs);

/** HTTP and WebSocket APIs. */
export async function getHttpApis(session: AwsSession, signal: AbortSignal): Promise<Answer<GatewayApi[]>> {
  return await apis(session).get('v2', signal, async () =>
    mapAnswer(
      await listControlPlane(session, signal, {
        resource: '/apis',
        most: 1_000,
        ask: ({ httpApis }, NextToken, options) =>
          httpApis.send(new GetApisCommand({ MaxResults: '500', NextToken }), options),
        page,
      }),
      (found) => found.map(readApi),
    ),
  );
}

/** How every listing of this service answers. */
const page = <Item>({
  Items,
  NextToken,
}: {
  Items?: Item[] | undefined;
  NextToken?: string | undefined;
}) => ({
  items: Items,
  token: NextToken,
});

function readApi(api: Api): GatewayApi {
  return {
    apiType: api.ProtocolType === 'WEBSOCKET' ? 'websocket' : 'http',
    apiId: api.ApiId ?? '',
    apiName: api.Name ?? api.ApiId ?? '',
  };
}

export async function getHttpStages(
  session: AwsSession,
  apiId: string,
  signal: AbortSignal,
): Promise<Answer<GatewayStage[]>> {
  return await stages(session).get(apiId, signal, async () =>
    mapAnswer(
      await listControlPlane(session, signal, {
        resource: `/apis/${apiId}/stages`,
        most: 300,
        ask: ({ httpApis }, NextToken, options) =>
          httpApis.send(new GetStagesCommand({ ApiId: apiId, NextToken }), options),
        page,
      }),
      (found) => found.map(readStage),
    ),
  );
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
    const [listed, integrations] = await Promise.all([
      listControlPlane(session, signal, {
        resource: `/apis/${apiId}/routes`,
        most: 3_000,
        ask: ({ httpApis }, NextToken, options) =>
          httpApis.send(new GetRoutesCommand({ ApiId: apiId, NextToken }), options),
        page,
      }),
      listControlPlane(session, signal, {
        resource: `/apis/${apiId}/integrations`,
        most: 3_000,
        ask: ({ httpApis }, NextToken, options) =>
          httpApis.send(new GetIntegrationsCommand({ ApiId: apiId, NextToken }), options),
        page,
      }),
    ]);
    if (!listed.ok) return listed;
    if (!integrations.ok) return integrations;
    const byId = new Map(integrations.value.map((item) => [item.IntegrationId, item]));
    return success(
      listed.value.map((route) => readRoute(route, byId.get(route.Target?.replace(/^integrations\//, '')))),
    );
  });
}

function readRoute(route: Route, integration: Integration | undefined): GatewayRoute {
  const routeKey = route.RouteKey ?? '';
  const [method = '', path = ''] = routeKey.includes(' ') ? routeKey.split(' ') : ['ANY', routeKey];
  return {
    method,
    path,
    routeKey,
    ...(integration ? { integration: readIntegration(integration) } : {}),
    ...(route.AuthorizerId ? { authorizerId: route.AuthorizerId } : {}),
    ...(route.AuthorizationType ? { authorizationType: route.AuthorizationType } : {}),
  };
}

function readIntegration(integration: Integration): GatewayIntegration {
  return {
    kind: integration.IntegrationType ?? '',
    ...(integration.IntegrationUri ? { uri: integration.IntegrationUri } : {}),
    ...(integration.TimeoutInMillis === undefined ? {} : { timeoutMs: integration.TimeoutInMillis }),
    ...(integration.ConnectionType === 'VPC_LINK' && integration.ConnectionId
      ? { vpcLink: integration.ConnectionId }
      : {}),
    ...(/:listener\//.test(integration.IntegrationUri ?? '') ? { listener: integration.IntegrationUri } : {}),
    streaming: false,
  };
}

export async function getHttpAuthorizers(
  session: AwsSession,
  apiId: string,
  signal: AbortSignal,
): Promise<Answer<GatewayAuthorizer[]>> {
  return await authorizers(session).get(apiId, signal, async () =>
    mapAnswer(
      await listControlPlane(session, signal, {
        resource: `/apis/${apiId}/authorizers`,
        most: 500,
        ask: ({ httpApis }, NextToken, options) =>
          httpApis.send(new GetAuthorizersCommand({ ApiId: apiId, NextToken }), options),
        page,
      }),
      (found) => found.map(readAuthorizer),
    ),
  );
}

function readAuthorizer(item: Authorizer): GatewayAuthorizer {
  return {
    id: item.AuthorizerId ?? '',
    name: item.Name ?? '',
    kind: item.AuthorizerType === 'JWT' ? 'jwt' : item.AuthorizerUri ? 'lambda' : 'other',
    ...(item.AuthorizerUri ? { uri: item.AuthorizerUri } : {}),
  };
}
