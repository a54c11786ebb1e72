import type { Unusable } from '../../inquiry/parse-question.ts';
import { whatIsAsked, whatIsAskedPlainly } from '../answer/what-is-asked.ts';
import type { Taken } from '../ask/take-question.ts';
import { helpMessage, joinedMessage } from '../blocks/ending-messages.ts';
import type { Message } from '../blocks/message.ts';
import type { Bot } from '../bot.ts';
import { sentence } from '../deliver/sentence.ts';
import { escapeMrkdwn } from '../escape.ts';
import { truncate } from '../limits.ts';

/** What the asker is told at once, privately; undefined for a delivery that was answered before. */
export function takenMessage(bot: Bot, taken: Taken, leftOut: string[] = []): Message | undefined {
  switch (taken.status) {
    case 'accepted': {
      const { question } = taken;
      const onIt = bot.say(question.threadTs ? 'asking:on-it-thread' : 'asking:on-it', {
        what: whatIsAsked(bot, question),
      });
      const away = bot.isSlackAway() ? bot.say('asking:slack-away') : undefined;
      return sentence([onIt, away, leftOutMessage(bot, leftOut)?.text].filter(Boolean).join('\n'));
    }
    case 'joined':
      return joinedMessage({
        templates: bot.templates,
        what: whatIsAskedPlainly(bot, taken),
        isAnswered: taken.isAnswered,
        ...(taken.link === undefined ? {} : { url: taken.link }),
      });
    case 'repeated':
      return undefined;
    case 'denied':
      return sentence(taken.text);
  }
}

/** Words that were meant as ids and are none: the rest is looked up, and these are named. */
export function leftOutMessage(bot: Bot, leftOut: string[]): Message | undefined {
  if (leftOut.length === 0) return undefined;
  const words = leftOut.slice(0, 5).map((word) => `“${truncate(word, 60)}”`);
  return sentence(
    bot.say('asking:left-out', { words: escapeMrkdwn(words.join(', ')), count: leftOut.length }),
  );
}

/** What is wrong with a question, in plain words. */
export function problemWords(bot: Bot, { problem, args }: Unusable): string {
  return bot.say(`problems:${problem}`, args);
}

/** The private usage message: what is wrong with the question, and how to ask. */
export function problemMessage(bot: Bot, unusable: Unusable): Message {
  return helpMessage({ templates: bot.templates, problem: problemWords(bot, unusable) });
}
