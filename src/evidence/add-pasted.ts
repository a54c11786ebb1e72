import type { Inquiry } from '../inquiry/inquiry.ts';
import type { CollectContext } from './collect-context.ts';
import type { Evidence, Observations } from './evidence.ts';
import { evidenceFromText } from './evidence-from-text.ts';
import type { Note } from './note.ts';

/** Lines bear their own times, so that what is not near them is not there; wide enough for a clock that is an hour off. */
const exactEnoughMs = 3 * 60 * 60_000;

/**
 * Log text that came with the question. It narrows the search by its times, and it stands in for every source that the
 * search could not find; what AWS itself says goes first.
 */
export function addPasted(
  inquiry: Inquiry,
  context: CollectContext,
  nowMs: number,
): {
  inquiry: Inquiry;
  notes: Note[];
  joinTo: (evidences: Evidence[]) => Evidence[];
} {
  if (inquiry.pasted === undefined || inquiry.pasted.trim() === '')
    return { inquiry, notes: [], joinTo: (evidences) => evidences };
  const { redaction } = context.config;
  const { evidences: pasted, notes } = evidenceFromText(inquiry.pasted, {
    nowMs,
    redaction,
  });
  const same = (evidence: Evidence) =>
    pasted.find((one) => isSame(one, evidence)) ?? (pasted.length === 1 ? pasted[0] : undefined);
  const asked = pasted.find((one) => one.request.id === inquiry.id.value) ?? pasted[0];
  const readAtMs = asked?.request.atMs;
  const aroundMs = inquiry.aroundMs ?? inquiry.id.atMs ?? readAtMs;
  return {
    inquiry: {
      ...inquiry,
      ...(aroundMs === undefined ? {} : { aroundMs }),
      ...(readAtMs === undefined ? {} : { maxWindowMs: inquiry.maxWindowMs ?? exactEnoughMs }),
    },
    notes,
    joinTo: (evidences) =>
      evidences.map((evidence) => {
        const text = same(evidence);
        if (
          !text ||
          (text.request.id !== evidence.request.id && !isSame(text, evidence) && pasted.length > 1)
        )
          return evidence;
        return {
          ...evidence,
          request: { ...text.request, ...evidence.request },
          observations: join(evidence.observations, text.observations),
        };
      }),
  };
}

function isSame(a: Evidence, b: Evidence): boolean {
  if (a.request.extendedRequestId && b.request.extendedRequestId)
    return a.request.extendedRequestId === b.request.extendedRequestId;
  return (
    a.request.id === b.request.id ||
    (a.request.traceId !== undefined && a.request.traceId === b.request.traceId)
  );
}

function join(live: Observations, pasted: Observations): Observations {
  const better = <One extends { status: string; searches: unknown[] }>(fromAws: One, fromText: One): One =>
    fromAws.status !== 'found' && fromText.status === 'found' ? fromText : fromAws;
  return {
    executionLog: better(live.executionLog, pasted.executionLog),
    accessLog: better(live.accessLog, pasted.accessLog),
    functionLog: better(live.functionLog, pasted.functionLog),
    authorizerLog: better(live.authorizerLog, pasted.authorizerLog),
    gatewaySettings: better(live.gatewaySettings, pasted.gatewaySettings),
    functionSettings: better(live.functionSettings, pasted.functionSettings),
    trace: better(live.trace, pasted.trace),
    loadBalancerLog: better(live.loadBalancerLog, pasted.loadBalancerLog),
    flowLog: better(live.flowLog, pasted.flowLog),
    backendLog: better(live.backendLog, pasted.backendLog),
    clientResponse: better(live.clientResponse, pasted.clientResponse),
    metrics: better(live.metrics, pasted.metrics),
    deployments: better(live.deployments, pasted.deployments),
  };
}
