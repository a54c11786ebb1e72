import type { ModalView } from '@slack/types';
import type { Message } from '../blocks/message.ts';
import type { Bot } from '../bot.ts';
import { slackError } from '../deliver/send.ts';
import { sentence } from '../deliver/sentence.ts';

/**
 * Opens a form within the three seconds that a trigger lives; tried once, for a second try would come too late.
 * Returns what to say where Slack does not open it.
 */
export async function openForm(bot: Bot, triggerId: string, view: ModalView): Promise<Message | undefined> {
  try {
    await bot.poster.views.open({ trigger_id: triggerId, view });
    return undefined;
  } catch (error) {
    bot.logger.warn({ error: slackError(error) ?? String(error) }, 'a form was not opened');
    return sentence(bot.say('clicks:form-late'));
  }
}
