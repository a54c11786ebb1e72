import { z } from 'zod';
import type { Bot } from '../bot.ts';

/** One hour, as the button says. */
const mutedMs = 60 * 60_000;
const mutedSchema = z.object({ untilMs: z.number() });

/** An alarm as a mute names it: two accounts may have one of the same name each. */
interface Named {
  name: string;
  account?: string | undefined;
}
const keyOf = (channel: string, { name, account = '' }: Named) => `${channel}:${account}:${name}`;

/** These alarms get no reply in this channel for an hour. Returns until when, epoch ms. */
export async function mute(
  bot: Bot,
  channel: string,
  alarms: readonly Named[],
  user: string,
): Promise<number> {
  const untilMs = bot.now() + mutedMs;
  for (const alarm of alarms) await bot.jobs.state.put('mutes', keyOf(channel, alarm), { untilMs, user });
  return untilMs;
}

export async function unmute(bot: Bot, channel: string, alarms: readonly Named[]): Promise<void> {
  await bot.jobs.state.remove('mutes', ...alarms.map((alarm) => keyOf(channel, alarm)));
}

/** Mutes of one channel that are read at once; each lasts an hour. */
const mostMutes = 2_000;

/**
 * Whether an alarm is muted in a channel: in one look, for storms. Where a message or a mute does not tell the account,
 * the name decides.
 */
export async function readMutes(bot: Bot, channel: string): Promise<(alarm: Named) => boolean> {
  const rows = await bot.jobs.state.list('mutes', { prefix: `${channel}:`, limit: mostMutes });
  const nowMs = bot.now();
  const accounts = new Map<string, Set<string>>();
  for (const { key, value } of rows) {
    const read = mutedSchema.safeParse(value);
    if (!read.success || read.data.untilMs <= nowMs) continue;
    const [account = '', ...name] = key.slice(channel.length + 1).split(':');
    accounts.set(name.join(':'), (accounts.get(name.join(':')) ?? new Set()).add(account));
  }
  return ({ name, account }) => {
    const muted = accounts.get(name);
    return muted !== undefined && (account === undefined || muted.has(account) || muted.has(''));
  };
}
