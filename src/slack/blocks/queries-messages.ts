import type { KnownBlock } from '@slack/types';
import { bytes } from '../../report/bytes.ts';
import type { Finding, Report } from '../../report/report.ts';
import { formatCount } from '../../templates.ts';
import { oneLine } from '../escape.ts';
import { limits, truncate } from '../limits.ts';
import { receiptLine } from './closing-message.ts';
import { consoleLink } from './console-link.ts';
import { placesOf } from './coverage.ts';
import { fallback, remark } from './elements.ts';
import { type AnswerContext, type Message, words } from './message.ts';
import { pack } from './pack.ts';
import { preformatted, richText, section, text } from './rich-text.ts';
import { shortId } from './route.ts';

type Query = Report['receipt']['queries'][number];

/** Messages that the queries may fill. Our choice. */
const mostMessages = 4;

/** Every log query as it was run: copyable, with what it cost and a link that opens it in the console. */
export function queriesMessages({ report, hiddenValues }: Finding, ctx: AnswerContext): Message[] {
  const say = (key: string, values: Record<string, unknown> = {}) =>
    words(ctx.templates, `queries.${key}`, values);
  const { queries } = report.receipt;
  const title = say('title', { count: queries.length, id: shortId(report.request.id) });
  const { messages, left } = pack(
    queries.map((query) => [queryBlock(query, ctx)]),
    mostMessages,
  );
  const pages = messages.length === 0 ? [[remark(say('none'))]] : messages;
  return pages.map((blocks, index) => ({
    text: fallback(index === 0 ? title : say('continued')),
    blocks: [
      richText(section(text(index === 0 ? title : say('continued'), { bold: true }))),
      ...blocks,
      ...(index === pages.length - 1 && left > 0 ? [remark(say('more', { count: left }))] : []),
      ...(index === pages.length - 1 ? [remark(receiptLine(report, hiddenValues, ctx))] : []),
    ],
  }));
}

function queryBlock(query: Query, ctx: AnswerContext): KnownBlock {
  const say = (key: string, values: Record<string, unknown> = {}) =>
    words(ctx.templates, `queries.${key}`, values);
  const facts = [
    query.from && query.to ? range(query.from, query.to) : '',
    query.status,
    query.bytesScanned === undefined ? '' : say('scanned', { bytes: bytes(query.bytesScanned) }),
    query.recordsScanned === undefined ? '' : say('records', { count: formatCount(query.recordsScanned) }),
    query.ms === undefined ? '' : `${Math.round(query.ms)} ms`,
  ].filter((part) => part !== '');
  const isCut = query.text.length > 1800;
  return richText(
    section(
      text(placesOf(query.target, ctx.templates), { bold: true }),
      text(` (${truncate(oneLine(query.language), 40)})`),
      ...consoleLink(query.link, say(query.language === 'CWLI' ? 'openInsights' : 'open'), limits.buttonUrl),
      text(`\n${truncate(facts.join(' · '), 250)}`),
    ),
    query.text.trim() === ''
      ? section(text(say('everything'), { italic: true }))
      : preformatted(truncate(query.text, 1800)),
    ...(isCut ? [section(text(say('cut'), { italic: true }))] : []),
  );
}

/** The day only once, where the window does not reach over midnight. */
function range(from: string, to: string): string {
  const until = from.slice(0, 10) === to.slice(0, 10) ? to.slice(11, 19) : stamp(to);
  return `${stamp(from)} – ${until} UTC`;
}

function stamp(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}
