import type { App } from '@slack/bolt';
import { readAlarm } from '../../inquiry/alarms/read-alarm.ts';
import { muteAlarm, takeAlarm } from '../alarms/take-alarm.ts';
import { alarmsOf } from '../ask/alarm-switches.ts';
import { actionIds } from '../blocks/action-ids.ts';
import type { Bot } from '../bot.ts';
import { sentence } from '../deliver/sentence.ts';
import { onClick } from './click.ts';
import { readMessageEvent } from './message-event.ts';

/** How apps post: with a user of their own, or as a classic bot. Edits and the rest are never answered. */
const posted: readonly (string | undefined)[] = [undefined, 'bot_message'];

/** Alarm messages of other apps, where the channel wants them answered: the turn to ALARM only, one reply an episode. */
export function listenToAlarms(app: App, bot: Bot): void {
  app.event('message', async ({ body }) => {
    const event = readMessageEvent(body);
    if (!event?.botId || event.botId === bot.self.botId || event.user === bot.self.userId) return;
    if (!posted.includes(event.subtype) || !bot.analyseWindow) return;
    // A reply is no new alarm; forwarders put "still in ALARM" and "resolved" there.
    if (event.threadTs && event.threadTs !== event.ts) return;
    if (!bot.config.channels.some(({ id }) => id === event.channel)) return;
    const alarm = readAlarm({
      text: event.text,
      ...(Array.isArray(event.attachments) ? { attachments: event.attachments } : {}),
      ...(Array.isArray(event.blocks) ? { blocks: event.blocks } : {}),
    });
    if (alarm?.state !== 'ALARM' || (await alarmsOf(bot, event.channel)) === 'off') return;
    // Apps of other organisations stand in shared channels only, and those are refused.
    await takeAlarm(bot, alarm, { ...event, team: bot.self.teamId });
  });
  onClick(app, bot, actionIds.muteAlarm, async (click) => {
    const name = click.value ?? '';
    await muteAlarm(bot, click.asker.channel, name, click.asker.user);
    return sentence(bot.say('alarms:muted'));
  });
}
