import { z } from 'zod';
import type { Bot } from '../bot.ts';

const switchSchema = z.object({ alarms: z.enum(['on', 'off']) });
const countSchema = z.int().nonnegative();

/** Stands for every channel at once: the kill switch. */
export const everyChannel = '*';

/**
 * Are alarm messages answered in this channel? The administrators' switch for all channels counts first where it is off,
 * then their switch for the channel, then the configuration.
 */
export async function alarmsOf(bot: Bot, channel: string): Promise<'on' | 'off'> {
  return (
    (await switchOf(bot, channel)) ?? bot.config.channels.find(({ id }) => id === channel)?.alarms ?? 'off'
  );
}

/** What administrators have switched; undefined where nobody did. */
async function switchOf(bot: Bot, channel: string): Promise<'on' | 'off' | undefined> {
  if (await areAllOff(bot)) return 'off';
  return switchSchema.safeParse(await bot.jobs.state.get('alarms', channel)).data?.alarms;
}

export async function areAllOff(bot: Bot): Promise<boolean> {
  const all = switchSchema.safeParse(await bot.jobs.state.get('alarms', everyChannel));
  return all.data?.alarms === 'off';
}

/** Switches one channel, or all of them; what came while they were off is forgotten once they are on again. */
export async function setAlarms(
  bot: Bot,
  channel: string,
  to: { alarms: 'on' | 'off'; user: string; atMs: number },
): Promise<void> {
  await bot.jobs.state.put('alarms', channel, to);
  if (to.alarms === 'off') return;
  const { channels } = bot.config;
  const those = channel === everyChannel ? channels.map(({ id }) => id) : [channel];
  await bot.jobs.state.remove('alarms-unanswered', ...those);
}

/** Counts an alarm that came while administrators had switched the answers off; what the configuration never wanted is not counted. */
export async function countUnanswered(bot: Bot, channel: string): Promise<void> {
  if ((await switchOf(bot, channel)) === 'off')
    await bot.jobs.state.change('alarms-unanswered', channel, (before) => readCount(before) + 1);
}

/** How many alarm messages came since the answers were switched off. */
export async function unansweredIn(bot: Bot, channel: string): Promise<number> {
  return readCount(await bot.jobs.state.get('alarms-unanswered', channel));
}

const readCount = (stored: unknown) => countSchema.safeParse(stored).data ?? 0;
