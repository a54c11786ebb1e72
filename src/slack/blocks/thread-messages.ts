import type { Answer, Finding } from '../../report/report.ts';
import { checklistMessages } from './checklist-messages.ts';
import { closingMessage } from './closing-message.ts';
import { latencyMessage } from './latency-message.ts';
import type { AnswerContext, ThreadMessage } from './message.ts';
import { proofMessage } from './proof-message.ts';
import { spokenVerdict, verdictBlocks } from './root-message.ts';

/** Requests of a summary whose verdicts stand in the thread by themselves; the menu opens the others. Our choice. */
const mostVerdicts = 5;

/**
 * The replies under the root message, in order. One request: where the time went, what decides it, the checklist, the
 * gaps and the receipt. Several: each one's verdict; `detailMessages` has the rest when somebody asks.
 */
export function threadMessages(answer: Answer, ctx: AnswerContext): ThreadMessage[] {
  const [finding, ...others] = answer.findings;
  if (!finding) return [];
  if (others.length === 0) return detailMessages(finding, ctx, 0);
  return answer.findings.slice(0, mostVerdicts).map((item, index) => ({
    part: `verdict-${index + 1}`,
    text: spokenVerdict(item, ctx),
    blocks: verdictBlocks(item, ctx),
  }));
}

/** All that is said of one request beside its verdict. `index`: its place in the answer's findings. */
export function detailMessages(finding: Finding, ctx: AnswerContext, index: number): ThreadMessage[] {
  const { latency, budget, verdict } = finding.report;
  // A request that is nowhere has spent no time and decides nothing; two messages that say so would only be in the way.
  const isNowhere = verdict.cause === 'inconclusive' && verdict.because.length === 0 && latency.length === 0;
  return [
    ...(isNowhere && budget.findings.length === 0 ? [] : [latencyMessage(finding, ctx)]),
    ...(isNowhere && verdict.ruledOut.length === 0 ? [] : [proofMessage(finding, ctx)]),
    ...checklistMessages(finding, ctx, index),
    closingMessage(finding, ctx, index),
  ];
}
