import type { Question } from '../ask/question.ts';
import type { Bot } from '../bot.ts';
import { escapeMrkdwn } from '../escape.ts';

/** What is asked for, in mrkdwn: one id, how many, or the pasted lines. */
export function whatIsAsked(bot: Bot, { inquiries }: Pick<Question, 'inquiries'>): string {
  const [first] = inquiries;
  if (!first) return bot.say('asking:what-pasted');
  return inquiries.length === 1
    ? bot.say('asking:what-one', { id: escapeMrkdwn(first.id.value) })
    : bot.say('asking:what-many', { count: inquiries.length });
}

/** The same where nothing is parsed. */
export function whatIsAskedPlainly(bot: Bot, question: Pick<Question, 'inquiries'>): string {
  return question.inquiries.length === 1
    ? (question.inquiries[0]?.id.value ?? '')
    : whatIsAsked(bot, question);
}
