import type { KnownBlock, RawTextElement } from '@slack/types';
import type { WindowAnswer } from '../../report/window.ts';
import type { Templates } from '../../templates.ts';
import { actionIds } from '../blocks/action-ids.ts';
import { fallback, option, plainText, remark } from '../blocks/elements.ts';
import type { Message } from '../blocks/message.ts';
import { list, richText, section, text } from '../blocks/rich-text.ts';
import { shortId } from '../blocks/route.ts';
import { oneLine } from '../escape.ts';
import { truncate } from '../limits.ts';

/** Rows of each kind that the table shows; the sentences above say how wide it is. Our choice. */
const mostRows = 6;

/** Every 5xx of a window at a glance: how many, how and where, since when, and the requests to look at first. */
export function windowMessage({ window, lines, notes }: WindowAnswer, templates: Templates): Message {
  const say = (key: string) => templates.render(`messages/slack/window:${key}`);
  const causeTitle = (cause: string) => templates.fill(`messages/causes/${cause}:title`, {});
  const rows = [
    ...window.byCause.slice(0, mostRows).map(({ cause, requests }) => ['cause', causeTitle(cause), requests]),
    ...window.byRoute.slice(0, mostRows).map(({ name, requests }) => ['route', name, requests]),
    ...window.byTarget.slice(0, mostRows).map(({ name, requests }) => ['target', name, requests]),
  ].map(([kind, name, requests]) => [say(`columns.${kind}`), String(name), String(requests)]);
  const cell = (value: string): RawTextElement => ({
    type: 'raw_text',
    text: truncate(oneLine(value) || '–', 90),
  });
  const blocks: KnownBlock[] = [
    richText(
      section(text(truncate(window.summary, 600), { bold: true })),
      ...(lines.length === 0
        ? []
        : [
            list(
              'bullet',
              lines.slice(0, 8).map((line) => section(text(truncate(oneLine(line), 500)))),
            ),
          ]),
    ),
  ];
  if (rows.length > 0)
    blocks.push({
      type: 'table',
      column_settings: [{ is_wrapped: true }, { is_wrapped: true }, { align: 'right' }],
      rows: [
        ['kind', 'name', 'requests'].map((name) => cell(say(`columns.${name}`))),
        ...rows.map((row) => row.map(cell)),
      ],
    });
  if (notes.length > 0)
    blocks.push(
      remark(
        notes
          .slice(0, 4)
          .map((note) => truncate(oneLine(note), 300))
          .join('\n'),
      ),
    );
  const worth = window.worthDiagnosing.slice(0, 3);
  if (worth.length > 0)
    blocks.push({
      type: 'actions',
      elements: [
        {
          type: 'static_select',
          action_id: actionIds.pickRequest,
          placeholder: plainText(say('pick'), 150),
          options: worth.map(({ id, cause, why }) =>
            option(`${shortId(id)} · ${causeTitle(cause)} (${why})`, truncate(id, 75)),
          ),
        },
      ],
    });
  return { text: fallback(window.summary, ...lines.slice(0, 3)), blocks };
}
