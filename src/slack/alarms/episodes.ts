import type { Bot } from '../bot.ts';
import { type Episode, readLedger } from './ledger.ts';

export async function readEpisode(
  bot: Bot,
  { channel, answerId }: { channel: string; answerId: string },
): Promise<Episode | undefined> {
  const { episodes } = readLedger(await bot.jobs.state.get('alarm-ledger', channel));
  return episodes.find((one) => one.answerId === answerId);
}

export async function changeEpisode(
  bot: Bot,
  { channel, answerId }: { channel: string; answerId: string },
  change: (before: Episode) => Episode,
): Promise<Episode | undefined> {
  const after = await bot.jobs.state.change('alarm-ledger', channel, (stored) => {
    const ledger = readLedger(stored);
    return {
      ...ledger,
      episodes: ledger.episodes.map((one) => (one.answerId === answerId ? change(one) : one)),
    };
  });
  return readLedger(after).episodes.find((one) => one.answerId === answerId);
}
