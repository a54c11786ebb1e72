import type { ApiType, Found, RequestFacts, SourceName } from '../evidence.ts';
import type { AccessLogRow } from './access-log.ts';
import type { ClientResponse } from './client-response.ts';
import { definedOnly } from './defined-only.ts';
import type { ExecutionLog, ExecutionStep } from './execution-log.ts';
import { hasBeginning } from './has-beginning.ts';
import { readHeader } from './header-map.ts';
import { readInvokeUrl, withoutStage } from './invoke-url.ts';
import { gatewaySegment, type TraceSegment } from './trace.ts';

/** What was read of one request, by source. */
export type FoundSources = Partial<{ [Name in SourceName]: Found<Name> }>;

/** What all sources together say of a request. The execution log outranks the access log, and that the client's answer. */
export function factsOf(found: FoundSources, hint: ApiType | undefined, fallbackId: string): RequestFacts {
  const { executionLog, accessLog, clientResponse, functionLog, trace, loadBalancerLog } = found;
  const invocation = functionLog?.invocations[0];
  const traceId =
    executionLog?.traceId ??
    accessLog?.traceId ??
    clientResponse?.traceId ??
    trace?.traceId ??
    invocation?.traceId ??
    loadBalancerLog?.find((row) => row.traceId !== undefined)?.traceId;
  const traced = trace === undefined ? undefined : gatewaySegment(trace);
  const apiType = hint !== undefined && hint !== 'unknown' ? hint : apiTypeOf(found, traced);
  const url = traced?.url ?? clientResponse?.url;
  const asked = url === undefined ? undefined : readInvokeUrl(url);
  // Only a REST API's address surely names the stage; an HTTP API has it in there or not.
  const stage = traced?.stage ?? (apiType === 'rest' ? asked?.stage : undefined);
  const place = placeOf(found, executionLog?.apiId ?? accessLog?.apiId);
  const arrival = arrivalOf(found, traced, traceId);
  const method = executionLog?.events.map(({ step }) => step).find((step) => step.kind === 'method');
  return {
    id: executionLog?.requestId ?? accessLog?.requestId ?? accessLog?.extendedRequestId ?? fallbackId,
    apiType,
    resolutionMs: arrival?.resolutionMs ?? 1,
    ...definedOnly({
      extendedRequestId:
        executionLog?.extendedRequestId ??
        accessLog?.extendedRequestId ??
        clientResponse?.extendedRequestId ??
        traced?.extendedRequestId,
      traceId,
      apiId: executionLog?.apiId ?? accessLog?.apiId ?? traced?.apiId ?? asked?.apiId ?? place.apiId,
      stage: executionLog?.stage ?? accessLog?.stage ?? stage,
      account: traced?.account ?? place.account,
      region: traced?.region ?? asked?.region ?? place.region,
      method: method?.method ?? accessLog?.method ?? traced?.method ?? clientResponse?.method,
      path:
        method?.path ??
        accessLog?.path ??
        // An address without any path is what a client's error names: the host alone.
        (asked === undefined || !/^https?:\/\/[^/]+\//.test(url ?? '')
          ? undefined
          : withoutStage(asked.path, stage)),
      status: statusOf(executionLog) ?? accessLog?.status ?? clientResponse?.status ?? traced?.status,
      atMs: arrival?.atMs,
    }),
  };
}

function statusOf(log: ExecutionLog | undefined): number | undefined {
  const steps = log?.events.map(({ step }) => step) ?? [];
  const completed = steps.findLast((step) => step.kind === 'completed');
  const answered = steps.findLast(
    (step) =>
      step.kind === 'websocket' &&
      step.status !== undefined &&
      !step.detail.startsWith('Integration returned'),
  );
  return completed?.status ?? (answered?.kind === 'websocket' ? answered.status : undefined);
}

/**
 * Where the API is, from what only the API itself has: the host that the client called, and the access log's own fields.
 * Not from the function behind it, which may be in another account or region; nor from a host that names another API.
 */
function placeOf(
  { executionLog, accessLog }: FoundSources,
  knownId: string | undefined,
): { apiId?: string; region?: string; account?: string } {
  const headers = executionLog?.events.find(({ line }) => line.startsWith('Method request headers:'))?.line;
  const host =
    accessLog?.variables.domainName ??
    (headers === undefined ? undefined : readHeader(headers.slice(headers.indexOf(':') + 1), 'host'));
  const called = typeof host === 'string' ? readInvokeUrl(`https://${host}/`) : undefined;
  const isSame = knownId === undefined || called?.apiId === knownId;
  const account = accessLog?.variables.accountId ?? executionLog?.account ?? '';
  return definedOnly({
    apiId: isSame ? called?.apiId : undefined,
    region: isSame ? called?.region : undefined,
    account: /^\d{12}$/.test(account) ? account : undefined,
  });
}

