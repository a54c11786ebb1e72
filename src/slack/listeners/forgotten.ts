import type { App } from '@slack/bolt';
import { actionIds } from '../blocks/action-ids.ts';
import type { Bot } from '../bot.ts';
import { whisperOr } from '../deliver/replies.ts';
import { sentence } from '../deliver/sentence.ts';
import { readClick, threadOf } from './click.ts';

const known = Object.values(actionIds).join('|');

/** A button of another version, under a message that still stands: who presses it hears that, instead of Slack's mere sign. */
export function listenToForgotten(app: App, bot: Bot): void {
  app.action(new RegExp(`^(?!(?:${known})(?::\\d)?$)gw504_`), async ({ ack, body, respond }) => {
    await ack();
    const click = readClick(body);
    if (!click) return;
    const { channel, user } = click.asker;
    bot.logger.warn({ channel }, 'a button was pressed that nobody listens to');
    await whisperOr(
      bot,
      { channel, user, threadTs: threadOf(click) },
      sentence(bot.say('clicks:forgotten')),
      respond,
    );
  });
}
