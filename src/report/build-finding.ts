import type { Evidence } from '../evidence/evidence.ts';
import type { TickedStep } from '../guide/guide.ts';
import { formatSeconds, type Templates } from '../templates.ts';
import { isIdempotent } from '../verdict/retry.ts';
import type { Fact, Gap, Verdict } from '../verdict/verdict.ts';
import { defined } from './defined.ts';
import { describeQueries } from './describe-queries.ts';
import { listEvidence } from './list-evidence.ts';
import { sources } from './list-sources.ts';
import { type Finding, type Report, rulesVersion } from './report.ts';

export interface ReceiptExtras {
  apiCalls: number;
  roleSession?: string;
}

/** US dollars a GB scanned by Logs Insights in us-east-1 (public price page; some regions cost up to half more). */
const usdPerGb = 0.005;

/** All that is said of one request: the public report, the words beside it, and the evidence by source. */
export function buildFinding(
  evidence: Evidence,
  verdict: Verdict,
  steps: TickedStep[],
  templates: Templates,
  extras: ReceiptExtras,
): Finding {
  const { request } = evidence;
  const args = { ...causeArgs(evidence, verdict), ...missingArgs(evidence, verdict, templates) };
  const cause = (part: string) => templates.fill(`messages/causes/${verdict.cause}:${part}`, args);
  const links = new Map(
    sources(evidence).map(([name, seen]) => [name, seen.searches.find((search) => search.link)?.link]),
  );
  const fact = (item: Fact) => templates.fill(`messages/facts:${item.fact}`, { ...args, ...item.args });
  const report: Report = {
    request: defined({
      id: request.id,
      extendedRequestId: request.extendedRequestId,
      traceId: request.traceId,
      apiType: request.apiType,
      apiId: request.apiId,
      stage: request.stage,
      method: request.method,
      path: request.path,
      status: request.status,
      account: request.account,
      region: request.region,
      at: iso(request.atMs),
    }),
    verdict: {
      cause: verdict.cause,
      phase: verdict.phase,
      confidence: verdict.confidence,
      summary: cause('summary'),
      because: verdict.because.map((item) =>
        defined({
          fact: fact(item),
          source: item.source,
          at: iso(item.atMs),
          quote: item.quote,
          link: links.get(item.source),
        }),
      ),
      ruledOut: verdict.ruledOut.map((item) => ({ cause: item.cause, because: fact(item.because) })),
      notChecked: verdict.notChecked.map((gap) => describeGap(gap, templates)),
      alsoMatched: verdict.alsoMatched,
    },
    completedAfterTimeout: verdict.completion.answer,
    latency: verdict.ledger.segments.map(({ segment, startMs, durationMs, source }) => ({
      segment,
      startMs,
      durationMs,
      source,
    })),
    budget: {
      ...defined({
        gatewayMs: verdict.budget.gatewayMs,
        functionMs: verdict.budget.functionMs,
        upstreamMs: verdict.budget.upstreamMs,
      }),
      findings: verdict.budget.findings.map((item) =>
        templates.fill(`messages/budget:${item.finding}`, item.args),
      ),
    },
    checklist: steps.map((step) => describeStep(step, templates)),
    receipt: writeReceipt(evidence, extras),
  };
  return {
    report,
    words: {
      title: cause('title'),
      mark: cause('mark'),
      whoGaveUp: cause('whoGaveUp'),
      phase: templates.has(`messages/causes/${verdict.cause}:phase`)
        ? cause('phase')
        : templates.fill(`messages/phases:${verdict.phase}`, args),
      confidence: templates.fill(`messages/confidence:${verdict.confidence}`, args),
      doFirst: ['1', '2', '3', '4']
        .filter((number) => templates.has(`messages/causes/${verdict.cause}:doFirst.${number}`))
        .map((number) => cause(`doFirst.${number}`))
        .filter((sentence) => sentence !== ''),
      retry: templates.fill(`messages/retry:${verdict.retry}`, args),
      ...(verdict.completion.answer === 'yes'
        ? { warning: templates.fill('messages/retry:warning', args) }
        : {}),
    },
    evidence: listEvidence(evidence, templates),
    hiddenValues: evidence.hiddenValues,
  };
}

/** That the work was done while the gateway still waited, as the function's log or the trace shows it. */
const endedInTime = new Set(['function-ended-in-time', 'trace-ended-in-time']);

/** A row of the balancer that leaves open what became of the request. */
const seenByBalancer = new Set(['balancer-ended-early', 'balancer-not-dispatched']);

/** A length that one of the reasons names, in words; empty where none does. */
function secondsOf(verdict: Verdict, fact: string, name: string): string {
  const ms = verdict.because.find((item) => item.fact === fact)?.args[name];
  return typeof ms === 'number' ? formatSeconds(ms) : '';
}

