import { z } from 'zod';
import type { WindowAnswer } from '../../report/window.ts';
import { windowSchema } from '../../report/window-output.ts';
import { aliasesOf } from '../answer/answer-context.ts';
import { alarmMessage } from '../blocks/alarm-message.ts';
import type { Bot } from '../bot.ts';
import { readDelivery } from '../deliver/delivery.ts';
import { postOnce } from '../deliver/post-once.ts';
import { edit } from '../deliver/send.ts';
import { type Episode, readLedger } from './ledger.ts';
import { sharingBackend } from './same-backend.ts';

const keptSchema = z.object({
  answers: z.array(
    z.object({
      window: windowSchema,
      lines: z.array(z.string()),
      warning: z.string().optional(),
      notes: z.array(z.string()),
    }),
  ),
  lookedMs: z.number(),
  nextMs: z.number().optional(),
});

/** What the last look found, for a message that is drawn anew without another look: muted, unmuted. */
export async function keepWindow(
  bot: Bot,
  answerId: string,
  found: { answers: WindowAnswer[]; lookedMs: number; nextMs?: number },
): Promise<void> {
  const { answers, ...times } = found;
  const kept = answers.map(({ example: _, ...said }) => said);
  await bot.jobs.state.put('alarm-windows', answerId, { ...times, answers: kept });
}

/** When the episode is looked at next, as the last look left it, epoch ms. */
export async function dueLook(bot: Bot, answerId: string): Promise<number | undefined> {
  return keptSchema.safeParse(await bot.jobs.state.get('alarm-windows', answerId)).data?.nextMs;
}

/** Once an episode's backend is known, the replies to others of the same backend say so too. */
export async function showSharing(
  bot: Bot,
  channel: string,
  before: Pick<Episode, 'backend'>,
  episode: Episode,
): Promise<void> {
  if (episode.backend === undefined || episode.backend === before.backend) return;
  const ledger = readLedger(await bot.jobs.state.get('alarm-ledger', channel));
  for (const other of sharingBackend(ledger, episode, bot.now())) await showEpisode(bot, channel, other);
}

/** Draws the reply as things stand; one message for each API, the first of them with the buttons. */
export async function showEpisode(bot: Bot, channel: string, episode: Episode): Promise<void> {
  const read = keptSchema.safeParse(await bot.jobs.state.get('alarm-windows', episode.answerId));
  if (!read.success) return;
  const { answers, lookedMs, nextMs } = read.data;
  const nowMs = bot.now();
  const ledger = readLedger(await bot.jobs.state.get('alarm-ledger', channel));
  const isDue = nextMs !== undefined && nextMs > nowMs;
  for (const [index, answer] of answers.entries()) {
    const message = alarmMessage(
      { ...answer, example: [] },
      {
        templates: bot.templates,
        answerId: episode.answerId,
        scope: episode.scopes[index] ?? {},
        alarms: episode.alarms,
        more: episode.more,
        isLatency: episode.isLatency === true,
        backend: episode.backend,
        sharing: sharingBackend(ledger, episode, nowMs).flatMap(({ alarms }) => alarms[0]?.name ?? []),
        isFirst: index === 0,
        isOver: episode.isOver,
        lookedMs,
        nextMs: isDue ? nextMs : undefined,
        muted: episode.muted && episode.muted.untilMs > nowMs ? episode.muted : undefined,
        whileMuted: episode.whileMuted,
        accounts: aliasesOf(bot.config),
      },
    );
    const part = index === 0 ? 'root' : `window-${index}`;
    const ts = (await readDelivery(bot, episode.answerId))?.parts[part];
    if (ts) await edit(bot, { channel, ts }, message);
    else await postOnce(bot, episode.answerId, part, { channel, threadTs: episode.threadTs }, message);
  }
}
