import type { Bot } from '../bot.ts';
import { changeDelivery, readDelivery } from './delivery.ts';
import { type Message, post } from './send.ts';

/**
 * Posts one part of an answer exactly once, however often the job runs: the intent is stored before, the ts after.
 * A crash between the two leaves an intent without a ts; then the thread is asked once whether the part arrived.
 */
export async function postOnce(
  bot: Bot,
  answerId: string,
  part: string,
  to: { channel: string; threadTs?: string | undefined },
  message: Message,
): Promise<string> {
  return sendOnce(bot, answerId, part, to, () => post(bot, to, message, { answerId, part }));
}

/** {@link postOnce} for anything that ends in a message, such as a file. `send` returns its ts, or '' if unknown. */
export async function sendOnce(
  bot: Bot,
  answerId: string,
  part: string,
  to: { channel: string; threadTs?: string | undefined },
  send: () => Promise<string>,
): Promise<string> {
  const before = (await readDelivery(bot, answerId))?.parts[part];
  if (before) return before;
  if (before === '') {
    const found = await findPosted(bot, answerId, part, to);
    if (found) return remember(bot, answerId, part, found);
  }
  await remember(bot, answerId, part, '');
  return remember(bot, answerId, part, await send());
}

async function remember(bot: Bot, answerId: string, part: string, ts: string): Promise<string> {
  await changeDelivery(bot, answerId, (before) => ({
    ...before,
    parts: { ...before.parts, [part]: ts },
  }));
  return ts;
}

/** One look for our own metadata. Without the history scopes this finds nothing, and the part is posted again. */
async function findPosted(
  bot: Bot,
  answerId: string,
  part: string,
  to: { channel: string; threadTs?: string | undefined },
): Promise<string | undefined> {
  try {
    const page = to.threadTs
      ? await bot.client.conversations.replies({
          channel: to.channel,
          ts: to.threadTs,
          include_all_metadata: true,
          limit: 100,
        })
      : await bot.client.conversations.history({
          channel: to.channel,
          include_all_metadata: true,
          limit: 50,
        });
    for (const message of page.messages ?? []) {
      const payload = Object(message.metadata?.event_payload);
      if (payload.answer === answerId && payload.part === part) return message.ts;
    }
  } catch (error) {
    bot.logger.info({ error: String(error) }, 'cannot look for a message posted before the restart');
  }
  return undefined;
}
