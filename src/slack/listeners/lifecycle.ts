import type { App } from '@slack/bolt';
import { forgetChannel } from '../ask/directory.ts';
import type { Bot } from '../bot.ts';

/** What happens to the channels and to the app itself. */
export function listenToLifecycle(app: App, bot: Bot): void {
  app.event('channel_shared', async ({ event }) => {
    forgetChannel(bot, event.channel);
    bot.logger.warn(
      { channel: event.channel },
      'a channel became shared; nothing is shown there from now on',
    );
  });
  app.event('app_uninstalled', async () => {
    bot.logger.error('the app was removed from the workspace; an administrator has to install it again');
  });
  app.event('tokens_revoked', async () => {
    bot.logger.error('tokens of the app were revoked; an administrator has to install it again');
  });
}
