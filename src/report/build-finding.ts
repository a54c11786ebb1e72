import type { Evidence } from '../evidence/evidence.ts';
import type { TickedStep } from '../guide/guide.ts';
import type { Templates } from '../templates.ts';
import type { Fact, Verdict } from '../verdict/verdict.ts';
import { causeArgs, missingArgs } from './cause-args.ts';
import { defined } from './defined.ts';
import { describeGap } from './describe-gap.ts';
import { describeQueries } from './describe-queries.ts';
import { listEvidence } from './list-evidence.ts';
import { linkOf, sources } from './list-sources.ts';
import type { Finding, Report } from './report.ts';
import { rulesVersion } from './rules-version.ts';

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
  const link = ({ source, atMs = request.atMs }: Fact) => linkOf(source, evidence.observations[source], atMs);
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
          link: link(item),
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
