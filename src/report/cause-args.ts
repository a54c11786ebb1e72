import type { ApiType, Evidence } from '../evidence/evidence.ts';
import { formatSeconds, type Templates } from '../templates.ts';
import { isIdempotent } from '../verdict/retry.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { describeGap } from './describe-gap.ts';

/** That the work was done while the gateway still waited, as the function's log or the trace shows it. */
const endedInTime = new Set(['function-ended-in-time', 'trace-ended-in-time']);

/** What shows the work itself, or somebody who waited for it; a line or a connection only shows that the request came. */
const showsWork = new Set([
  'function-started',
  'trace-delivered',
  'balancer-client-left',
  'balancer-waited',
  'balancer-passed-on',
]);

/** A row of the balancer that leaves open what became of the request. */
const seenByBalancer = new Set(['balancer-ended-early', 'balancer-not-dispatched']);

/** A status that is known from the end alone: the integration's answer, or what a mapping made of it. */
const passedOn = new Set(['answer-passed-on', 'row-answer-passed-on']);

/** How the gateway says that WAF gave no word at all (facts 1), where it otherwise blocked. */
const wafFailed = /WAF call got timed out|error evaluating the AWS WAF/;

/** A configuration error that is shown to have come before any code of the integration ran. */
const beforeTheCode = new Set(['configuration-error-before-call', 'function-missing']);

/** A length that one of the reasons names, in words; empty where none does. */
function secondsOf(verdict: Verdict, fact: string, name: string): string {
  const ms = verdict.because.find((item) => item.fact === fact)?.args[name];
  return typeof ms === 'number' ? formatSeconds(ms) : '';
}

/** What the integration answered, where one of the reasons says so: a mapping can have made another status of it. */
function answeredStatus({ because }: Verdict): string {
  const status = because.find(({ fact }) => integrationAnswers.has(fact))?.args.status;
  return typeof status === 'number' ? String(status) : '';
}
const integrationAnswers = new Set(['backend-answered', 'function-answered', 'row-backend-answered']);