function apiTypeOf(
  { executionLog: log, accessLog: row, clientResponse: response }: FoundSources,
  traced: TraceSegment | undefined,
): ApiType {
  if (log !== undefined) return typeOfLog(log);
  if (row !== undefined) return typeOfRow(row);
  if (response?.headers['apigw-requestid'] !== undefined) return 'http';
  // API Gateway traces REST APIs only.
  if (traced !== undefined) return 'rest';
  return response?.extendedRequestId === undefined ? 'unknown' : 'rest';
}

/** Lines that only a REST API's log has. */
const restOnly = new Set<ExecutionStep['kind']>(['start', 'method', 'usage-plan', 'completed']);

/** An HTTP API has no execution log; a failure line alone may be a WebSocket API's as well as a REST API's. */
function typeOfLog({ events, requestId, logGroup }: ExecutionLog): ApiType {
  const kinds = new Set(events.map(({ step }) => step.kind));
  if (kinds.has('websocket')) return 'websocket';
  const isRest =
    /^[0-9a-f]{8}-/i.test(requestId) ||
    logGroup?.startsWith('API-Gateway-Execution-Logs') === true ||
    [...kinds].some((kind) => restOnly.has(kind));
  return isRest ? 'rest' : 'unknown';
}

/** A UUID is a REST request id; the 16-character form under `requestId` is an HTTP or a WebSocket API's. */
function typeOfRow(row: AccessLogRow): ApiType {
  if (
    row.eventType !== undefined ||
    row.connectionId !== undefined ||
    /^\$(?:dis)?connect$/.test(row.routeKey ?? '')
  )
    return 'websocket';
  if (/^[0-9a-f]{8}-/i.test(row.requestId ?? '') || row.variables.resourcePath !== undefined) return 'rest';
  if (row.requestId !== undefined && (row.routeKey !== undefined || row.method !== undefined)) return 'http';
  return 'unknown';
}

/** Arrival: the access log's own epoch, the first execution line, the row's coarse time, X-Ray, at last the trace id's second. */
function arrivalOf(
  { executionLog: log, accessLog: row, clientResponse }: FoundSources,
  traced: TraceSegment | undefined,
  traceId: string | undefined,
): { atMs: number; resolutionMs: number } | undefined {
  const first = log?.events.find((event) => event.atMs !== undefined);
  const epoch = row?.variables.requestTimeEpoch === undefined ? undefined : row.requestTimeMs;
  if (first?.atMs !== undefined) {
    // Without a beginning the first line is the failure's; what another source has of the arrival comes before it.
    const known =
      epoch ?? (hasBeginning(log) ? undefined : earlierThan(first.atMs, row?.atMs, traced?.startMs));
    const atMs = known === undefined || first.resolutionMs > 1 ? first.atMs : Math.min(known, first.atMs);
    return { atMs, resolutionMs: first.resolutionMs };
  }
  if (epoch !== undefined) return { atMs: epoch, resolutionMs: 1 };
  if (row?.atMs !== undefined)
    return { atMs: row.atMs, resolutionMs: row.atMs === row.requestTimeMs ? 1000 : 1 };
  if (traced !== undefined) return { atMs: Math.round(traced.startMs), resolutionMs: 1 };
  const askedAtMs = clientResponse === undefined ? undefined : askedAt(clientResponse);
  if (askedAtMs !== undefined) return { atMs: askedAtMs, resolutionMs: 1000 };
  const second = /^1-([0-9a-f]{8})-/.exec(traceId ?? '')?.[1];
  return second === undefined ? undefined : { atMs: Number.parseInt(second, 16) * 1000, resolutionMs: 1000 };
}

const earlierThan = (atMs: number, ...times: (number | undefined)[]) =>
  times
    .map((time) => (time === undefined ? undefined : Math.round(time)))
    .find((time) => time !== undefined && time < atMs);

/** When the client asked: as recorded, or what its own measure leaves of the answer's second. */
function askedAt({ askedAtMs, dateMs, totalMs }: ClientResponse): number | undefined {
  if (askedAtMs !== undefined) return askedAtMs;
  return dateMs === undefined || totalMs === undefined ? undefined : dateMs - totalMs;
}
