import { AwsError } from '../aws-error.ts';
import { readJson } from './aws-json.ts';
import type { Protocol } from './protocol.ts';

/** "GET /restapis/{restApiId}/stages" → the operation. Names in braces become members. */
export interface RestRoute {
  method: string;
  path: string;
  operation: string;
  /** Query members that may be given more than once; they arrive as lists. */
  lists?: readonly string[];
}

/** REST-JSON: operation by method and path, members from path, query and body, code in x-amzn-ErrorType. */
export function restJson(routes: readonly RestRoute[], messageMember: 'message' | 'Message'): Protocol {
  return {
    read(request, path) {
      for (const route of routes) {
        const members = route.method === request.method ? matchPath(route.path, path) : undefined;
        if (!members) continue;
        const query = new URLSearchParams(request.query);
        const given = [...new Set(query.keys())].map((name): [string, unknown] => [
          name,
          route.lists?.includes(name) ? query.getAll(name) : query.get(name),
        ]);
        const body = request.method === 'GET' ? {} : readJson(request.body);
        return {
          operation: route.operation,
          // What the path says goes before anything that the caller adds by the same name.
          input: { ...Object.fromEntries(given), ...body, ...members },
        };
      }
      // What API Gateway itself says of a path that it does not know; it has puzzled many.
      throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
    },
    success: (_call, output, requestId) => ({
      status: 200,
      headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId },
      body: JSON.stringify(output),
    }),
    failure: (error, requestId) => ({
      status: error.status,
      headers: {
        'content-type': 'application/json',
        'x-amzn-requestid': requestId,
        'x-amzn-errortype': error.code,
      },
      body: JSON.stringify({ [messageMember]: error.message, ...error.members }),
    }),
  };
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.replace(/\/$/, '').split('/');
  if (wanted.length !== given.length) return undefined;
  const members: [string, string][] = [];
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    const name = part.match(/^\{(\w+)\}$/)?.[1];
    if (name === undefined) {
      if (part !== value) return undefined;
      continue;
    }
    try {
      members.push([name, decodeURIComponent(value)]);
    } catch {
      return undefined;
    }
  }
  return Object.fromEntries(members);
}
