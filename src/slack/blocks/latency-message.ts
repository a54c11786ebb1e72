import type { KnownBlock, RawTextElement, TableBlock } from '@slack/types';
import type { Finding, Report } from '../../report/report.ts';
import type { Templates } from '../../templates.ts';
import { oneLine } from '../escape.ts';
import { limits, truncate } from '../limits.ts';
import { fallback, remark } from './elements.ts';
import { type AnswerContext, sourceTitle, type ThreadMessage, words } from './message.ts';
import { list, richText, section, text } from './rich-text.ts';

/** Rows of the table; more parts than this are counted. Far above what a ledger has. */
const mostRows = 40;

/** Where the time went: a row a part, exact to the millisecond, and what the timeouts say of each other. */
export function latencyMessage({ report }: Finding, ctx: AnswerContext): ThreadMessage {
  const say = (key: string, values: Record<string, unknown> = {}) =>
    words(ctx.templates, `latency.${key}`, values);
  const { latency, budget } = report;
  const total = lengthOf(latency);
  const title = total === undefined ? say('unknown') : say('title', { total: exactTime(total) });
  const blocks: KnownBlock[] = [richText(section(text(title, { bold: true })))];
  if (latency.length > 0) blocks.push(latencyTable(latency, ctx.templates));
  if (latency.length > mostRows) blocks.push(remark(say('more', { count: latency.length - mostRows })));
  if (budget.findings.length > 0)
    blocks.push(
      richText(
        section(text(say('budget'), { bold: true })),
        list(
          'bullet',
          budget.findings.slice(0, 6).map((item) => section(text(truncate(item, 400)))),
        ),
      ),
    );
  return {
    part: 'latency',
    text: fallback(
      title,
      latency
        .slice(0, mostRows)
        .map((item) =>
          say('spokenPart', {
            part: segmentTitle(ctx.templates, item.segment),
            took: exactTime(item.durationMs),
          }),
        )
        .join(', '),
    ),
    blocks,
  };
}

function latencyTable(latency: Report['latency'], templates: Templates): TableBlock {
  const say = (key: string) => words(templates, `latency.columns.${key}`);
  const cell = (value: string): RawTextElement => ({
    type: 'raw_text',
    text: truncate(oneLine(value) || '–', Math.min(limits.tableCell, 80)),
  });
  const time = (ms: number): RawTextElement => ({ type: 'raw_text', text: exactTime(ms) });
  return {
    type: 'table',
    column_settings: [{ is_wrapped: true }, { align: 'right' }, { align: 'right' }],
    rows: [
      [cell(say('part')), cell(say('from')), cell(say('took'))],
      ...latency
        .slice(0, mostRows)
        .map((item) => [
          cell(`${segmentTitle(templates, item.segment)} · ${sourceTitle(templates, item.source)}`),
          time(item.startMs),
          time(item.durationMs),
        ]),
    ],
  };
}

/** Arrival to the gateway's answer: the end of the last part that lies within the request. */
export function lengthOf(latency: Report['latency']): number | undefined {
  const within = latency.filter((item) => !item.segment.startsWith('after-'));
  return within.length === 0 ? undefined : Math.max(...within.map((item) => item.startMs + item.durationMs));
}

/** Name of a part for people; an unknown name stands for itself. */
export function segmentTitle(templates: Templates, segment: string): string {
  const name = `messages/segments:${segment}`;
  return templates.has(name) ? templates.fill(name, {}) : truncate(oneLine(segment), 60);
}

/** 12 → "12 ms", 28962 → "28.962 s": exact, so that the rows add up. The space keeps number and unit on one line. */
export function exactTime(ms: number): string {
  if (!Number.isFinite(ms)) return '–';
  return Math.abs(ms) < 1000 ? `${Math.round(ms)}\u00A0ms` : `${(ms / 1000).toFixed(3)}\u00A0s`;
}
