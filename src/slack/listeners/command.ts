import type { App, RespondFn } from '@slack/bolt';
import type { ParsedQuestion } from '../../inquiry/parse-question.ts';
import { inquire, parseQuestion } from '../../inquiry/parse-question.ts';
import { type Taken, takeQuestion } from '../ask/take-question.ts';
import type { Bot } from '../bot.ts';
import { rememberReply } from '../deliver/replies.ts';
import { problemWords, takenWords } from './asking-words.ts';
import { speedily } from './speedily.ts';

/**
 * `/gw504 …`: whatever is wrong with it is said privately; what is right is stored before it is acknowledged, so that
 * an "On it" is a promise.
 */
export function listenToCommand(app: App, bot: Bot): void {
  app.command('/gw504', async ({ command, ack, respond }) => {
    const say = (text: string | undefined) =>
      text === undefined ? ack() : ack({ response_type: 'ephemeral', text });
    const asked = parseQuestion(command.text, { nowMs: bot.now() });
    switch (asked.kind) {
      case 'help':
      case 'empty':
        return say(bot.say('asking:help'));
      case 'unusable':
        return say(problemWords(bot, asked));
      case 'ask':
      case 'paste': {
        const work = take(bot, asked, command).then(
          (taken) => wordsFor(bot, taken, respond),
          (error: unknown) => {
            bot.logger.error({ error: String(error) }, 'a question could not be stored');
            return bot.say('asking:nothing-lost');
          },
        );
        const words = await speedily(work);
        if (words !== undefined) return say(words);
        await say(bot.say('asking:takes-longer'));
        await respond({ response_type: 'ephemeral', text: await work });
      }
    }
  });
}

function take(
  bot: Bot,
  asked: ParsedQuestion & { kind: 'ask' | 'paste' },
  command: { team_id: string; channel_id: string; user_id: string; trigger_id: string },
): Promise<Taken> {
  return takeQuestion(bot, {
    asker: { team: command.team_id, channel: command.channel_id, user: command.user_id },
    entry: 'command',
    inquiries: asked.kind === 'ask' ? asked.inquiries : inquire(asked.ids, asked.options),
    pasted: asked.kind === 'paste' ? asked.text : undefined,
    source: `command:${command.trigger_id}`,
  });
}

function wordsFor(bot: Bot, taken: Taken, respond: RespondFn): string {
  if (taken.status === 'accepted') rememberReply(bot, taken.question.answerId, respond);
  return takenWords(bot, taken) ?? bot.say('asking:joined-no-link');
}
