import type { Bot } from '../bot.ts';
import { readDelivery } from '../deliver/delivery.ts';
import { postOnce } from '../deliver/post-once.ts';
import { edit } from '../deliver/send.ts';
import { sentence } from '../deliver/sentence.ts';
import { escapeMrkdwn } from '../escape.ts';
import type { Arrival } from './inbox.ts';
import { mostLookups, type Skipped, stormMs } from './ledger.ts';
import { threadOf } from './take-alarm.ts';

/** Says once, in the thread of the first that was skipped, that there were too many; counts on in that same message. */
export async function saySkipped(bot: Bot, channel: string, skipped: Skipped): Promise<void> {
  const { answerId, threadTs, count, names, why = 'channel' } = skipped;
  const { perChannel, overall } = bot.config.alarmReplies;
  const message = sentence(
    bot.say('alarms:storm', {
      why: bot.say(`alarms:bound.${why}`, {
        most: { channel: perChannel, overall, swarm: mostLookups }[why],
        minutes: Math.round(stormMs / 60_000),
      }),
      count,
      names: names.map((name) => escapeMrkdwn(name)).join(', '),
      isMore: count > names.length,
    }),
  );
  try {
    const ts = (await readDelivery(bot, answerId))?.parts.skipped;
    if (ts) await edit(bot, { channel, ts }, message);
    else await postOnce(bot, answerId, 'skipped', threadOf(channel, threadTs), message);
  } catch (error) {
    bot.logger.warn({ channel, count, error: String(error) }, 'that alarms were skipped could not be said');
  }
}

/** How long a channel is not told again that alarms cannot be looked up, seconds. */
const toldSeconds = 3600;

/** An alarm that may be an API's could not be looked up: said in its thread, once an hour and channel. */
export async function sayCannotTell(
  bot: Bot,
  { answerId, channel, ts, alarm }: Arrival,
  why: 'denied' | 'unreachable' | 'gave-up',
): Promise<void> {
  const nowMs = bot.now();
  const told = Number(await bot.jobs.state.get('alarm-told', `${channel}:${why}`));
  if (nowMs - told < toldSeconds * 1000) return;
  await bot.jobs.state.put('alarm-told', `${channel}:${why}`, nowMs);
  try {
    const words = bot.say(`alarms:cannot-tell.${why}`, { name: escapeMrkdwn(alarm.name) });
    await postOnce(bot, answerId, 'cannot-tell', threadOf(channel, ts), sentence(words));
  } catch (error) {
    bot.logger.warn({ channel, error: String(error) }, 'that an alarm was not looked up could not be said');
  }
}
