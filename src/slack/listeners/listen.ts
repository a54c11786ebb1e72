import type { App } from '@slack/bolt';
import type { Bot } from '../bot.ts';
import { listenToCommand } from './command.ts';

/** Every way in. Each is named in manifest.yml. */
export function listen(app: App, bot: Bot): void {
  listenToCommand(app, bot);
}
