import type { App, RespondFn } from '@slack/bolt';
import type { ParsedQuestion } from '../../inquiry/parse-question.ts';
import { inquire, mostIds, parseQuestion } from '../../inquiry/parse-question.ts';
import { type Taken, takeQuestion } from '../ask/take-question.ts';
import { helpMessage } from '../blocks/ending-messages.ts';
import type { Message } from '../blocks/message.ts';
import type { Bot } from '../bot.ts';
import { rememberReply } from '../deliver/replies.ts';
import { sentence } from '../deliver/sentence.ts';
import { problemMessage, takenMessage } from './asking-words.ts';
import { offerForm } from './offer-form.ts';
import { speedily } from './speedily.ts';

/**
 * `/gw504 …`: whatever is wrong with it is said privately; what is right is stored before it is acknowledged, so that
 * an "On it" is a promise.
 */
export function listenToCommand(app: App, bot: Bot): void {
  app.command('/gw504', async ({ command, ack, respond }) => {
    const say = (message: Message) => ack({ response_type: 'ephemeral', ...message });
    const asked = parseQuestion(command.text, { nowMs: bot.now() });
    switch (asked.kind) {
      case 'help':
        return say(helpMessage({ templates: bot.templates }));
      case 'empty': {
        const { team_id: team, user_id: user, trigger_id: triggerId, channel_id: channel } = command;
        const offer = offerForm(bot, { team, user, triggerId }, { channel }, { options: asked.options });
        const problem = await speedily(offer);
        if (problem) return say(problem);
        await ack();
        const late = await offer;
        if (late) await respond({ response_type: 'ephemeral', ...late });
        return;
      }
      case 'unusable':
        return say(problemMessage(bot, asked));
      case 'ask':
      case 'paste': {
        const leftOut = asked.kind === 'ask' ? asked.leftOut : [];
        const work = take(bot, asked, command).then(
          (taken) => replyTo(bot, taken, leftOut, respond),
          (error: unknown) => {
            bot.logger.error({ error: String(error) }, 'a question could not be stored');
            return sentence(bot.say('asking:nothing-lost'));
          },
        );
        const reply = await speedily(work);
        if (reply !== undefined) return say(reply);
        await say(sentence(bot.say(bot.jobs.isAway() ? 'asking:store-away' : 'asking:takes-longer')));
        await respond({ response_type: 'ephemeral', ...(await work) });
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
    inquiries: asked.kind === 'ask' ? asked.inquiries : inquire(asked.ids.slice(0, mostIds), asked.options),
    pasted: asked.kind === 'paste' ? asked.text : undefined,
    source: `command:${command.trigger_id}`,
  });
}

function replyTo(bot: Bot, taken: Taken, leftOut: string[], respond: RespondFn): Message {
  if (taken.status === 'accepted') rememberReply(bot, taken.question.answerId, respond);
  return takenMessage(bot, taken, leftOut) ?? sentence(bot.say('asking:joined-no-link'));
}
