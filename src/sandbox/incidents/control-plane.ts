import type { ApiIntegration, HttpApi, LambdaFunction, RestApi } from '../aws/world.ts';
import { accounts, type SampleApi, type SampleFunction, type SampleMethod } from './catalogue.ts';

const dayMs = 86_400_000;
/** Age of an API, and of the last deployment where the catalogue names none, days. */
const apiAgeDays = 400;
const usualDeploymentDays = 9;

/** A REST API as its control plane tells of it. */
export function describeRestApi(api: SampleApi, nowMs: number): RestApi {
  const { authorizer } = api;
  return {
    ...describeApi(api, nowMs),
    endpointType: api.endpointType,
    methods: api.methods.map((method) => {
      const [verb = '', path = ''] = method.call.split(' ');
      return {
        method: verb,
        path,
        integration: describeIntegration(api, method),
        ...(method.isAuthorized === true && authorizer !== undefined ? { authorizerId: authorizer.id } : {}),
      };
    }),
  };
}

/** An HTTP or WebSocket API as its control plane tells of it. */
export function describeHttpApi(api: SampleApi, nowMs: number): HttpApi {
  return {
    ...describeApi(api, nowMs),
    protocol: api.kind === 'http' ? 'HTTP' : 'WEBSOCKET',
    routes: api.methods.map((method) => ({
      key: method.call,
      integration: describeIntegration(api, method),
    })),
  };
}

function describeApi(
  api: SampleApi,
  nowMs: number,
): Pick<RestApi, 'id' | 'name' | 'createdMs' | 'stages' | 'authorizers'> {
  const { id, name, authorizer } = api;
  const variables = variablesOf(api);
  return {
    id,
    name,
    createdMs: nowMs - apiAgeDays * dayMs,
    stages: api.stages.map(
      ({ deliveredTo: _group, daysSinceDeployment = usualDeploymentDays, ...stage }) => ({
        ...stage,
        deployedMs: nowMs - daysSinceDeployment * dayMs,
        ...(Object.keys(variables).length === 0 ? {} : { variables }),
      }),
    ),
    authorizers:
      authorizer === undefined
        ? []
        : [
            {
              id: authorizer.id,
              name: authorizer.functionName,
              type: 'REQUEST',
              uri: integrationUri(api, authorizer.functionName),
            },
          ],
  };
}

function variablesOf(api: SampleApi): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const { target } of api.methods)
    if (target.kind === 'function' && target.stageVariable !== undefined)
      variables[target.stageVariable] = target.functionName;
  return variables;
}

function integrationUri(api: SampleApi, functionName: string, alias?: string): string {
  const arn = `arn:aws:lambda:${api.region}:${accounts[api.account]}:function:${functionName}${alias === undefined ? '' : `:${alias}`}`;
  return `arn:aws:apigateway:${api.region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
}

function describeIntegration(api: SampleApi, { target, timeoutMs }: SampleMethod): ApiIntegration {
  if (target.kind === 'url')
    return {
      type: 'HTTP_PROXY',
      uri: target.url,
      timeoutMs,
      ...(target.vpcLink === undefined ? {} : { vpcLink: target.vpcLink }),
    };
  const name =
    target.stageVariable === undefined ? target.functionName : `\${stageVariables.${target.stageVariable}}`;
  return { type: 'AWS_PROXY', uri: integrationUri(api, name, target.alias), timeoutMs };
}

/** A function as Lambda tells of it, environment and all: what must not leak can be seen not to leak. */
export function describeFunction(fn: SampleFunction, nowMs: number): LambdaFunction {
  const { account: _account, region: _region, logClass: _class, ...known } = fn;
  return {
    runtime: 'nodejs22.x',
    isInVpc: false,
    ...known,
    lastModifiedMs: nowMs - usualDeploymentDays * dayMs,
    environment: { DATABASE_PASSWORD: 'never-to-be-seen-anywhere', STAGE: 'prod' },
  };
}
