import { AwsError } from '../aws-error.ts';
import type { Protocol } from './protocol.ts';

/** How a JSON-RPC service is told apart. */
export interface AwsJson {
  version: '1.0' | '1.1';
  /** Before the dot of X-Amz-Target: "Logs_20140328". */
  targetPrefix: string;
  /** What stands before "#" in __type; 1.1 services leave it out. */
  namespace?: string;
  /** Operations that exist; anything else is refused as AWS refuses it. */
  operations: readonly string[];
}

/** JSON-RPC: the operation in X-Amz-Target, members in the body, every refusal of the caller's HTTP 400. */
export function awsJson(service: AwsJson): Protocol {
  const contentType = `application/x-amz-json-${service.version}`;
  return {
    read(request) {
      const [prefix, operation = ''] = (request.headers['x-amz-target'] ?? '').split('.');
      if (
        request.method !== 'POST' ||
        prefix !== service.targetPrefix ||
        !service.operations.includes(operation)
      )
        throw new AwsError('UnknownOperationException', '');
      return { operation, input: readJson(request.body) };
    },
    success: (_call, output, requestId) => ({
      status: 200,
      headers: { 'content-type': contentType, 'x-amzn-requestid': requestId },
      body: JSON.stringify(output),
    }),
    failure(error, requestId) {
      const isOurs = error.status >= 500;
      return {
        status: isOurs ? error.status : 400,
        headers: {
          'content-type': contentType,
          'x-amzn-requestid': requestId,
          // Services that once spoke Query still name the old code for old clients.
          ...(service.namespace
            ? {
                'x-amzn-query-error': `${error.code.replace(/Exception$/, '')};${isOurs ? 'Receiver' : 'Sender'}`,
              }
            : {}),
        },
        body: JSON.stringify({
          __type: service.namespace ? `${service.namespace}#${error.code}` : error.code,
          message: error.message,
          ...error.members,
        }),
      };
    },
  };
}

/** A JSON object, or SerializationException as AWS says it. */
export function readJson(body: Buffer): object {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // refused below
  }
  throw new AwsError('SerializationException', 'Could not deserialize the request body as a JSON object');
}