/** The blanks that a cause's words may use; each is a text, empty where nothing is known. */
function causeArgs(evidence: Evidence, verdict: Verdict): Record<string, string> {
  const { request, observations } = evidence;
  const waited = verdict.because.map((item) => item.args.waitedMs).find((value) => typeof value === 'number');
  const settings =
    observations.gatewaySettings.status === 'found' ? observations.gatewaySettings.value : undefined;
  const log = observations.functionLog.status === 'found' ? observations.functionLog.value : undefined;
  const { completion } = verdict;
  const endedEarly = verdict.because.find((item) => endedInTime.has(item.fact))?.args.earlyMs;
  return {
    waited: typeof waited === 'number' ? formatSeconds(waited) : '',
    endedEarly: typeof endedEarly === 'number' ? formatSeconds(endedEarly) : '',
    justBefore: secondsOf(verdict, 'function-ended-just-before', 'earlyMs'),
    startedLate: secondsOf(verdict, 'function-started-late', 'lateMs'),
    slowToSend: secondsOf(verdict, 'balancer-slow-to-send', 'sendingMs'),
    balancer: verdict.because.some(({ fact }) => seenByBalancer.has(fact)) ? 'yes' : '',
    stopped: verdict.because.some(({ fact }) => fact.startsWith('answer-stopped')) ? 'yes' : '',
    midAnswer: verdict.because.some(({ fact }) => fact === 'network-error-mid-answer') ? 'yes' : '',
    idle: secondsOf(verdict, 'answer-stopped-after', 'idleMs'),
    timeout: verdict.budget.gatewayMs === undefined ? '' : formatSeconds(verdict.budget.gatewayMs),
    function: calledFunction(evidence) ?? settings?.integration?.functionName ?? log?.functionName ?? '',
    possible: verdict.confidence === 'possible' ? 'yes' : '',
    status: request.status === undefined ? '' : String(request.status),
    method: request.method ?? '',
    path: request.path ?? '',
    done: completion.answer === 'yes' ? 'yes' : '',
    failed: completion.answer === 'no' ? 'yes' : '',
    idempotent: isIdempotent(request.method) ? 'yes' : '',
    edge: verdict.cause === 'edge-timeout' ? 'yes' : '',
    needless: verdict.retry === 'needless' ? 'yes' : '',
    late: completion.afterMs === undefined ? '' : formatSeconds(completion.afterMs),
    finishedAt: completion.atMs === undefined ? '' : new Date(completion.atMs).toISOString(),
  };
}

/** The last function that the gateway's own lines name: an authorizer's call stands before the integration's. */
function calledFunction({ observations: { executionLog } }: Evidence): string | undefined {
  const steps = executionLog.status === 'found' ? executionLog.value.events.map(({ step }) => step) : [];
  const call = steps.findLast((step) => step.kind === 'sending' && step.function !== undefined);
  return call?.kind === 'sending' ? call.function?.functionName : undefined;
}

/** What an undecided verdict lacks most, and its cure. */
function missingArgs(evidence: Evidence, verdict: Verdict, templates: Templates): Record<string, string> {
  if (verdict.cause !== 'inconclusive') return {};
  const { executionLog, accessLog } = evidence.observations;
  if (executionLog.status === 'absent' && accessLog.status === 'absent') return { isAbsent: 'yes' };
  const [first] = verdict.notChecked;
  if (first === undefined) return {};
  const gap = describeGap(first, templates);
  return { missing: `${gap.what} ${gap.why}`, cure: gap.fix };
}

function describeGap(gap: Gap, templates: Templates): { what: string; why: string; fix: string } {
  const args = { ...gap.args, source: templates.fill(`messages/sources:${gap.source}`, {}) };
  const own = `messages/gaps:${gap.source}.${gap.reason}`;
  const part = (name: string) =>
    templates.fill(
      templates.has(`${own}.${name}`) ? `${own}.${name}` : `messages/gaps:default.${gap.reason}.${name}`,
      args,
    );
  return { what: part('what'), why: part('why'), fix: part('fix') };
}

function describeStep(step: TickedStep, templates: Templates): Report['checklist'][number] {
  const file = `guide/${String(step.step).padStart(2, '0')}`;
  const commands = step.commands.map((name) => templates.fill(`${file}:commands.${name}`, step.args));
  return {
    step: step.step,
    title: templates.fill(`${file}:title`, step.args),
    status: step.status,
    note: templates.fill(`${file}:notes.${step.note}`, step.args),
    ...(commands.length > 0 ? { commands } : {}),
  };
}

function writeReceipt(evidence: Evidence, extras: ReceiptExtras): Report['receipt'] {
  const { queries, bytesScanned } = describeQueries(sources(evidence).flatMap(([, seen]) => seen.searches));
  return {
    queries,
    apiCalls: extras.apiCalls,
    bytesScanned,
    estimatedUsd: Number(((bytesScanned / 1e9) * usdPerGb).toFixed(6)),
    ...(extras.roleSession ? { roleSession: extras.roleSession } : {}),
    rulesVersion,
  };
}

const iso = (atMs: number | undefined) => (atMs === undefined ? undefined : new Date(atMs).toISOString());
