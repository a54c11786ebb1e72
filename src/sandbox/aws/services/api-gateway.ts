import { AwsError } from '../aws-error.ts';
import { restJson } from '../protocols/rest-json.ts';
import type { Service } from '../service.ts';
import { httpApiOperations, httpApiRoutes } from './http-apis.ts';
import { restApiOperations, restApiRoutes } from './rest-apis.ts';

/** Both generations of API Gateway's control plane; they share a name in signatures and in IAM. */
export function createApiGateway(): Service {
  return {
    scope: 'apigateway',
    name: 'apigateway',
    protocol: restJson([...restApiRoutes, ...httpApiRoutes], 'message'),
    operations: { ...restApiOperations, ...httpApiOperations },
    throttled: () => new AwsError('TooManyRequestsException', 'Too Many Requests', 429),
  };
}
