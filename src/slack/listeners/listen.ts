import type { App } from '@slack/bolt';
import type { Bot } from '../bot.ts';
import { listenToAnswerButtons } from './answer-buttons.ts';
import { listenToMessages } from './channel-message.ts';
import { listenToCommand } from './command.ts';
import { listenToLifecycle } from './lifecycle.ts';
import { listenToMentions } from './mention.ts';

/** Every way in. Each is named in manifest.yml. */
export function listen(app: App, bot: Bot): void {
  listenToCommand(app, bot);
  listenToMentions(app, bot);
  listenToMessages(app, bot);
  listenToAnswerButtons(app, bot);
  listenToLifecycle(app, bot);
}
