import type { Answer } from '../../aws/answer.ts';
import { apiLink } from '../../aws/console-links.ts';
import type { GatewayAuthorizer, GatewayRoute, GatewayStage } from '../../aws/gateway-api.ts';
import { getHttpAuthorizers, getHttpRoutes } from '../../aws/http-apis.ts';
import { getRestAuthorizers, getRestMethods } from '../../aws/rest-apis.ts';
import type { GatewaySettings, IntegrationSettings } from '../evidence.ts';
import { canarySuffix } from '../locate/list-stages.ts';
import type { ExecutionLog } from '../readings/execution-log.ts';
import { readFunctionUri } from '../readings/function-reference.ts';
import { fillStageVariables } from './fill-stage-variables.ts';
import { methodSettingOf } from './log-level.ts';
import { matchRoute } from './match-route.ts';
import { apiSearch, failed, type Source, type SourceContext, unavailable } from './source.ts';

/** What the control plane says of the API, the stage and the method that the request went to. */
export const gatewaySettingsSource: Source<'gatewaySettings'> = {
  name: 'gatewaySettings',
  async collect(context) {
    const { known, place, investigation } = context;
    if (known === undefined) return unavailable('depends-on-missing', { needs: 'api' }, []);
    const { api, stage } = known;
    const link = apiLink(place.region, api.apiId, api.apiType);
    if (known.knownFrom !== 'control-plane') {
      // Only a log group's name told of this stage: the control plane was denied or no longer knows it.
      const probe = await readRoutes(context);
      const search = apiSearch(place, 'GetResources', api.apiId, probe.ok ? undefined : probe, link);
      return probe.ok
        ? unavailable('depends-on-missing', { needs: 'stage-settings' }, [search])
        : failed(probe, [search]);
    }
    const [routes, authorizers, request] = await Promise.all([
      readRoutes(context),
      api.apiType === 'rest'
        ? getRestAuthorizers(place.session, api.apiId, investigation.signal)
        : getHttpAuthorizers(place.session, api.apiId, investigation.signal),
      whichRoute(context),
    ]);
    const search = apiSearch(
      place,
      api.apiType === 'rest' ? 'GetResources, GetStages' : 'GetRoutes, GetIntegrations, GetStages',
      `${api.apiName} (${api.apiId}), stage ${stage.stage}`,
      routes.ok ? undefined : routes,
      link,
    );
    const route = routes.ok ? matchRoute(routes.value, request) : undefined;
    const setting = methodSettingOf(stage, route?.method ?? request.method, route?.path ?? request.path);
    const integration = route?.integration ? readIntegration(route, stage) : undefined;
    const authorizer = authorizerOf(route, authorizers, stage);
    const executionLogGroup = known.executionLogGroups.findLast((name) => !name.endsWith(canarySuffix));
    const value: GatewaySettings = {
      apiType: api.apiType,
      apiId: api.apiId,
      apiName: api.apiName,
      ...(api.endpointType ? { endpointType: api.endpointType } : {}),
      stage: stage.stage,
      executionLogLevel: api.apiType === 'http' ? 'none' : (setting.loggingLevel ?? 'OFF'),
      dataTrace: setting.dataTrace,
      ...(executionLogGroup === undefined ? {} : { executionLogGroup }),
      ...(stage.accessLogGroup === undefined ? {} : { accessLogGroup: stage.accessLogGroup }),
      ...(stage.accessLogFormat === undefined ? {} : { accessLogFormat: stage.accessLogFormat }),
      tracing: stage.tracing,
      ...(integration ? { integration } : {}),
      ...(authorizer ? { authorizer } : {}),
      ...(stage.deployedAtMs === undefined ? {} : { deployedAtMs: stage.deployedAtMs }),
    };
    return { status: 'found', value, searches: [search] };
  },
};

async function readRoutes({ place, known, investigation }: SourceContext): Promise<Answer<GatewayRoute[]>> {
  const apiId = known?.api.apiId ?? '';
  return known?.api.apiType === 'rest'
    ? await getRestMethods(place.session, apiId, investigation.signal)
    : await getHttpRoutes(place.session, apiId, investigation.signal);
}

/** Which method or route the logs name. The execution log's "Resource Path" may carry the stage in front. */
async function whichRoute(context: SourceContext) {
  const [execution, access] = await Promise.all([
    context.observe('executionLog'),
    context.observe('accessLog'),
  ]);
  const stated = execution.status === 'found' ? methodOf(execution.value) : undefined;
  const row = access.status === 'found' ? access.value : undefined;
  const route = execution.status === 'found' ? routeOf(execution.value) : undefined;
  const path = row?.path ?? stated?.path ?? context.request().path;
  const stage = `/${context.known?.stage.stage}/`;
  return {
    method: row?.method ?? stated?.method ?? context.request().method,
    path: path?.startsWith(stage) ? path.slice(stage.length - 1) : path,
    routeKey: row?.routeKey ?? route,
  };
}

function methodOf(log: ExecutionLog): { method: string; path: string } | undefined {
  for (const { step } of log.events) if (step.kind === 'method') return step;
  return undefined;
}

function routeOf(log: ExecutionLog): string | undefined {
  for (const { step } of log.events)
    if (step.kind === 'websocket' && step.route !== undefined) return step.route;
  return undefined;
}

/** AWS's defaults where the setting is silent: 29 s, HTTP APIs 30 s (facts: GetIntegration of both generations). */
function readIntegration(route: GatewayRoute, stage: GatewayStage): IntegrationSettings | undefined {
  const { integration } = route;
  const kind = kindOf(integration?.kind);
  if (!integration || !kind) return undefined;
  const uri =
    integration.uri === undefined ? undefined : fillStageVariables(integration.uri, stage.variables);
  const target = uri === undefined ? undefined : readFunctionUri(uri);
  const loadBalancer = integration.listener?.match(/:listener\/((?:app|net)\/[^/]+\/[^/]+)\//)?.[1];
  return {
    kind,
    ...(uri === undefined ? {} : { uri }),
    ...(integration.timeoutMs === undefined ? {} : { timeoutMs: integration.timeoutMs }),
    ...(integration.vpcLink === undefined ? {} : { vpcLink: integration.vpcLink }),
    ...(target
      ? {
          functionName: target.functionName,
          ...(target.qualifier === undefined ? {} : { functionQualifier: target.qualifier }),
          functionAccount: target.account,
          functionRegion: target.region,
        }
      : {}),
    ...(loadBalancer === undefined ? {} : { loadBalancer }),
    streaming: integration.streaming,
  };
}

function kindOf(kind: string | undefined): IntegrationSettings['kind'] | undefined {
  switch (kind) {
    case 'AWS_PROXY':
    case 'AWS':
    case 'HTTP_PROXY':
    case 'HTTP':
    case 'MOCK':
      return kind;
    default:
      return undefined;
  }
}

function authorizerOf(
  route: GatewayRoute | undefined,
  authorizers: Answer<GatewayAuthorizer[]>,
  stage: GatewayStage,
): GatewaySettings['authorizer'] {
  if (route?.authorizationType === 'AWS_IAM') return { name: 'AWS_IAM', kind: 'iam' };
  if (!route?.authorizerId) return undefined;
  const found = authorizers.ok ? authorizers.value.find((one) => one.id === route.authorizerId) : undefined;
  const target =
    found?.uri === undefined ? undefined : readFunctionUri(fillStageVariables(found.uri, stage.variables));
  return {
    name: found?.name ?? route.authorizerId,
    kind: found?.kind ?? 'other',
    ...(target ? { functionName: target.functionName } : {}),
  };
}
