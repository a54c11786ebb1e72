import type { Finding } from '../../report/report.ts';
import type { WindowAnswer } from '../../report/window.ts';
import { oneLine } from '../escape.ts';
import { truncate } from '../limits.ts';
import { fallback, fields, remark } from './elements.ts';
import { type AnswerContext, type Message, words } from './message.ts';
import { causeTitle } from './proof-message.ts';
import { list, richText, section, text } from './rich-text.ts';
import { routeOf } from './route.ts';

/**
 * Others like this one: how many of the same route and of the same cause failed in the window, since when, rising or
 * falling, and beside which change.
 */
export function othersMessage(
  { window, lines, notes }: WindowAnswer,
  { report }: Finding,
  ctx: AnswerContext,
): Message {
  const say = (key: string, values: Record<string, unknown> = {}) =>
    words(ctx.templates, `others.${key}`, values);
  const route = routeOf(report.request);
  // The window names a route with its API: "POST /orders (orders)".
  const sameRoute = window.byRoute
    .filter(({ name }) => route !== '' && (name === route || oneLine(name).startsWith(`${route} (`)))
    .reduce((sum, one) => sum + one.requests, 0);
  const { cause } = report.verdict;
  const sameCause = window.byCause.find((one) => one.cause === cause)?.requests ?? 0;
  const counted = (requests: number) => requests.toLocaleString('en-US');
  const title = say(window.failures === 0 ? 'none' : 'title', {
    failures: window.failures,
    count: counted(window.failures),
    isLeast: !window.complete,
  });
  const summary = truncate(window.summary, 600);
  return {
    text: fallback(title, summary),
    blocks: [
      richText(
        section(text(title, { bold: true }), text(`\n${summary}`)),
        ...(lines.length === 0
          ? []
          : [
              list(
                'bullet',
                lines.slice(0, 8).map((line) => section(text(truncate(line, 400)))),
              ),
            ]),
      ),
      ...(window.failures === 0
        ? []
        : fields([
            [
              route === '' ? '' : say('sameRoute', { route: truncate(route, 60) }),
              route === '' ? '' : counted(sameRoute),
            ],
            [say('sameCause', { cause: causeTitle(ctx.templates, cause) }), counted(sameCause)],
            [say('first'), window.firstBadMinute === undefined ? '' : stamp(window.firstBadMinute)],
            [
              say('change'),
              window.lastChange === undefined
                ? ''
                : `${stamp(window.lastChange.at)}, ${truncate(oneLine(window.lastChange.name), 60)}`,
            ],
            [say('trend'), say(`trends.${window.trend}`)],
          ])),
      ...(notes.length === 0
        ? []
        : [
            remark(
              notes
                .slice(0, 3)
                .map((note) => truncate(note, 300))
                .join('\n'),
            ),
          ]),
    ],
  };
}

function stamp(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}
