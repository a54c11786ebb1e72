import { z } from 'zod';
import type { Bot } from '../bot.ts';

const switchSchema = z.object({ alarms: z.enum(['on', 'off']) });

/** Are alarm messages answered in this channel? The administrators' switch in App Home counts before the configuration. */
export async function alarmsOf(bot: Bot, channel: string): Promise<'on' | 'off'> {
  const set = switchSchema.safeParse(await bot.jobs.state.get('alarms', channel));
  if (set.success) return set.data.alarms;
  return bot.config.channels.find(({ id }) => id === channel)?.alarms ?? 'off';
}

export async function setAlarms(
  bot: Bot,
  channel: string,
  to: { alarms: 'on' | 'off'; user: string; atMs: number },
): Promise<void> {
  await bot.jobs.state.put('alarms', channel, to);
}
