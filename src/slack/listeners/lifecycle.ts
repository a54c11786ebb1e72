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
  app.event('channel_unshared', async ({ event }) => {
    forgetChannel(bot, event.channel);
    bot.logger.info({ channel: event.channel }, 'a channel is shared no longer');
  });
  // Sharing can give a channel another id. The configuration names ids, so the new one is refused until it is listed.
  app.event('channel_id_changed', async ({ event }) => {
    forgetChannel(bot, event.old_channel_id);
    forgetChannel(bot, event.new_channel_id);
    if (bot.config.channels.some(({ id }) => id === event.old_channel_id))
      bot.logger.warn(
        { channel: event.old_channel_id, now: event.new_channel_id },
        'a configured channel has another id now; put the new one into channels of gw504.yaml',
      );
  });
  app.event('app_uninstalled', async () => {
    bot.logger.error('the app was removed from the workspace; an administrator has to install it again');
  });
  app.event('tokens_revoked', async () => {
    bot.logger.error('tokens of the app were revoked; an administrator has to install it again');
  });
}
