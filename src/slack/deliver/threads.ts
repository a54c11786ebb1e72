import type { Bot } from '../bot.ts';

/** Remembers that an answer of ours stands in a thread. */
export async function markThread(
  bot: Bot,
  channel: string,
  threadTs: string,
  answerId: string,
): Promise<void> {
  await bot.jobs.state.put('threads', `${channel}:${threadTs}`, { answerId });
}

export async function hasAnswer(bot: Bot, channel: string, threadTs: string): Promise<boolean> {
  return (await bot.jobs.state.get('threads', `${channel}:${threadTs}`)) !== undefined;
}
