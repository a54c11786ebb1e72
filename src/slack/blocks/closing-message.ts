import type { ContextActionsBlock, KnownBlock } from '@slack/types';
import type { Finding, Report } from '../../report/report.ts';
import { limits, truncate } from '../limits.ts';
import { actionIds, feedbackValue } from './action-ids.ts';
import { fallback, plainText, remark } from './elements.ts';
import { type AnswerContext, type ThreadMessage, words } from './message.ts';
import { richText, section, text } from './rich-text.ts';

/** What could not be looked at, why, and the cure; the receipt; and the question whether the verdict was right. */
export function closingMessage(
  { report, hiddenValues }: Finding,
  ctx: AnswerContext,
  finding = 0,
): ThreadMessage {
  const say = (key: string, values: Record<string, unknown> = {}) =>
    words(ctx.templates, `closing.${key}`, values);
  const gaps = report.verdict.notChecked;
  const shown = gaps.slice(0, 13);
  const title = gaps.length === 0 ? say('complete') : say('gaps', { count: gaps.length });
  const receipt = receiptLine(report, hiddenValues, ctx);
  const blocks: KnownBlock[] = [
    richText(
      section(text(title, { bold: true })),
      ...shown.map((gap) =>
        section(
          text(`\n• ${truncate(gap.what, 100)} `, { bold: true }),
          text(truncate(gap.why, 200)),
          ...(gap.fix ? [text(`\n   → ${truncate(gap.fix, 250)}`)] : []),
        ),
      ),
      ...(gaps.length > shown.length
        ? [section(text(say('more', { count: gaps.length - shown.length })))]
        : []),
    ),
    remark(receipt),
    feedbackRow(ctx, finding),
  ];
  return {
    part: 'closing',
    text: fallback(title, ...shown.slice(0, 5).map((gap) => `${gap.what} ${gap.why}`), receipt),
    blocks,
  };
}

/** What it took: queries, calls, bytes, money, whose session, which rules. */
export function receiptLine({ receipt }: Report, hiddenValues: number, ctx: AnswerContext): string {
  return words(ctx.templates, 'closing.receipt', {
    queries: receipt.queries.length,
    apiCalls: receipt.apiCalls,
    scanned: bytes(receipt.bytesScanned),
    usd: receipt.estimatedUsd < 0.01 ? 'less than $0.01' : `about $${receipt.estimatedUsd.toFixed(2)}`,
    session: receipt.roleSession ? truncate(receipt.roleSession, 70) : '',
    rules: truncate(receipt.rulesVersion, 30),
    hidden: hiddenValues,
  });
}

/** Decimal units, as AWS bills them. */
export function bytes(count: number): string {
  if (count >= 1e9) return `${(count / 1e9).toFixed(1)} GB`;
  if (count >= 1e6) return `${(count / 1e6).toFixed(1)} MB`;
  return count >= 1000 ? `${(count / 1000).toFixed(1)} kB` : `${count} bytes`;
}

function feedbackRow(ctx: AnswerContext, finding: number): ContextActionsBlock {
  const target = { answerId: ctx.answerId, finding };
  const vote = (name: 'right' | 'wrong') => ({
    text: plainText(words(ctx.templates, `feedback.${name}`), limits.buttonText),
    accessibility_label: words(ctx.templates, `feedback.${name}Spoken`),
    value: feedbackValue(name, target),
  });
  return {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: actionIds.feedback,
        positive_button: vote('right'),
        negative_button: vote('wrong'),
      },
    ],
  };
}
