import type { KnownBlock, RawTextElement } from '@slack/types';
import type { Answer, Finding } from '../../report/report.ts';
import { oneLine } from '../escape.ts';
import { limits, truncate } from '../limits.ts';
import { actionIds, buttonValue } from './action-ids.ts';
import { fallback, header, option, plainText, remark } from './elements.ts';
import { type AnswerContext, type Message, words } from './message.ts';
import { richText, section, text } from './rich-text.ts';
import { routeOf, shortId } from './route.ts';

/** Rows that the summary shows; the rest is counted. Our choice: more cannot be read on a phone. */
const mostRows = 25;
/** Requests that the menu can open; its texts count towards the size of the message. */
const mostChoices = 50;

/** Several requests in one question: one summary, a row each, and a menu that opens any of them. */
export function severalAnswersMessage(answer: Answer, ctx: AnswerContext): Message {
  const count = answer.findings.length;
  const byCause = countCauses(answer.findings);
  const say = (key: string, values: Record<string, unknown> = {}) =>
    words(ctx.templates, `several.${key}`, values);
  const summary = byCause.map(([title, times]) => say('cause', { title, times })).join(', ');
  const late = answer.findings.filter((finding) => finding.words.warning !== undefined).length;
  const shown = answer.findings.slice(0, mostRows);
  const cell = (value: string, length = 60): RawTextElement => ({
    type: 'raw_text',
    text: truncate(oneLine(value) || '–', length),
  });
  const blocks: KnownBlock[] = [
    header(say('header', { count })),
    richText(
      section(text(truncate(summary || say('none'), 800))),
      ...(late > 0 ? [section(text(say('late', { count: late }), { bold: true }))] : []),
    ),
  ];
  if (shown.length > 0)
    blocks.push({
      type: 'table',
      column_settings: [{ is_wrapped: false }, { is_wrapped: true }, { is_wrapped: true }],
      rows: [
        ['time', 'request', 'verdict'].map((name) => cell(say(`columns.${name}`))),
        ...shown.map(({ report, words: said }) => [
          cell(report.request.at?.slice(11, 19) ?? ''),
          cell([routeOf(report.request), shortId(report.request.id)].filter(Boolean).join(' · ')),
          cell(
            say('verdict', {
              mark: truncate(said.mark, 20),
              title: truncate(said.title, 45),
              confidence: report.verdict.confidence,
            }),
            100,
          ),
        ]),
      ],
    });
  if (count > shown.length)
    blocks.push(remark(say(count > mostChoices ? 'moreThanShown' : 'more', { count: count - shown.length })));
  if (answer.notes.length > 0)
    blocks.push(
      remark(
        answer.notes
          .slice(0, 3)
          .map((note) => truncate(note, 300))
          .join('\n'),
      ),
    );
  if (shown.length > 0)
    blocks.push({
      type: 'actions',
      elements: [
        {
          type: 'static_select',
          action_id: actionIds.showDetails,
          placeholder: plainText(say('choose'), 150),
          options: answer.findings
            .slice(0, mostChoices)
            .map(({ report, words: said }, index) =>
              option(
                truncate(
                  [shortId(report.request.id), said.title, routeOf(report.request)]
                    .filter(Boolean)
                    .join(' · '),
                  60,
                ),
                buttonValue({ answerId: ctx.answerId, finding: index }),
              ),
            ),
        },
        {
          type: 'button',
          action_id: actionIds.runAgain,
          text: plainText(words(ctx.templates, 'buttons.runAgain'), limits.buttonText),
          value: buttonValue({ answerId: ctx.answerId, finding: 0 }),
        },
      ],
    });
  return {
    text: fallback(say('spoken', { count, summary }), late > 0 ? say('late', { count: late }) : undefined),
    blocks,
  };
}

/** Causes by title, most frequent first. */
function countCauses(findings: Finding[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { words: said } of findings) counts.set(said.title, (counts.get(said.title) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}
