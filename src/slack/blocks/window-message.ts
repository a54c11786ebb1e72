import type { ActionsBlock, KnownBlock, RawTextElement, RichTextList, RichTextSection } from '@slack/types';
import { bytes } from '../../report/bytes.ts';
import type { Finding } from '../../report/report.ts';
import { requestsOnRoute } from '../../report/requests-on-route.ts';
import { countedAs, type WindowAnswer } from '../../report/window.ts';
import type { Window } from '../../report/window-output.ts';
import { formatCount, type Templates } from '../../templates.ts';
import { oneLine } from '../escape.ts';
import { limits, truncate } from '../limits.ts';
import { actionIds } from './action-ids.ts';
import { button, fallback, header, option, plainText, remark } from './elements.ts';
import { type Message, words } from './message.ts';
import { causeTitle } from './proof-message.ts';
import { list, quote, richText, section, text } from './rich-text.ts';
import { routeOf, shortId } from './route.ts';

interface WindowContext {
  templates: Templates;
  /** What it is about, where no answer above says so: the alarm's name, or an API and stage. */
  about?: string;
  /** The request whose like is counted, for "others like this". */
  like?: Finding;
  /** Something else, such as an alarm, counted failures that the logs do not show: nothing is called calm then. */
  isDoubted?: boolean;
  /** Value of the button that mutes this alarm; without it there is none. */
  muteValue?: string;
}

/** Rows of the tables and lists. Our choice: the first ones carry nearly all. */
const mostRows = 6;

/**
 * The failures of a window at a glance, as the reply to an alarm and as "others like this": how many and why, since when
 * and after which change, where, and which requests to look at first.
 */
export function windowMessage({ window, lines, warning, notes }: WindowAnswer, ctx: WindowContext): Message {
  const say = (key: string, values: Record<string, unknown> = {}) =>
    words(ctx.templates, `window.${key}`, values);
  const title = ctx.about
    ? say('header', { mark: say(`marks.${markOf(window, ctx)}`), about: truncate(oneLine(ctx.about), 80) })
    : '';
  const summary = truncate(window.summary, 600);
  const blocks: KnownBlock[] = [
    ...(title ? [header(title)] : []),
    richText(
      section(text(summary, { bold: true })),
      ...(lines.length === 0
        ? []
        : [
            list(
              'bullet',
              lines.slice(0, 8).map((line) => section(text(truncate(line, 400)))),
            ),
          ]),
    ),
    ...sameAs(window, ctx, say),
  ];
  if (warning !== undefined)
    blocks.push(richText(quote(text(say('warning'), { bold: true }), text(` ${truncate(warning, 600)}`))));
  if (window.byCause.length > 0) blocks.push(causesTable(window, ctx.templates));
  if (window.byCause.length > mostRows)
    blocks.push(remark(say('moreCauses', { count: window.byCause.length - mostRows })));
  // One route on one backend is told in the lines already.
  const isOne = window.byRoute.length <= 1 && window.byTarget.length <= 1 && lines.length > 0;
  const where = isOne
    ? []
    : [...places(say('routes'), window.byRoute, say), ...places(say('targets'), window.byTarget, say)];
  if (where.length > 0) blocks.push(richText(...where));
  blocks.push(...worth(window, ctx, say));
  const small = [...notes.slice(0, 3).map((note) => truncate(note, 300)), receiptOf(window, say)];
  blocks.push(remark(small.join('\n')));
  const said = lines.slice(0, 3).map((line) => truncate(line, 400));
  return {
    text: fallback(title, summary, ...said, warning ?? '') || say(`marks.${markOf(window, ctx)}`),
    blocks,
  };
}

