import type { ParsedQuestion } from '../../inquiry/parse-question.ts';
import { whatIsAsked } from '../answer/what-is-asked.ts';
import type { Taken } from '../ask/take-question.ts';
import type { Bot } from '../bot.ts';
import { escapeMrkdwn } from '../escape.ts';

/** What the asker is told at once, privately; undefined for a delivery that was answered before. */
export function takenWords(bot: Bot, taken: Taken): string | undefined {
  switch (taken.status) {
    case 'accepted': {
      const { question } = taken;
      return bot.say(question.threadTs ? 'asking:on-it-thread' : 'asking:on-it', {
        what: whatIsAsked(bot, question),
      });
    }
    case 'joined':
      return taken.link === undefined
        ? bot.say('asking:joined-no-link')
        : bot.say('asking:joined', { link: `<${taken.link}>` });
    case 'repeated':
      return undefined;
    case 'denied':
      return taken.text;
  }
}

/** The private usage message: what is wrong with the question, and how to ask. */
export function problemWords(bot: Bot, { problem, args }: ParsedQuestion & { kind: 'unusable' }): string {
  const values = Object.fromEntries(
    Object.entries(args).map(([name, value]) => [
      name,
      typeof value === 'string' ? escapeMrkdwn(value).replaceAll('`', 'ˋ') : value,
    ]),
  );
  return bot.say('asking:usage', { problem: bot.say(`problems:${problem}`, values) });
}
