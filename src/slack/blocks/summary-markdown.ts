import type { Answer, Finding } from '../../report/report.ts';
import { formatSeconds } from '../../templates.ts';
import { oneLine, plain } from '../escape.ts';
import { limits, truncate } from '../limits.ts';
import { fallback, remark } from './elements.ts';
import { exactTime, segmentTitle } from './latency-message.ts';
import { type AnswerContext, type Message, sourceTitle, words } from './message.ts';
import { causeTitle } from './proof-message.ts';
import { preformatted, richText, section, text } from './rich-text.ts';
import { placeOf, routeOf } from './route.ts';

/** Requests that a summary tells in full; the rest is counted. Our choice. */
const mostFindings = 10;

/** The answer as Markdown for a post-mortem. Nothing of a log becomes markup in it. */
export function summaryMarkdown(answer: Answer, ctx: AnswerContext): string {
  const shown = answer.findings.slice(0, mostFindings).map((finding) => findingMarkdown(finding, ctx));
  const left = answer.findings.length - shown.length;
  if (left > 0) shown.push(words(ctx.templates, 'summary.more', { count: left }));
  return `${shown.join('\n\n---\n\n')}\n`;
}

/** The Markdown to copy, in one message; `isComplete` says whether it holds all of it. */
export function summaryMessage(answer: Answer, ctx: AnswerContext): Message & { isComplete: boolean } {
  const markdown = summaryMarkdown(answer, ctx);
  const room = limits.message - 800;
  const isComplete = markdown.length <= room;
  const title = words(ctx.templates, 'summary.title');
  return {
    isComplete,
    text: fallback(title),
    blocks: [
      richText(section(text(title, { bold: true })), preformatted(truncate(markdown, room))),
      ...(isComplete ? [] : [remark(words(ctx.templates, 'summary.cut'))]),
    ],
  };
}

function findingMarkdown({ report, words: said }: Finding, ctx: AnswerContext): string {
  const { request, verdict } = report;
  const say = (key: string, values: Record<string, unknown> = {}) =>
    words(ctx.templates, `summary.${key}`, values);
  const rows: [string, string][] = [
    [say('rows.request'), code(request.id)],
    [say('rows.when'), request.at === undefined ? '' : code(request.at)],
    [say('rows.route'), code(routeOf(request))],
    [say('rows.where'), code(placeOf(request, ctx.accounts))],
    [
      say('rows.cause'),
      `${escapeMarkdown(causeTitle(ctx.templates, verdict.cause))} (${verdict.confidence})`,
    ],
    [say('rows.gaveUp'), escapeMarkdown(said.whoGaveUp)],
    [say('rows.phase'), escapeMarkdown(said.phase)],
    [say('rows.late'), say(`late.${report.completedAfterTimeout}`)],
    [say('rows.limit'), report.budget.gatewayMs === undefined ? '' : formatSeconds(report.budget.gatewayMs)],
  ];
  const bullets = (title: string, items: string[]) =>
    items.length === 0 ? [] : [`### ${say(title)}`, items.map((item) => `- ${item}`).join('\n')];
  return [
    `## ${escapeMarkdown(said.title)}`,
    escapeMarkdown(verdict.summary),
    ...(said.warning ? [`> **${say('warning')}** ${escapeMarkdown(said.warning)}`] : []),
    [
      `| | |\n|---|---|`,
      ...rows.filter(([, value]) => value !== '').map(([name, value]) => `| ${name} | ${value} |`),
    ].join('\n'),
    ...bullets(
      'because',
      verdict.because
        .slice(0, 10)
        .map(
          (item) =>
            `${escapeMarkdown(item.fact)} (${escapeMarkdown(sourceTitle(ctx.templates, item.source))})` +
            `${item.quote ? `: ${code(truncate(item.quote, 300))}` : ''}`,
        ),
    ),
    ...bullets(
      'latency',
      report.latency
        .slice(0, 30)
        .map(
          (item) =>
            `${escapeMarkdown(segmentTitle(ctx.templates, item.segment))}: ${exactTime(item.durationMs)} ${say('from')} ${exactTime(item.startMs)}`,
        ),
    ),
    ...bullets(
      'gaps',
      verdict.notChecked
        .slice(0, 15)
        .map((gap) => escapeMarkdown(`${truncate(gap.what, 100)} ${truncate(gap.why, 200)}`)),
    ),
    ...bullets('next', [...said.doFirst, said.retry].filter(Boolean).map(escapeMarkdown)),
    `_${say('made', { rules: code(report.receipt.rulesVersion) })}_`,
  ].join('\n\n');
}

/** One line of text that stays text in Markdown, tables and HTML, and mentions nobody. */
function escapeMarkdown(value: string): string {
  return truncate(oneLine(plain(value)), 1000)
    .replace(/[\\`*_[\]()#!|~>]|^[-+]/g, '\\$&')
    .replace(/^(\d+)\./, '$1\\.')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/@/g, '@\u2060')
    .replace(/:\/\//g, ':\u2060//');
}

/** Code span that a backtick or a table's bar cannot end. */
function code(value: string): string {
  const shown = oneLine(value).replace(/`/g, 'ˋ').replace(/\|/g, '¦');
  return shown === '' ? '' : `\`${shown}\``;
}
