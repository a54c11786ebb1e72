import type { Evidence } from '../evidence/evidence.ts';
import type { FoundSources } from '../verdict/found-sources.ts';
import type { Timeline } from '../verdict/timeline.ts';
import type { FactArgs } from '../verdict/verdict.ts';
import { fieldNames } from './field-names.ts';

/** Names for commands and queries. Untrusted values are kept only where they cannot leave their quotes. */
export function requestArgs({ request }: Evidence, found: FoundSources, timeline: Timeline): FactArgs {
  const { gatewaySettings: settings, functionSettings } = found;
  const apiId = safe(request.apiId ?? settings?.apiId, 'API_ID');
  const stage = safe(request.stage ?? settings?.stage, 'STAGE');
  const functionName = safe(timeline.functionName ?? timeline.functionLogName, 'FUNCTION');
  const fields = fieldNames(found);
  const path = safe(request.path, '/PATH');
  return {
    apiId,
    stage,
    region: safe(request.region, 'REGION'),
    method: safe(request.method, 'GET'),
    // The execution log's path may carry the stage in front; the default stage of an HTTP API is in no address; and where
    // the stage is not known, the address that a client called has it where it belongs.
    url: `${stage === '$default' || path.startsWith(`/${stage}/`) || isCalledPath(found, stage) ? '' : `/${stage}`}${path}`,
    executionLogGroup: safe(
      settings?.executionLogGroup ?? found.executionLog?.logGroup,
      `API-Gateway-Execution-Logs_${apiId}/${stage}`,
    ),
    accessLogGroup: safe(settings?.accessLogGroup ?? found.accessLog?.logGroup, 'ACCESS_LOG_GROUP'),
    functionName,
    functionLogGroup: safe(
      functionSettings?.logGroup ?? found.functionLog?.logGroup,
      `/aws/lambda/${functionName}`,
    ),
    requestId: safe(isFunctionsOwn(request.id, found) ? request.traceId : known(request.id), 'REQUEST_ID'),
    needle: safe(request.traceId ?? known(request.id), 'REQUEST_ID'),
    parse: fields.parse,
    statusField: fields.status,
    display: fields.display,
  };
}

/** A function's log alone goes by the invocation's id, and the gateway's log knows the trace at most. */
const isFunctionsOwn = (id: string, { executionLog, accessLog, clientResponse, functionLog }: FoundSources) =>
  executionLog === undefined &&
  accessLog === undefined &&
  clientResponse === undefined &&
  functionLog?.invocations.some(({ functionRequestId }) => functionRequestId === id) === true;

const isCalledPath = ({ executionLog, accessLog, clientResponse }: FoundSources, stage: string) =>
  stage === 'STAGE' && clientResponse !== undefined && executionLog === undefined && accessLog === undefined;

/** Text without any request is called so. */
const known = (id: string) => (id === 'unknown' ? undefined : id);

const safe = (value: string | undefined, instead: string) =>
  value !== undefined && /^[\w./{}+$:@=-]{1,200}$/.test(value) ? value : instead;
