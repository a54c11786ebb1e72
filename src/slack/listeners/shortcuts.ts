import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Alarm } from '../../inquiry/alarms/alarm.ts';
import { inquire, mostIds, subjectsOf } from '../../inquiry/parse-question.ts';
import { readIntent } from '../../inquiry/read-intent.ts';
import { findIds } from '../../inquiry/request-id.ts';
import { plainSlackText } from '../../inquiry/slack-text.ts';
import { alarmIn, alarmPointedAt, takeAlarm } from '../alarms/take-alarm.ts';
import { audit } from '../ask/audit.ts';
import { authorise } from '../ask/authorise.ts';
import { messageText } from '../ask/message-text.ts';
import { takeQuestion } from '../ask/take-question.ts';
import { actionIds, callbackIds } from '../blocks/action-ids.ts';
import type { Message } from '../blocks/message.ts';
import type { Bot } from '../bot.ts';
import { denialMessage } from '../deliver/denial.ts';
import { whisper } from '../deliver/send.ts';
import { sentence } from '../deliver/sentence.ts';
import { formFor } from './ask-form.ts';
import { takenMessage } from './asking-words.ts';
import { openForm } from './open-form.ts';
import { speedily } from './speedily.ts';

const shortcutSchema = z.object({
  team: z.object({ id: z.string() }).nullish(),
  user: z.object({ id: z.string(), team_id: z.string().optional() }),
  channel: z.object({ id: z.string() }),
  message: z.looseObject({ ts: z.string(), thread_ts: z.string().optional() }),
  trigger_id: z.string(),
  action_ts: z.string().optional(),
});

/** "Explain this 504" in the menu of a message, "Investigate a request" of the whole workspace, and the same in App Home. */
export function listenToShortcuts(app: App, bot: Bot): void {
  app.shortcut({ callback_id: callbackIds.explainMessage, type: 'message_action' }, async ({ ack, body }) => {
    const read = shortcutSchema.safeParse(body);
    if (!read.success) return ack();
    const { team, user, channel, message, trigger_id, action_ts } = read.data;
    const threadTs = message.thread_ts ?? message.ts;
    const known = bot.analyseWindow ? alarmIn(bot, message) : undefined;
    // What an app says of an alarm holds ids of its own ("MessageId"), which are no requests.
    const isAlarm = known !== undefined && 'bot_id' in message;
    const asked = isAlarm ? undefined : askedOf(messageText(message), bot.now());
    const alarm = known ?? (bot.analyseWindow && !asked ? alarmPointedAt(bot, message) : undefined);
    const place = { channel: channel.id, user: user.id, threadTs: message.thread_ts };
    if (alarm && !asked) {
      const work = explainAlarm(bot, alarm, {
        team: user.team_id ?? team?.id,
        channel: channel.id,
        ts: message.ts,
        user: user.id,
      });
      await speedily(work);
      await ack();
      await whisper(bot, place, await work);
      return;
    }
    if (!asked) {
      const view = await formFor(
        bot,
        { channel: channel.id, threadTs },
        { notice: bot.say('asking:form-no-id') },
      );
      const problem = await openForm(bot, trigger_id, view);
      await ack();
      if (problem) await whisper(bot, place, problem);
      return;
    }
    const work = takeQuestion(bot, {
      asker: { team: user.team_id ?? team?.id, channel: channel.id, user: user.id },
      entry: 'shortcut',
      ...asked,
      threadTs,
      source: `shortcut:${channel.id}:${message.ts}:${user.id}:${action_ts ?? trigger_id}`,
    }).then(
      (taken) => takenMessage(bot, taken),
      (error: unknown) => {
        bot.logger.error({ error: String(error) }, 'a question could not be stored');
        return sentence(bot.say('asking:nothing-lost'));
      },
    );
    await speedily(work);
    await ack();
    const reply = await work;
    if (reply) await whisper(bot, place, reply);
  });

  app.shortcut({ callback_id: callbackIds.openForm, type: 'shortcut' }, async ({ ack, body }) => {
    await openForm(bot, body.trigger_id, await formFor(bot, {}, {}));
    await ack();
  });
  app.action(actionIds.homeAsk, async ({ ack, body }) => {
    if ('trigger_id' in body) await openForm(bot, body.trigger_id, await formFor(bot, {}, {}));
    await ack();
  });
}

/** An alarm that somebody points at is looked up whatever its state, its mute or the storm: they asked. */
async function explainAlarm(
  bot: Bot,
  alarm: Alarm,
  message: { team: string | undefined; channel: string; ts: string; user: string },
): Promise<Message> {
  const permission = await authorise(bot, message);
  const { team, channel, user } = message;
  if (permission.status === 'denied') {
    audit(bot, { decision: 'denied', entry: 'alarm', user, team, channel, why: permission.why });
    return denialMessage(bot, permission);
  }
  await takeAlarm(bot, alarm, message);
  return sentence(bot.say('alarms:counting'));
}

/** What a message asks, pointed at by hand: its log lines, or every id in it. Undefined: nothing to look up. */
function askedOf(text: string, nowMs: number) {
  const intent = readIntent(text, { nowMs });
  if (intent.kind === 'log-lines')
    return { inquiries: inquire(intent.ids.slice(0, mostIds), { scope: {} }), pasted: intent.text };
  const plain = plainSlackText(text);
  const ids = [...subjectsOf(plain), ...findIds(plain)];
  const distinct = [...new Map(ids.map((id) => [id.value, id])).values()].slice(0, mostIds);
  return distinct.length > 0 ? { inquiries: inquire(distinct, { scope: {} }) } : undefined;
}
