import type { ActionsBlock, KnownBlock } from '@slack/types';
import type { WindowAnswer } from '../../report/window.ts';
import type { Window } from '../../report/window-output.ts';
import type { Templates } from '../../templates.ts';
import { oneLine } from '../escape.ts';
import { truncate } from '../limits.ts';
import { actionIds } from './action-ids.ts';
import { button, fallback, remark } from './elements.ts';
import type { Message } from './message.ts';
import { person, richText, section, text } from './rich-text.ts';
import { windowMessage } from './window-message.ts';

export interface AlarmContext {
  templates: Templates;
  /** Value of the buttons. */
  answerId: string;
  scope: { account?: string; region?: string; api?: string; apiName?: string; stage?: string };
  /** The alarms of the episode, the first one first, and how many more there are. */
  alarms: { name: string; times: number }[];
  more: number;
  /** The alarms watch how long answers take, and no failures. */
  isLatency: boolean;
  /** The function or host behind nearly all of the failures, and the alarms of other APIs with the same one. */
  backend?: string | undefined;
  sharing?: string[];
  /** An alarm over several APIs is answered in several messages; only the first has the buttons. */
  isFirst: boolean;
  isOver: boolean;
  lookedMs: number;
  /** When it is looked at again by itself, epoch ms. */
  nextMs: number | undefined;
  muted: { untilMs: number; user: string } | undefined;
  whileMuted: number;
  /** Aliases by account id. */
  accounts: Record<string, string>;
}

/** Names of alarms that are shown. */
const mostNames = 8;

/** The reply to an alarm: the failures behind it, which alarms it speaks for, and what comes next. */
export function alarmMessage(answer: WindowAnswer, ctx: AlarmContext): Message {
  const say = (key: string, values: Record<string, unknown> = {}) =>
    ctx.templates.fill(`messages/slack/alarms:${key}`, values);
  const [first] = ctx.alarms;
  const about = ctx.isFirst ? (first?.name ?? '') : (ctx.scope.apiName ?? ctx.scope.api ?? '');
  const why = reasonOf(answer.window, ctx);
  const base = windowMessage(answer, {
    templates: ctx.templates,
    about,
    isDoubted: why === 'fresh' || why === 'waiting' || why === 'quiet',
    ...(ctx.isFirst && !ctx.muted ? { muteValue: ctx.answerId } : {}),
  });
  const [head, ...rest] = base.blocks;
  const receipt = rest.at(-1);
  const [summary, ...found] = rest.slice(0, -1).filter(({ type }) => type !== 'actions');
  const status = statusOf(ctx, say);
  const actions = actionsOf(base.blocks, ctx, say);
  const blocks: KnownBlock[] = [
    ...(head ? [head] : []),
    remark(placeOf(ctx, say)),
    ...(summary ? [summary] : []),
    ...(why === undefined ? [] : [richText(section(text(say(`none.${why}`))))]),
    ...found,
    ...(ctx.isFirst ? alsoFor(ctx, say) : []),
    ...(ctx.isFirst ? sharingOf(ctx, say) : []),
    ...(ctx.isFirst ? muteBlocks(ctx, say) : []),
    ...(actions ? [actions] : []),
    ...(receipt ? [receipt] : []),
    remark(status),
  ];
  return {
    text: [base.text, fallback(why === undefined ? '' : say(`none.${why}`), status)]
      .filter(Boolean)
      .join(' '),
    blocks,
  };
}

type Say = (key: string, values?: Record<string, unknown>) => string;

/** Why an alarm may find no failure in the logs: they may still be on their way, there were none, or the stage writes none. */
function reasonOf(
  { failures, traffic, unknownApi }: Window,
  { nextMs, isLatency }: AlarmContext,
): 'latency' | 'fresh' | 'waiting' | 'calm' | 'quiet' | undefined {
  // Where there is no such API, or CloudWatch counted failures that no log shows, the window says why.
  if (failures > 0 || unknownApi) return undefined;
  if (traffic?.some((stage) => stage.failures > 0)) return undefined;
  if (isLatency) return 'latency';
  if (nextMs !== undefined) return traffic === undefined ? 'fresh' : 'waiting';
  return traffic === undefined ? 'quiet' : 'calm';
}

