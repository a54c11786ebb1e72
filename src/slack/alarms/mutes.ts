import { z } from 'zod';
import type { Bot } from '../bot.ts';

/** One hour, as the button says. */
const mutedMs = 60 * 60_000;
const mutedSchema = z.object({ untilMs: z.number() });
const keyOf = (channel: string, name: string) => `${channel}:${name}`;

/** Alarms of these names get no reply in this channel for an hour. Returns until when, epoch ms. */
export async function mute(
  bot: Bot,
  channel: string,
  names: readonly string[],
  user: string,
): Promise<number> {
  const untilMs = bot.now() + mutedMs;
  for (const name of names) await bot.jobs.state.put('mutes', keyOf(channel, name), { untilMs, user });
  return untilMs;
}

export async function unmute(bot: Bot, channel: string, names: readonly string[]): Promise<void> {
  for (const name of names) await bot.jobs.state.remove('mutes', keyOf(channel, name));
}

export async function isMuted(bot: Bot, channel: string, name: string): Promise<boolean> {
  const read = mutedSchema.safeParse(await bot.jobs.state.get('mutes', keyOf(channel, name)));
  return read.success && read.data.untilMs > bot.now();
}
