import type { ContextActionsBlock, KnownBlock } from '@slack/types';
import { bytes } from '../../report/bytes.ts';
import type { Finding, Report } from '../../report/report.ts';
import { limits, truncate } from '../limits.ts';
import { actionIds, feedbackValue } from './action-ids.ts';
import { coverageBlock } from './coverage.ts';
import { fallback, plainText, remark } from './elements.ts';
import { type AnswerContext, type ThreadMessage, words } from './message.ts';
import { firstThatFits } from './pack.ts';
import { list, richText, section, text } from './rich-text.ts';

/** How long a gap's sentences and a console address may be; a message that is too large is made again with less. */
const measures = [
  { why: 250, address: 1500 },
  { why: 250, address: 250 },
  { why: 120, address: 0 },
];

/** Where it was looked, what could not be, why, and the cure; the receipt; and whether the verdict was right. */
export function closingMessage(finding: Finding, ctx: AnswerContext, index = 0): ThreadMessage {
  return firstThatFits(measures.map((measure) => () => draft(finding, ctx, index, measure)));
}

function draft(
  { report, evidence, hiddenValues }: Finding,
  ctx: AnswerContext,
  finding: number,
  { why, address }: { why: number; address: number },
): ThreadMessage {
  const say = (key: string, values: Record<string, unknown> = {}) =>
    words(ctx.templates, `closing.${key}`, values);
  const gaps = report.verdict.notChecked;
  const shown = gaps.slice(0, 13);
  const title = gaps.length === 0 ? say('complete') : say('gaps', { count: gaps.length });
  const receipt = receiptLine(report, hiddenValues, ctx);
  const blocks: KnownBlock[] = [
    ...coverageBlock(evidence, ctx.templates, address),
    richText(
      section(text(title, { bold: true })),
      ...(shown.length === 0
        ? []
        : [
            list(
              'bullet',
              shown.map((gap) =>
                section(
                  text(truncate(gap.what, 100), { bold: true }),
                  text(` ${truncate(gap.why, why)}`),
                  ...(gap.fix ? [text(` ${truncate(gap.fix, why)}`, { italic: true })] : []),
                ),
              ),
            ),
          ]),
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
    usd: dollars(receipt.estimatedUsd),
    session: receipt.roleSession ? truncate(receipt.roleSession, 70) : '',
    rules: truncate(receipt.rulesVersion, 30),
    hidden: hiddenValues,
  });
}

/** An estimate, to the cent. */
export function dollars(usd: number): string {
  return usd < 0.01 ? 'less than $0.01' : `about $${usd.toFixed(2)}`;
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