/** The blanks that a cause's words may use; each is a text, empty where nothing is known. */
export function causeArgs(evidence: Evidence, verdict: Verdict): Record<string, string> {
  const { request, observations } = evidence;
  const waited = verdict.because.map((item) => item.args.waitedMs).find((value) => typeof value === 'number');
  const settings =
    observations.gatewaySettings.status === 'found' ? observations.gatewaySettings.value : undefined;
  const log = observations.functionLog.status === 'found' ? observations.functionLog.value : undefined;
  const { completion } = verdict;
  const endedEarly = verdict.because.find((item) => endedInTime.has(item.fact))?.args.earlyMs;
  const ranShort = secondsOf(verdict, 'function-ran-short', 'durationMs');
  return {
    waited: typeof waited === 'number' ? formatSeconds(waited) : '',
    endedEarly: typeof endedEarly === 'number' ? formatSeconds(endedEarly) : '',
    justBefore: secondsOf(verdict, 'function-ended-just-before', 'earlyMs'),
    ranShort,
    perhapsLost: typeof endedEarly === 'number' || ranShort !== '' ? 'yes' : '',
    stillAtWork: verdict.because.some(({ fact }) => showsWork.has(fact)) ? 'yes' : '',
    startedLate: secondsOf(verdict, 'function-started-late', 'lateMs'),
    slowToSend: secondsOf(verdict, 'balancer-slow-to-send', 'sendingMs'),
    balancer: verdict.because.some(({ fact }) => seenByBalancer.has(fact)) ? 'yes' : '',
    stopped: verdict.because.some(({ fact }) => fact.startsWith('answer-stopped')) ? 'yes' : '',
    midAnswer: verdict.because.some(({ fact }) => fact === 'network-error-mid-answer') ? 'yes' : '',
    idle:
      secondsOf(verdict, 'answer-stopped-after', 'idleMs') ||
      secondsOf(verdict, 'answer-stopped-soon', 'idleMs'),
    soon: verdict.because.some(({ fact }) => fact === 'answer-stopped-soon') ? 'yes' : '',
    flows: verdict.because.some(({ fact }) => fact.startsWith('flow-')) ? 'yes' : '',
    authorizer: verdict.because.some(({ fact }) => fact === 'authorizer-not-permitted') ? 'yes' : '',
    begun: hasBegun(evidence) ? 'yes' : '',
    mapped: verdict.because.some(({ fact }) => passedOn.has(fact)) ? 'yes' : '',
    unsure: verdict.confidence === 'possible' && verdict.isDelivered !== true ? 'yes' : '',
    afterAnswer: verdict.because.some(({ fact }) => fact === 'configuration-error-after-answer') ? 'yes' : '',
    notCalled: verdict.because.some(({ fact }) => beforeTheCode.has(fact)) ? 'yes' : '',
    missingFunction: verdict.because.some(({ fact }) => fact === 'function-missing') ? 'yes' : '',
    raisable: isRaisable(request.apiType, settings?.endpointType),
    timeout: verdict.budget.gatewayMs === undefined ? '' : formatSeconds(verdict.budget.gatewayMs),
    function: calledFunction(evidence) ?? settings?.integration?.functionName ?? log?.functionName ?? '',
    possible: verdict.confidence === 'possible' ? 'yes' : '',
    status: request.status === undefined ? '' : String(request.status),
    answered: answeredStatus(verdict),
    method: request.method ?? '',
    path: request.path ?? '',
    unasked: verdict.because.some(({ quote }) => wafFailed.test(quote ?? '')) ? 'yes' : '',
    done: completion.answer === 'yes' ? 'yes' : '',
    failed: completion.answer === 'no' ? 'yes' : '',
    idempotent: isIdempotent(request.method) ? 'yes' : '',
    edge: verdict.cause === 'edge-timeout' ? 'yes' : '',
    client: verdict.because.some(({ fact }) => fact.startsWith('client-gave-up')) ? 'yes' : '',
    needless: verdict.retry === 'needless' ? 'yes' : '',
    late: completion.afterMs === undefined ? '' : formatSeconds(completion.afterMs),
    finishedAt:
      completion.atMs === undefined ? '' : `${new Date(completion.atMs).toISOString().slice(11, 23)} UTC`,
  };
}

/** Whether a timeout beyond the default can be had (facts 3.2): `surely`, `perhaps` where the kind of endpoint is not known, or not. */
function isRaisable(apiType: ApiType, endpointType: 'REGIONAL' | 'PRIVATE' | 'EDGE' | undefined): string {
  if (apiType === 'http' || apiType === 'websocket' || endpointType === 'EDGE') return '';
  return endpointType === undefined ? 'perhaps' : 'surely';
}

/** The last function that the gateway's own lines name: an authorizer's call stands before the integration's. */
function calledFunction({ observations: { executionLog } }: Evidence): string | undefined {
  const steps = executionLog.status === 'found' ? executionLog.value.events.map(({ step }) => step) : [];
  const call = steps.findLast((step) => step.kind === 'sending' && step.function !== undefined);
  return call?.kind === 'sending' ? call.function?.functionName : undefined;
}

/** Whether the execution log shows the request behind its authorizer. */
function hasBegun({ observations: { executionLog } }: Evidence): boolean {
  return (
    executionLog.status === 'found' && executionLog.value.events.some(({ step }) => step.kind === 'start')
  );
}

/** What an undecided verdict lacks most, and its cure. */
export function missingArgs(
  evidence: Evidence,
  verdict: Verdict,
  templates: Templates,
): Record<string, string> {
  if (verdict.cause !== 'inconclusive') return {};
  const { executionLog, accessLog } = evidence.observations;
  if (executionLog.status === 'absent' && accessLog.status === 'absent') return { isAbsent: 'yes' };
  const [first] = verdict.notChecked;
  if (first === undefined) return {};
  const gap = describeGap(first, templates);
  return { missing: `${gap.what} ${gap.why}`, cure: gap.fix };
}
