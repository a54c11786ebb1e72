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
  await bot.jobs.state.remove('mutes', ...names.map((name) => keyOf(channel, name)));
}

/** Mutes of one channel that are read at once; each lasts an hour. */
const mostMutes = 2_000;

/** The alarms that are muted in a channel, by name: in one look, for storms. */
export async function mutedNames(bot: Bot, channel: string): Promise<Set<string>> {
  const prefix = keyOf(channel, '');
  const rows = await bot.jobs.state.list('mutes', { prefix, limit: mostMutes });
  const nowMs = bot.now();
  const isRunning = (value: unknown) => {
    const read = mutedSchema.safeParse(value);
    return read.success && read.data.untilMs > nowMs;
  };
  return new Set(rows.filter(({ value }) => isRunning(value)).map(({ key }) => key.slice(prefix.length)));
}
