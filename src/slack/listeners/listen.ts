import type { App } from '@slack/bolt';
import type { Bot } from '../bot.ts';
import { listenToAlarms } from './alarms.ts';
import { listenToAnswerButtons } from './answer-buttons.ts';
import { listenToAskForm } from './ask-form.ts';
import { listenToMessages } from './channel-message.ts';
import { listenToCommand } from './command.ts';
import { listenToFeedback } from './feedback.ts';
import { listenToForgotten } from './forgotten.ts';
import { listenToHome } from './home.ts';
import { listenToLifecycle } from './lifecycle.ts';
import { listenToMentions } from './mention.ts';
import { listenToShortcuts } from './shortcuts.ts';
import { listenToThreadButtons } from './thread-buttons.ts';

/** Every way in. Each is named in manifest.yml. */
export function listen(app: App, bot: Bot): void {
  listenToCommand(app, bot);
  listenToMentions(app, bot);
  listenToMessages(app, bot);
  listenToAlarms(app, bot);
  listenToAnswerButtons(app, bot);
  listenToThreadButtons(app, bot);
  listenToFeedback(app, bot);
  listenToAskForm(app, bot);
  listenToShortcuts(app, bot);
  listenToHome(app, bot);
  listenToLifecycle(app, bot);
  listenToForgotten(app, bot);
}
