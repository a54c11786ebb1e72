import type { KnownBlock } from '@slack/types';
import type { Finding } from '../../report/report.ts';
import { oneLine } from '../escape.ts';
import { limits, truncate } from '../limits.ts';
import { consoleLink } from './console-link.ts';
import { placesOf, statusOf } from './coverage.ts';
import { fallback, remark } from './elements.ts';
import { type AnswerContext, type Message, words } from './message.ts';
import { pack } from './pack.ts';
import { fitLines, preformatted, richText, section, text } from './rich-text.ts';
import { shortId } from './route.ts';

/** Messages that the lines may fill, and characters that one source may; the console has the rest. Our choices. */
const mostMessages = 3;
const sourceBudget = 3500;

/** The log lines of every source, as they stood and redacted, with the console beside each. */
export function evidenceMessages({ report, evidence, hiddenValues }: Finding, ctx: AnswerContext): Message[] {
  const say = (key: string, values: Record<string, unknown> = {}) =>
    words(ctx.templates, `evidence.${key}`, values);
  const title = say('title', { id: shortId(report.request.id) });
  const groups = evidence
    .filter((item) => item.lines.length > 0)
    .map((item): KnownBlock[] => {
      const lines = item.lines.map(stamped);
      const shown = fitLines(lines, sourceBudget, (count) => say('moreLines', { count }));
      return [
        richText(
          section(
            text(truncate(item.title, 80), { bold: true }),
            ...(item.detail ? [text(` ${placesOf(item.detail, ctx.templates)}`)] : []),
            ...consoleLink(item.link, say('open'), limits.buttonUrl),
          ),
          preformatted(shown),
        ),
      ];
    });
  const silent = evidence
    .filter((item) => item.lines.length === 0)
    .map((item) => oneLine(`${truncate(item.title, 80)}: ${statusOf(item, ctx.templates)}`));
  const { messages, left } = pack(groups, mostMessages);
  const ending: KnownBlock[] = [
    ...(left > 0 ? [remark(say('moreSources', { count: left }))] : []),
    ...(silent.length > 0 ? [remark(silent.slice(0, 13).join('\n'))] : []),
    ...(hiddenValues > 0 ? [remark(say('hidden', { count: hiddenValues }))] : []),
  ];
  const pages = messages.length === 0 ? [[remark(say('none'))]] : messages;
  return pages.map((blocks, index) => ({
    text: fallback(title, index === 0 ? undefined : say('continued')),
    blocks: [
      richText(section(text(index === 0 ? title : say('continued'), { bold: true }))),
      ...blocks,
      ...(index === pages.length - 1 ? ending : []),
    ],
  }));
}

/** A line after its time, in UTC, where it does not begin with one by itself. */
function stamped({ at, text: line }: { at?: string | undefined; text: string }): string {
  const isStamped = at === undefined || /^\s*\d{4}-\d\d-\d\d[T ]/.test(line);
  return oneLine(isStamped ? line : `${at.slice(11, 23)} ${line}`);
}
