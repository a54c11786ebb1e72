import type { App } from '@slack/bolt';
import { changeEpisode, readEpisode } from '../alarms/episodes.ts';
import type { Episode } from '../alarms/ledger.ts';
import { mute, unmute } from '../alarms/mutes.ts';
import { scheduleExtraLook, scheduleLookAt } from '../alarms/schedule-looks.ts';
import { showEpisode } from '../alarms/show-episode.ts';
import { alarmIn, takeAlarm } from '../alarms/take-alarm.ts';
import { alarmsOf, countUnanswered } from '../ask/alarm-switches.ts';
import { audit } from '../ask/audit.ts';
import { actionIds } from '../blocks/action-ids.ts';
import type { Message } from '../blocks/message.ts';
import type { Bot } from '../bot.ts';
import { sentence } from '../deliver/sentence.ts';
import { type Click, onClick } from './click.ts';
import { readEdit, readMessageEvent } from './message-event.ts';

/** How apps post: with a user of their own, or as a classic bot. The rest is never answered. */
const posted: readonly (string | undefined)[] = [undefined, 'bot_message'];

/** So long a switch that stood on is taken to stand there still, ms. */
const seenForMs = 1_000;
/** So long after a message its change can still be the alarm that it was posted for, ms. Our choice. */
const editedMs = 15 * 60_000;

/** Alarm messages of other apps, where the channel wants them answered: the turn to ALARM only, one reply an episode. */
export function listenToAlarms(app: App, bot: Bot): void {
  const looks = new Map<string, { atMs: number; isOn: Promise<boolean> }>();
  /** A storm asks for the same switch all at once; whoever sorts the alarms looks at it again. Off is not remembered. */
  const isOn = async (channel: string): Promise<boolean> => {
    const there = looks.get(channel);
    if (there && bot.now() - there.atMs < seenForMs) return there.isOn;
    const look = { atMs: bot.now(), isOn: alarmsOf(bot, channel).then((alarms) => alarms === 'on') };
    looks.set(channel, look);
    const forget = () => looks.get(channel) === look && looks.delete(channel);
    look.isOn.then((on) => on || forget(), forget);
    return look.isOn;
  };
  app.event('message', async ({ body }) => {
    // Some apps post a first word and write the alarm in its place.
    const edit = readEdit(body);
    const event = edit?.event ?? readMessageEvent(body);
    // People never, and never ourselves.
    if (!event?.botId || event.botId === bot.self.botId || event.user === bot.self.userId) return;
    if (event.appId !== undefined && event.appId === body.api_app_id) return;
    if (!posted.includes(event.subtype) || !bot.analyseWindow) return;
    // A reply is no new alarm; forwarders put "still in ALARM" and "resolved" there.
    if (event.threadTs && event.threadTs !== event.ts) return;
    const { channel, ts, botId, appId } = event;
    if (!bot.config.channels.some(({ id }) => id === channel)) return;
    const alarm = alarmIn(bot, event);
    if (!alarm) return;
    // An edit is news where it turns the message into an alarm, and soon: a link that unfolds, or a count that changes, is none.
    if (edit && (alarmIn(bot, edit.before)?.state === 'ALARM' || bot.now() - Number(ts) * 1000 > editedMs))
      return;
    const note = (why: string) =>
      audit(bot, { decision: 'denied', entry: 'alarm', user: '', team: event.team, channel, why });
    if (alarm.state !== 'ALARM') return note(`state-${alarm.state}`);
    if (!(await isOn(channel))) {
      await countUnanswered(bot, channel);
      return note('switched-off');
    }
    const { senders } = bot.config.alarmReplies;
    if (senders.length > 0 && !senders.includes(botId) && !senders.includes(appId ?? ''))
      return note('sender');
    // The app of another organisation, in a channel that it shares with us.
    if (event.team !== bot.self.teamId) return note('workspace');
    await takeAlarm(bot, alarm, { channel, ts });
  });

  onEpisode(app, bot, actionIds.muteAlarm, async (click, episode) => {
    const { channel, user } = click.asker;
    const untilMs = await mute(bot, channel, episode.alarms, user);
    await redraw(bot, channel, episode, (one) => ({
      ...one,
      muted: { untilMs, user },
      whileMuted: 0,
    }));
    await scheduleLookAt(bot, channel, episode, untilMs);
    return sentence(bot.say('alarms:muted'));
  });
  onEpisode(app, bot, actionIds.unmuteAlarm, async (click, episode) => {
    const { channel } = click.asker;
    await unmute(bot, channel, episode.alarms);
    await redraw(bot, channel, episode, ({ muted: _, ...one }) => one);
    return sentence(bot.say('alarms:unmuted'));
  });
  onEpisode(app, bot, actionIds.lookAgain, async (click, episode) => {
    await scheduleExtraLook(bot, click.asker.channel, episode, true);
    return sentence(bot.say('alarms:looking-again'));
  });
}

/** A button under the reply to an alarm; an episode that is no longer kept is asked for by hand. */
function onEpisode(
  app: App,
  bot: Bot,
  actionId: string,
  handle: (click: Click, episode: Episode) => Promise<Message>,
): void {
  onClick(app, bot, actionId, async (click) => {
    const episode = await readEpisode(bot, { channel: click.asker.channel, answerId: click.value ?? '' });
    return episode ? handle(click, episode) : sentence(bot.say('alarms:gone'));
  });
}

async function redraw(
  bot: Bot,
  channel: string,
  { answerId }: Episode,
  change: (before: Episode) => Episode,
): Promise<void> {
  const after = await changeEpisode(bot, { channel, answerId }, change);
  if (after) await showEpisode(bot, channel, after);
}
