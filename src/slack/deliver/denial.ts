import type { Permission } from '../ask/authorise.ts';
import type { Message } from '../blocks/message.ts';
import type { Bot } from '../bot.ts';
import { escapeMrkdwn } from '../escape.ts';
import { sentence } from './sentence.ts';

/** Why somebody was refused, for that person only. */
export function denialMessage(bot: Bot, { why, args }: Permission & { status: 'denied' }): Message {
  const values = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, escapeMrkdwn(value)]));
  return sentence(bot.say(`denials:${why}`, values));
}
