import type { Bot } from '../bot.ts';
import { type LookJob, lookKind } from './kinds.ts';
import type { Episode } from './ledger.ts';
import { dueLook } from './show-episode.ts';
import { endOf } from './window-of.ts';

/** Alarms that join within this time share one look, seconds. */
const extraSeconds = 20;

/** Another look at the time that the configuration names; none where there is no such time. */
export async function scheduleLook(
  bot: Bot,
  channel: string,
  episode: Episode,
  look: number,
): Promise<number | undefined> {
  const minutes = look === 0 ? 0 : bot.config.alarmReplies.lookAgainMinutes[look - 1];
  if (minutes === undefined) return undefined;
  const dueMs = Math.max(bot.now(), episode.openedMs + minutes * 60_000);
  await bot.jobs.accept({
    kind: lookKind,
    data: { channel, answerId: episode.answerId, look } satisfies LookJob,
    dedupeKeys: [{ key: `alarm-look:${episode.answerId}:${look}`, ttlSeconds: 6 * 3600 }],
    ...(look === 0 ? {} : { startAfterSeconds: (dueMs - bot.now()) / 1000 }),
  });
  return dueMs;
}

/** A look out of turn. It begins when its slice of time is over, so that whatever joins in it is in it. */
export async function scheduleExtraLook(
  bot: Bot,
  channel: string,
  { answerId }: Episode,
  isHaste = false,
): Promise<void> {
  const [first = 1] = bot.config.alarmReplies.lookAgainMinutes;
  const seconds = isHaste ? 1 : Math.max(1, Math.min(extraSeconds, first * 60));
  await bot.jobs.accept({
    kind: lookKind,
    data: { channel, answerId, look: 'extra' } satisfies LookJob,
    dedupeKeys: [
      {
        key: `alarm-look:${answerId}:extra:${seconds}:${Math.floor(bot.now() / (seconds * 1000))}`,
        ttlSeconds: 600,
      },
    ],
    startAfterSeconds: seconds,
  });
}

/** A look at a moment of its own: when a mute ends, what came meanwhile is said. */
export async function scheduleLookAt(
  bot: Bot,
  channel: string,
  { answerId }: Episode,
  atMs: number,
): Promise<void> {
  await bot.jobs.accept({
    kind: lookKind,
    data: { channel, answerId, look: 'extra' } satisfies LookJob,
    dedupeKeys: [{ key: `alarm-look:${answerId}:at:${atMs}`, ttlSeconds: 6 * 3600 }],
    startAfterSeconds: (atMs - bot.now()) / 1000,
  });
}

/**
 * When the episode is looked at next, epoch ms: at its regular time, or after a look out of turn at the one that is
 * already due, else after the first of the configured times once more. None once its window no longer grows.
 */
export async function nextLook(
  bot: Bot,
  { channel, look }: LookJob,
  episode: Episode,
): Promise<number | undefined> {
  const nowMs = bot.now();
  if (endOf(episode, nowMs) < nowMs) return undefined;
  if (look !== 'extra') return scheduleLook(bot, channel, episode, look + 1);
  const dueMs = await dueLook(bot, episode.answerId);
  const [minutes] = bot.config.alarmReplies.lookAgainMinutes;
  if ((dueMs !== undefined && dueMs > nowMs) || minutes === undefined) return dueMs;
  await bot.jobs.accept({
    kind: lookKind,
    data: { channel, answerId: episode.answerId, look } satisfies LookJob,
    dedupeKeys: [{ key: `alarm-look:${episode.answerId}:further:${episode.looks}`, ttlSeconds: 6 * 3600 }],
    startAfterSeconds: minutes * 60,
  });
  return nowMs + minutes * 60_000;
}
