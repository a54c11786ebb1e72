import type { KnownBlock } from '@slack/types';
import type { Progress } from '../../progress.ts';
import type { Answer } from '../../report/report.ts';
import type { Question } from '../ask/question.ts';
import { list, preformatted, richText, section, text } from '../blocks/rich-text.ts';
import type { Bot } from '../bot.ts';
import type { Message } from '../deliver/send.ts';
import { escapeMrkdwn } from '../escape.ts';
import { limits, truncate } from '../limits.ts';

/** What is asked for, in mrkdwn: one id, or how many. */
export function whatIsAsked(bot: Bot, question: Question): string {
  const [first] = question.inquiries;
  if (!first) return bot.say('asking:what-pasted');
  return question.inquiries.length === 1
    ? bot.say('asking:what-one', { id: escapeMrkdwn(first.id.value) })
    : bot.say('asking:what-many', { count: question.inquiries.length });
}

export function progressMessage(
  bot: Bot,
  question: Question,
  latest: Progress[],
  elapsedMs: number,
): Message {
  const title = bot.say('answering:looking', {
    what: whatIsAsked(bot, question),
    seconds: Math.round(elapsedMs / 1000),
  });
  const lines = latest.map(({ what, status, detail }) => `${what}: ${status}${detail ? ` (${detail})` : ''}`);
  return {
    text: title,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: title, verbatim: true } },
      ...(lines.length === 0
        ? []
        : [
            richText(
              list(
                'bullet',
                lines.map((line) => section(text(line))),
              ),
            ),
          ]),
    ],
  };
}

export function rootMessage(answer: Answer, answerId: string): Message {
  const blocks = answer.findings.flatMap(({ report, words }): KnownBlock[] => [
    {
      type: 'header',
      text: { type: 'plain_text', text: truncate(`${words.mark} ${words.title}`, limits.header) },
    },
    richText(section(text(report.verdict.summary)), section(text(words.confidence, { italic: true }))),
  ]);
  const button = (action: string, label: string): KnownBlock & { type: 'actions' } => ({
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: action,
        text: { type: 'plain_text', text: label },
        value: answerId,
      },
    ],
  });
  return {
    text: answer.findings.map(({ report }) => escapeMrkdwn(report.verdict.summary)).join('\n'),
    blocks: [...blocks, button('gw504_run_again', 'Run again')],
  };
}

export function threadMessages(answer: Answer): { part: string; message: Message }[] {
  return answer.findings.map(({ report, words }, index) => ({
    part: `details-${index}`,
    message: {
      text: escapeMrkdwn(words.title),
      blocks: [
        richText(
          preformatted(
            report.latency
              .map(({ segment, startMs, durationMs }) => `${segment}  ${startMs}  ${durationMs}`)
              .join('\n'),
          ),
          list(
            'ordered',
            report.checklist.map(({ title, status, note }) => section(text(`${status}: ${title} ${note}`))),
          ),
        ),
      ],
    },
  }));
}