/** "orders · prod · shop · eu-west-1" */
function placeOf({ scope, accounts }: AlarmContext, say: Say): string {
  const { account, region, api, apiName, stage } = scope;
  const shownAccount = account === undefined ? undefined : (accounts[account] ?? account);
  const parts = [apiName ?? api ?? say('any-api'), stage ?? say('any-stage'), shownAccount, region];
  return parts
    .filter((part) => part !== undefined && part !== '')
    .map((part) => truncate(oneLine(part ?? ''), 80))
    .join(' · ');
}

function alsoFor({ alarms, more }: AlarmContext, say: Say): KnownBlock[] {
  const [first, ...others] = alarms;
  const repeats = (first?.times ?? 1) - 1;
  if (others.length === 0 && repeats === 0 && more === 0) return [];
  const names = others
    .slice(0, mostNames)
    .map(({ name, times }) =>
      times > 1 ? `${truncate(oneLine(name), 80)} ×${times}` : truncate(oneLine(name), 80),
    );
  const left = Math.max(0, others.length - mostNames) + more;
  return [
    remark(
      [
        ...(repeats > 0 ? [say('repeated', { times: repeats + 1 })] : []),
        ...(names.length > 0 || left > 0 ? [say('also-for', { names: names.join(', '), left })] : []),
      ].join(' '),
    ),
  ];
}

/** Several APIs that fail on one backend are one trouble, and are to be seen as such. */
function sharingOf({ backend = '', sharing = [] }: AlarmContext, say: Say): KnownBlock[] {
  if (backend === '' || sharing.length === 0) return [];
  const names = sharing.slice(0, mostNames).map((name) => truncate(oneLine(name), 80));
  const words = say('same-backend', {
    backend: truncate(oneLine(backend), 150),
    names: names.join(', '),
    left: sharing.length - names.length,
  });
  return [richText(section(text(words, { bold: true })))];
}

function muteBlocks({ muted, whileMuted }: AlarmContext, say: Say): KnownBlock[] {
  const count = say('while-muted', { count: whileMuted });
  if (!muted) return whileMuted > 0 ? [remark(count)] : [];
  const isPerson = /^[UW][A-Z0-9]{2,20}$/.test(muted.user);
  const until = say('muted-until', { until: clock(muted.untilMs) });
  return [
    richText(
      section(
        ...(isPerson ? [text(`${say('muted-by')} `), person(muted.user), text(` ${until}`)] : [text(until)]),
        ...(whileMuted > 0 ? [text(` ${count}`)] : []),
      ),
    ),
  ];
}

function statusOf({ lookedMs, nextMs, isOver }: AlarmContext, say: Say): string {
  const looked = clock(lookedMs);
  if (isOver) return say('status.over', { looked });
  return nextMs === undefined
    ? say('status.last', { looked })
    : say('status.again', { looked, next: clock(nextMs) });
}

/** The window's own menu and mute, and ours beside them; an alarm's further APIs have the menu only. */
function actionsOf(
  blocks: readonly KnownBlock[],
  { answerId, muted, isFirst }: AlarmContext,
  say: Say,
): ActionsBlock | undefined {
  const elements = [
    ...blocks.flatMap((block) => (block.type === 'actions' ? block.elements : [])),
    ...(isFirst ? [button(actionIds.lookAgain, say('buttons.look-again'), answerId)] : []),
    ...(isFirst && muted ? [button(actionIds.unmuteAlarm, say('buttons.unmute'), answerId)] : []),
  ];
  return elements.length === 0 ? undefined : { type: 'actions', elements };
}

const clock = (ms: number) => `${new Date(ms).toISOString().slice(11, 16)} UTC`;
