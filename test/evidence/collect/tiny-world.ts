import type { ScriptedAnswer, ScriptedCall } from '../../aws/scripted-aws.ts';
import { assumedRole } from '../../aws/scripted-aws.ts';

export interface TinyEvent {
  atMs: number;
  message: string;
  stream?: string;
  /** Not searchable before this look at the group (1 is the first). */
  fromLook?: number;
}

export interface TinyWorld {
  groups: Record<string, TinyEvent[]>;
  groupDetails?: Record<string, Record<string, unknown>>;
  /** Answers by call name that go before the world's own: a denial, a fault. */
  override?: (call: ScriptedCall, nth: number) => ScriptedAnswer | undefined;
  restApis?: { id: string; name: string }[];
  stages?: Record<string, unknown[]>;
  resources?: Record<string, unknown[]>;
  httpApis?: unknown[];
  /** By API id: stages, routes, integrations, authorizers. */
  httpParts?: Record<string, Record<string, unknown[]>>;
  deliveries?: { sources: unknown[]; deliveries: unknown[]; destinations: unknown[] };
  functions?: Record<string, Record<string, unknown>>;
  /** Of every answer. */
  headers?: Record<string, string>;
}

/**
 * The few answers that a collection asks for, from plain data. It knows one query form only, the ones of
 * templates/queries: what queries mean is the AWS stand-in's matter.
 */
export function answerFrom(world: TinyWorld): (call: ScriptedCall, nth: number) => ScriptedAnswer {
  const queries = new Map<string, unknown[]>();
  const looks = new Map<string, number>();
  return (call, nth) => {
    const given = world.override?.(call, nth) ?? answer(call, nth);
    return world.headers ? { ...given, headers: world.headers } : given;
  };

  function answer(call: ScriptedCall, nth: number): ScriptedAnswer {
    const { body, name } = call;
    if (name === 'sts:AssumeRole') return assumedRole(nth);
    if (name === 'logs:DescribeLogGroups') {
      const named = Array.isArray(body.logGroupIdentifiers) ? body.logGroupIdentifiers : undefined;
      const found = Object.keys(world.groups).filter(
        (group) => named?.includes(group) ?? group.startsWith(String(body.logGroupNamePrefix)),
      );
      return {
        body: {
          logGroups: found.map((logGroupName) => ({
            logGroupName,
            arn: `arn:aws:logs:eu-west-1:111122223333:log-group:${logGroupName}:*`,
            storedBytes: 1_000,
            creationTime: 0,
            logGroupClass: 'STANDARD',
            ...world.groupDetails?.[logGroupName],
          })),
        },
      };
    }
    if (name === 'logs:DescribeDeliverySources')
      return { body: { deliverySources: world.deliveries?.sources ?? [] } };
    if (name === 'logs:DescribeDeliveries')
      return { body: { deliveries: world.deliveries?.deliveries ?? [] } };
    if (name === 'logs:DescribeDeliveryDestinations')
      return { body: { deliveryDestinations: world.deliveries?.destinations ?? [] } };
    if (name === 'logs:FilterLogEvents') {
      const group = String(body.logGroupName);
      if (!world.groups[group])
        return { error: 'ResourceNotFoundException', message: 'The specified log group does not exist.' };
      const quoted = [...String(body.filterPattern ?? '').matchAll(/"([^"]*)"/g)].map(
        (match) => match[1] ?? '',
      );
      const streams = Array.isArray(body.logStreamNames) ? body.logStreamNames : undefined;
      const events = select(group, Number(body.startTime), Number(body.endTime), quoted).filter(
        (event) => streams === undefined || streams.includes(event.stream),
      );
      return {
        body: {
          events: events.map((event) => ({
            timestamp: event.atMs,
            ingestionTime: event.atMs,
            message: event.message,
            logStreamName: event.stream,
          })),
        },
      };
    }
    if (name === 'logs:StartQuery') {
      const groups = Array.isArray(body.logGroupIdentifiers) ? body.logGroupIdentifiers.map(String) : [];
      const missing = groups.find((group) => !world.groups[group]);
      if (missing)
        return {
          error: 'ResourceNotFoundException',
          message: `Log group '${missing}' does not exist for account ID '111122223333'`,
        };
      const quoted = [...String(body.queryString).matchAll(/like "([^"]*)"/g)].map((match) => match[1] ?? '');
      const rows = groups.flatMap((group) =>
        select(group, Number(body.startTime) * 1000, Number(body.endTime) * 1000 + 999, quoted).map(
          (event) => [
            {
              field: '@timestamp',
              value: new Date(event.atMs).toISOString().replace('T', ' ').replace('Z', ''),
            },
            { field: '@log', value: `111122223333:${group}` },
            { field: '@logStream', value: event.stream ?? 's' },
            { field: '@message', value: event.message },
          ],
        ),
      );
      queries.set(`q${nth}`, rows);
      return { body: { queryId: `q${nth}` } };
    }
    if (name === 'logs:GetQueryResults')
      return {
        body: {
          status: 'Complete',
          results: queries.get(String(body.queryId)) ?? [],
          statistics: { bytesScanned: 500, recordsScanned: 10 },
        },
      };
    if (name === 'GET /restapis') return { body: { item: world.restApis ?? [] } };
    if (name === 'GET /v2/apis') return { body: { items: world.httpApis ?? [] } };
    const [, httpApi, part] = name.match(/^GET \/v2\/apis\/([^/]+)\/(\w+)$/) ?? [];
    if (httpApi && part) return { body: { items: world.httpParts?.[httpApi]?.[part] ?? [] } };
    const [, api, what] = name.match(/^GET \/restapis\/([^/]+)\/(\w+)$/) ?? [];
    if (api && what === 'stages') return { body: { item: world.stages?.[api] ?? [] } };
    if (api && what === 'resources') return { body: { item: world.resources?.[api] ?? [] } };
    if (api && what === 'authorizers') return { body: { item: [] } };
    const [, fn] = name.match(/^GET \/2015-03-31\/functions\/([^/]+)\/configuration$/) ?? [];
    if (fn) {
      const found = world.functions?.[fn];
      return found ? { body: found } : { error: 'ResourceNotFoundException', status: 404 };
    }
    if (/\/concurrency$/.test(name)) return { body: {} };
    if (name === 'POST /Traces') return { body: { Traces: [] } };
    if (name === 'cloudwatch:GetMetricData') return { body: { MetricDataResults: [] } };
    return { error: 'NotImplemented', message: name, status: 400 };
  }

  function select(group: string, fromMs: number, toMs: number, anyOf: string[]): TinyEvent[] {
    const look = (looks.get(group) ?? 0) + 1;
    looks.set(group, look);
    return (world.groups[group] ?? []).filter(
      (event) =>
        event.atMs >= fromMs &&
        event.atMs <= toMs &&
        (event.fromLook ?? 1) <= look &&
        (anyOf.length === 0 || anyOf.some((text) => event.message.includes(text))),
    );
  }
}
