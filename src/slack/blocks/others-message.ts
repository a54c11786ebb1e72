import type { KnownBlock, RawTextElement } from '@slack/types';
import type { Templates } from '../../templates.ts';
import { oneLine } from '../escape.ts';
import { truncate } from '../limits.ts';
import { fallback, fields, remark } from './elements.ts';
import { type Message, words } from './message.ts';
import { richText, section, text } from './rich-text.ts';
import { shortId } from './route.ts';

export interface Others {
  /** What they share, for people: "POST /orders", or a function. */
  like: string;
  /** The time that was looked at, epoch ms. */
  fromMs: number;
  toMs: number;
  /** False where the search was cut off: then the count is a least number. */
  isComplete: boolean;
  requests: { id: string; atMs: number; title: string }[];
  /** When the stage or the function was last deployed, epoch ms, where that is known. */
  deployedAtMs?: number;
}

/** Rows of the newest requests. Our choice. */
const mostRows = 10;
/** Fewer requests than this have no direction: one more or less would turn it. A heuristic. */
const leastForTrend = 6;

export type Trend = 'rising' | 'falling' | 'steady' | 'too-few';

/** Twice as many in one half of the window as in the other is a direction; anything less is steady. A heuristic. */
export function trendOf({ requests, fromMs, toMs }: Others): Trend {
  if (requests.length < leastForTrend) return 'too-few';
  const middleMs = (fromMs + toMs) / 2;
  const later = requests.filter(({ atMs }) => atMs >= middleMs).length;
  const earlier = requests.length - later;
  if (later >= earlier * 2) return 'rising';
  return earlier >= later * 2 ? 'falling' : 'steady';
}

/** How many others, since when, rising or falling, and whether it began with a deployment. */
export function othersMessage(others: Others, ctx: { templates: Templates }): Message {
  const say = (key: string, values: Record<string, unknown> = {}) =>
    words(ctx.templates, `others.${key}`, values);
  const newest = [...others.requests].sort((a, b) => b.atMs - a.atMs);
  const count = newest.length;
  const firstMs = newest.at(-1)?.atMs;
  const like = truncate(oneLine(others.like), 100);
  const title = say(count === 0 ? 'none' : 'title', { count, like, least: !others.isComplete });
  const deployed = deploymentOf(others, say);
  const blocks: KnownBlock[] = [
    richText(section(text(title, { bold: true }), ...(deployed ? [text(`\n${deployed}`)] : []))),
    ...fields([
      [say('window'), `${stamp(others.fromMs)} – ${stamp(others.toMs)} UTC`],
      [say('first'), firstMs === undefined ? '' : `${stamp(firstMs)} UTC`],
      [say('trend'), count === 0 ? '' : say(`trends.${trendOf(others)}`)],
    ]),
  ];
  if (count > 0) blocks.push(table(newest.slice(0, mostRows), say));
  if (count > mostRows) blocks.push(remark(say('more', { count: count - mostRows })));
  return {
    text: fallback(title, count === 0 ? '' : say(`trends.${trendOf(others)}`), deployed),
    blocks,
  };
}

/** Only said where it tells something: how many stand before and after the deployment. */
function deploymentOf(
  { deployedAtMs, requests, fromMs, toMs }: Others,
  say: (key: string, values: Record<string, unknown>) => string,
): string {
  if (deployedAtMs === undefined || requests.length === 0 || deployedAtMs > toMs) return '';
  const at = `${stamp(deployedAtMs)} UTC`;
  if (deployedAtMs < fromMs) return say('deployedBefore', { at });
  const before = requests.filter(({ atMs }) => atMs < deployedAtMs).length;
  const after = requests.length - before;
  return say(before === 0 ? 'sinceDeployment' : 'aroundDeployment', { at, before, after });
}

function table(
  requests: Others['requests'],
  say: (key: string, values?: Record<string, unknown>) => string,
): KnownBlock {
  const cell = (value: string): RawTextElement => ({
    type: 'raw_text',
    text: truncate(oneLine(value) || '–', 80),
  });
  return {
    type: 'table',
    column_settings: [{ is_wrapped: true }, { is_wrapped: true }, { is_wrapped: true }],
    rows: [
      ['time', 'request', 'verdict'].map((name) => cell(say(`columns.${name}`))),
      ...requests.map(({ id, atMs, title }) => [cell(stamp(atMs)), cell(shortId(id)), cell(title)]),
    ],
  };
}

function stamp(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
}