/** How many share the route and the cause of one request. */
function sameAs(window: Window, { templates, like }: WindowContext, say: Say): KnownBlock[] {
  if (!like || window.failures === 0) return [];
  const { request, verdict } = like.report;
  const route = routeOf(request);
  const onRoute = requestsOnRoute(window, request);
  const counted504 = countedAs(verdict.cause);
  const ofCause = window.byCause.find(({ cause }) => cause === counted504)?.requests ?? 0;
  const row = (count: number, words: string) =>
    section(text(formatCount(count), { bold: true }), text(` ${words}`));
  return [
    richText(
      section(text(say('like'), { bold: true })),
      list('bullet', [
        ...(route === '' ? [] : [row(onRoute, say('onRoute', { route }))]),
        row(ofCause, say('ofCause', { cause: causeTitle(templates, counted504) })),
      ]),
    ),
  ];
}

type Say = (key: string, values?: Record<string, unknown>) => string;

/** Never calm where something could not be read. */
function markOf(
  window: Window,
  { isDoubted = false }: WindowContext,
): 'failing' | 'rising' | 'falling' | 'over' | 'none' | 'unknown' {
  // Nor where CloudWatch counted failures that no log shows.
  const isCounted = window.traffic?.some(({ failures }) => failures > 0) ?? false;
  if (window.failures === 0) return window.complete && !isCounted && !isDoubted ? 'none' : 'unknown';
  const { trend } = window;
  return trend === 'over' || trend === 'rising' || trend === 'falling' ? trend : 'failing';
}

function causesTable(window: Window, templates: Templates): KnownBlock {
  const cell = (value: string): RawTextElement => ({
    type: 'raw_text',
    text: truncate(oneLine(value) || '–', 80),
  });
  const share = (requests: number) =>
    window.failures === 0 ? '–' : `${((requests / window.failures) * 100).toFixed(0)}\u00A0%`;
  return {
    type: 'table',
    column_settings: [{ is_wrapped: true }, { align: 'right' }, { align: 'right' }],
    rows: [
      ['cause', 'requests', 'share'].map((name) => cell(words(templates, `window.columns.${name}`))),
      ...window.byCause
        .slice(0, mostRows)
        .map(({ cause, requests }) => [
          cell(causeTitle(templates, cause)),
          cell(formatCount(requests)),
          { type: 'raw_text' as const, text: share(requests) },
        ]),
    ],
  };
}

function places(title: string, shares: Window['byRoute'], say: Say): (RichTextSection | RichTextList)[] {
  if (shares.length === 0) return [];
  const left = shares.length - mostRows;
  return [
    section(text(title, { bold: true })),
    list(
      'bullet',
      shares
        .slice(0, mostRows)
        .map((one) =>
          section(
            text(formatCount(one.requests), { bold: true }),
            text(` ${truncate(oneLine(one.name), 150)}`),
          ),
        ),
    ),
    ...(left > 0 ? [section(text(say('more', { count: left }), { italic: true }))] : []),
  ];
}

/** The requests to look at first, in a menu that explains one; its id comes back and is read like any that a person typed. */
function worth(window: Window, { templates, muteValue }: WindowContext, say: Say): KnownBlock[] {
  const requests = window.worthDiagnosing
    .filter(
      ({ id }, index, all) =>
        oneLine(id) !== '' && id.length <= limits.option && all.findIndex((one) => one.id === id) === index,
    )
    .slice(0, 3);
  const why = (name: string) => {
    const sentence = `messages/window:worth.${name}`;
    return templates.has(sentence) ? templates.fill(sentence, {}) : name;
  };
  const elements: ActionsBlock['elements'] = [];
  if (requests.length > 0)
    elements.push({
      type: 'static_select',
      action_id: actionIds.pickRequest,
      placeholder: plainText(say('pick'), 150),
      options: requests.map((one) =>
        option(
          truncate(
            `${shortId(one.id)} · ${causeTitle(templates, one.cause)}, ${why(one.why)}`,
            limits.option,
          ),
          one.id,
        ),
      ),
    });
  if (muteValue) elements.push(button(actionIds.muteAlarm, say('mute'), muteValue));
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}

function receiptOf({ receipt }: Window, say: Say): string {
  return say('receipt', {
    queries: receipt.queries.length,
    apiCalls: receipt.apiCalls,
    scanned: bytes(receipt.bytesScanned),
  });
}
