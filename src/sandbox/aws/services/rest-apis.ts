import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { pageOf } from '../page-of.ts';
import type { RestRoute } from '../protocols/rest-json.ts';
import { type Call, operation } from '../service.ts';
import type { RestApi } from '../world.ts';
import { idOf, resourcesOf, showApi, showIntegration, showResource, showStage } from './show-rest-api.ts';

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
