import { openYaml } from '../inquiry/open-yaml.ts';
import { countRead, readPaste } from '../inquiry/paste.ts';
import type { ApiType, Evidence, Observations, SourceName } from './evidence.ts';
import type { Note } from './note.ts';
import type { Observation, Search, UnavailableReason } from './observation.ts';
import { type ReadRequest, readEvents } from './read-events.ts';
import type { FoundSources } from './readings/request-facts.ts';
import { type RedactionPolicy, redactData, redactEvidence } from './redact.ts';

export interface TextOptions {
  apiType?: ApiType;
  /** The integration timeout that the person states, ms. */
  statedTimeoutMs?: number;
  /** The moment of asking, epoch ms; goes into the evidence as the judge's clock. */
  nowMs: number;
  redaction: RedactionPolicy;
  /** `$context` format of the access-log rows in the text, where it is known. */
  accessLogFormat?: string;
}

/**
 * Evidence from pasted or exported text alone: no AWS, no network. One for each request of the text, oldest first; never
 * none, for text without any request gives one evidence in which nothing was given. A text proves no absence: what is not
 * in it is `unavailable`. All of it is redacted.
 */
export function evidenceFromText(
  text: string,
  options: TextOptions,
): { evidences: Evidence[]; notes: Note[] } {
  const paste = readPaste(openYaml(text));
  const hints = {
    ...(options.apiType === undefined ? {} : { apiType: options.apiType }),
    ...(options.accessLogFormat === undefined ? {} : { accessLogFormat: options.accessLogFormat }),
  };
  const { requests, unread, untied, foreignInvocations } = readEvents(paste.events, hints);
  const search: Search = {
    language: 'text',
    text: '',
    target: 'pasted text',
    status: 'complete',
    recordsScanned: paste.events.length,
  };
  const all: ReadRequest[] = requests.length > 0 ? requests : [nothingGiven(options.apiType)];
  const evidences = all.map(({ request, found }) =>
    redactEvidence(
      {
        request,
        collectedAtMs: options.nowMs,
        ...(options.statedTimeoutMs === undefined ? {} : { statedTimeoutMs: options.statedTimeoutMs }),
        observations: observe(request.apiType, found, search, untied, foreignInvocations),
        hiddenValues: 0,
      },
      options.redaction,
    ),
  );
  const notes: Note[] = [
    ...countRead(paste, unread).map(({ shape, records }) => ({
      note: 'recognised',
      args: { shape, records },
    })),
    ...several(requests),
    ...untied.map(({ source, records }) => ({ note: 'untied', args: { source, records } })),
    ...skipped(paste.skipped.lines + unread.length),
    ...(requests.length === 0 ? [{ note: text.trim() === '' ? 'empty-text' : 'no-request', args: {} }] : []),
  ];
  return { evidences, notes: redactData(notes, options.redaction).data };
}

function nothingGiven(apiType: ApiType | undefined): ReadRequest {
  return { request: { id: 'unknown', apiType: apiType ?? 'unknown', resolutionMs: 1 }, found: {} };
}

function skipped(lines: number): Note[] {
  return lines === 0 ? [] : [{ note: 'skipped', args: { lines } }];
}

/** Several requests, and ids that more than one of them bears: the client may choose its request id. */
function several(requests: readonly ReadRequest[]): Note[] {
  if (requests.length < 2) return [];
  const counts = new Map<string, number>();
  for (const { request } of requests) counts.set(request.id, (counts.get(request.id) ?? 0) + 1);
  const reused = [...counts].filter(([id, count]) => count > 1 && id !== 'unknown');
  return [
    { note: 'several-requests', args: { requests: requests.length } },
    ...reused.map(([id, count]) => ({ note: 'reused-id', args: { id, requests: count } })),
  ];
}

/** How many may be this request's; or, where all of them are proven to be others', how many these are. */
function untiedArgs(source: SourceName, records: number, foreign: number): Record<string, number> {
  if (source !== 'functionLog' || foreign === 0) return { candidates: records };
  return foreign === records ? { others: foreign } : { candidates: records - foreign };
}

function observe(
  apiType: ApiType,
  found: FoundSources,
  search: Search,
  untied: readonly { source: SourceName; records: number }[],
  foreignInvocations: number,
): Observations {
  const missing = (source: SourceName) => {
    const reason = reasonFor(source, apiType, found);
    const spare = untied.find((each) => each.source === source);
    // The text does hold such records; nothing ties one of them to this request.
    return reason === 'not-given' && spare !== undefined
      ? {
          ...unavailable('not-traced', search),
          args: untiedArgs(source, spare.records, foreignInvocations),
        }
      : unavailable(reason, search);
  };
  const given = <Value>(value: Value | undefined, source: SourceName): Observation<Value> =>
    value === undefined ? missing(source) : { status: 'found', value, searches: [search] };
  return {
    executionLog: given(found.executionLog, 'executionLog'),
    accessLog: given(found.accessLog, 'accessLog'),
    functionLog: given(found.functionLog, 'functionLog'),
    authorizerLog: given(found.authorizerLog, 'authorizerLog'),
    gatewaySettings: given(found.gatewaySettings, 'gatewaySettings'),
    functionSettings: given(found.functionSettings, 'functionSettings'),
    trace: given(found.trace, 'trace'),
    loadBalancerLog: given(found.loadBalancerLog, 'loadBalancerLog'),
    flowLog: given(found.flowLog, 'flowLog'),
    backendLog: given(found.backendLog, 'backendLog'),
    clientResponse: given(found.clientResponse, 'clientResponse'),
    metrics: given(found.metrics, 'metrics'),
    deployments: given(found.deployments, 'deployments'),
  };
}

function unavailable(
  reason: UnavailableReason,
  search: Search,
): { status: 'unavailable'; reason: UnavailableReason; searches: Search[] } {
  return { status: 'unavailable', reason, searches: reason === 'not-applicable' ? [] : [search] };
}

/** Not given, except where this kind of API or integration has no such source. */
function reasonFor(source: SourceName, apiType: ApiType, found: FoundSources): UnavailableReason {
  // HTTP APIs write access logs only. https://repost.aws/knowledge-center/api-gateway-logs
  if (source === 'executionLog' && apiType === 'http') return 'not-applicable';
  const steps = found.executionLog?.events.map(({ step }) => step) ?? [];
  const sending = steps.findLast((step) => step.kind === 'sending');
  const isHttp =
    sending?.kind === 'sending' && sending.function === undefined && !sending.uri.includes('lambda');
  if (isHttp && (source === 'functionLog' || source === 'functionSettings')) return 'not-applicable';
  const hasStart = steps.some((step) => step.kind === 'start' || step.kind === 'usage-plan');
  const hasAuthorizer = steps.some((step) => step.kind.startsWith('authorizer'));
  return source === 'authorizerLog' && hasStart && !hasAuthorizer && found.executionLog?.level === 'info'
    ? 'not-applicable'
    : 'not-given';
}
