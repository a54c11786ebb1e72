import type { KnownBlock, RawTextElement } from '@slack/types';
import type { Window, WindowAnswer } from '../../report/window.ts';
import type { Templates } from '../../templates.ts';
import { oneLine } from '../escape.ts';
import { truncate } from '../limits.ts';
import { actionIds } from './action-ids.ts';
import { bytes } from './closing-message.ts';
import { button, fallback, header, remark } from './elements.ts';
import { type Message, words } from './message.ts';
import { causeTitle } from './proof-message.ts';
import { list, quote, richText, section, text } from './rich-text.ts';
import { shortId } from './route.ts';

export interface WindowContext {
  templates: Templates;
  /** What it is about: the alarm's name, or an API and stage. */
  about: string;
  /** Value of the button that mutes this alarm; without it there is none. */
  muteValue?: string;
}

/** Rows of the table and of the list of routes. Our choice: the first ones carry nearly all. */
const mostRows = 6;

/**
 * The failures of a window at a glance, as the reply to an alarm: how many and why, since when and after which change,
 * where, and which requests to look at first.
 */
export function windowMessage({ window, lines, notes }: WindowAnswer, ctx: WindowContext): Message {
  const say = (key: string, values: Record<string, unknown> = {}) =>
    words(ctx.templates, `window.${key}`, values);
  const title = say('header', {
    mark: say(`marks.${markOf(window)}`),
    about: truncate(oneLine(ctx.about), 80),
  });
  const late = window.finishedLate.reduce((sum, one) => sum + one.requests, 0);
  const warning = late === 0 ? '' : say('late', { count: late });
  const blocks: KnownBlock[] = [
    header(title),
    richText(
      section(text(truncate(window.summary, 600), { bold: true })),
      ...(lines.length === 0
        ? []
        : [
            list(
              'bullet',
              lines.slice(0, 8).map((line) => section(text(truncate(line, 400)))),
            ),
          ]),
    ),
  ];
  if (warning) blocks.push(richText(quote(text(warning, { bold: true }))));
  if (window.byCause.length > 0) blocks.push(causesTable(window, ctx.templates));
  if (window.byCause.length > mostRows)
    blocks.push(remark(say('moreCauses', { count: window.byCause.length - mostRows })));
  if (window.byRoute.length > 0) blocks.push(routes(window, say));
  blocks.push(...worth(window, ctx, say));
  const small = [...notes.slice(0, 3).map((note) => truncate(note, 300)), receiptOf(window, say)];
  blocks.push(remark(small.join('\n')));
  return { text: fallback(title, truncate(window.summary, 600), warning), blocks };
}

/** Never calm where something could not be read. */
function markOf(window: Window): 'failing' | 'over' | 'none' | 'unknown' {
  if (window.failures === 0) return window.complete ? 'none' : 'unknown';
  return window.trend === 'over' ? 'over' : 'failing';
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
          cell(requests.toLocaleString('en-US')),
          { type: 'raw_text' as const, text: share(requests) },
        ]),
    ],
  };
}

function routes(window: Window, say: (key: string, values?: Record<string, unknown>) => string): KnownBlock {
  const left = window.byRoute.length - mostRows;
  return richText(
    section(text(say('routes'), { bold: true })),
    list(
      'bullet',
      window.byRoute
        .slice(0, mostRows)
        .map((one) =>
          section(
            text(one.requests.toLocaleString('en-US'), { bold: true }),
            text(` ${truncate(oneLine(one.name), 150)}`),
          ),
        ),
    ),
    ...(left > 0 ? [section(text(say('more', { count: left }), { italic: true }))] : []),
  );
}

/** The requests to look at first, a button each; their ids come back and are checked like any other. */
function worth(
  window: Window,
  ctx: WindowContext,
  say: (key: string, values?: Record<string, unknown>) => string,
): KnownBlock[] {
  const requests = window.worthDiagnosing.filter(({ id }) => oneLine(id) !== '').slice(0, 3);
  const mute = !ctx.muteValue ? [] : [button(actionIds.muteAlarm, say('mute'), ctx.muteValue)];
  const explain = requests.map((one) =>
    button(actionIds.explainOne, say('explain', { id: shortId(one.id) }), one.id, {
      spoken: say('explainSpoken', { id: shortId(one.id) }),
    }),
  );
  const known = richText(
    section(text(say('worth'), { bold: true })),
    list(
      'bullet',
      requests.map((one) =>
        section(
          text(truncate(oneLine(one.id), 80), { code: true }),
          text(
            ` ${causeTitle(ctx.templates, one.cause)} (${ctx.templates.fill(`messages/window:worth.${one.why}`, {})})`,
          ),
        ),
      ),
    ),
  );
  const elements = [...explain, ...mute].map((element, index) => ({
    ...element,
    // Slack wants each action_id once in a block; listeners match the beginning.
    action_id:
      element.action_id === actionIds.explainOne ? `${element.action_id}:${index}` : element.action_id,
  }));
  return [
    ...(requests.length === 0 ? [] : [known]),
    ...(elements.length === 0 ? [] : [{ type: 'actions' as const, elements }]),
  ];
}

function receiptOf(
  { receipt }: Window,
  say: (key: string, values?: Record<string, unknown>) => string,
): string {
  return say('receipt', {
    queries: receipt.queries.length,
    apiCalls: receipt.apiCalls,
    scanned: bytes(receipt.bytesScanned),
  });
}
