import type { Bot } from '../bot.ts';
import { type Message, whisper } from './send.ts';

/** Slack's limits for a response_url: five uses within 30 minutes. One use is left for Slack's own retries. */
const believedMs = 29 * 60_000;
const mostUses = 4;

type Respond = (message: { response_type: 'ephemeral'; text: string }) => Promise<unknown>;
interface Reply {
  respond: Respond;
  untilMs: number;
  uses: number;
}
/** Kept in memory only: such an address lets anybody who has it speak in our name. */
const kept = new WeakMap<Bot, Map<string, Reply>>();

/** Remembers how the person who asked can be reached where the bot itself may not post. */
export function rememberReply(bot: Bot, answerId: string, respond: Respond): void {
  const replies = kept.get(bot) ?? new Map<string, Reply>();
  for (const [id, reply] of replies) if (reply.untilMs < bot.now()) replies.delete(id);
  replies.set(answerId, { respond, untilMs: bot.now() + believedMs, uses: 0 });
  kept.set(bot, replies);
}

/** Tells the one who asked, privately, by whichever way is open. Never throws. */
export async function tellAsker(
  bot: Bot,
  to: { answerId: string; channel: string; user: string; threadTs?: string | undefined },
  message: Message,
): Promise<boolean> {
  if (await whisper(bot, to, message)) return true;
  const reply = kept.get(bot)?.get(to.answerId);
  if (!reply || reply.untilMs < bot.now() || reply.uses >= mostUses) return false;
  reply.uses += 1;
  try {
    await reply.respond({ response_type: 'ephemeral', text: message.text });
    return true;
  } catch (error) {
    bot.logger.warn({ answerId: to.answerId, error: String(error) }, 'private reply not delivered');
    return false;
  }
}

/**
 * Says something to one person, by the bot where it may speak, else by the address that came with what they did (a press,
 * a shortcut): they may have done it where the bot is no member, or is none with them. Never throws.
 */
export async function whisperOr(
  bot: Bot,
  to: { channel: string; user: string; threadTs?: string | undefined },
  message: Message,
  respond: (message: {
    response_type: 'ephemeral';
    text: string;
    replace_original: false;
  }) => Promise<unknown>,
): Promise<void> {
  if (await whisper(bot, to, message)) return;
  await respond({ response_type: 'ephemeral', text: message.text, replace_original: false }).catch(
    (error: unknown) => bot.logger.warn({ error: String(error) }, 'private reply not delivered'),
  );
}
