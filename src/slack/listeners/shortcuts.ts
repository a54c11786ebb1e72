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
import { whisperOr } from '../deliver/replies.ts';
import { post } from '../deliver/send.ts';
import { sentence } from '../deliver/sentence.ts';
import { takenMessage } from './asking-words.ts';
import { offerForm } from './offer-form.ts';
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
  app.shortcut(
    { callback_id: callbackIds.explainMessage, type: 'message_action' },
    async ({ ack, body, respond }) => {
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
      const tell = (words: Message) => whisperOr(bot, place, words, respond);
      if (alarm && !asked) {
        const work = explainAlarm(bot, alarm, {
          team: user.team_id ?? team?.id,
          channel: channel.id,
          ts: message.ts,
          user: user.id,
        }).catch((error: unknown) => {
          bot.logger.error({ error: String(error) }, 'an alarm could not be stored');
          return sentence(bot.say('asking:nothing-lost'));
        });
        await speedily(work);
        await ack();
        await tell(await work);
        return;
      }
      if (!asked) {
        const asker = { team: user.team_id ?? team?.id, user: user.id, triggerId: trigger_id };
        const notice = bot.say('files' in message ? 'asking:form-only-file' : 'asking:form-no-id');
        const problem = await offerForm(bot, asker, { channel: channel.id, threadTs }, { notice });
        await ack();
        if (problem) await tell(problem);
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
      if (reply) await tell(reply);
    },
  );

  const offer = async (body: { trigger_id: string; user: { id: string; team_id?: string } } & WithTeam) => {
    const team = body.user.team_id ?? body.team?.id;
    const { id: user } = body.user;
    const problem = await offerForm(bot, { team, user, triggerId: body.trigger_id }, {});
    // Neither has a channel where a private word could stand, but everybody has the direct message with the app.
    if (problem) await post(bot, { channel: user }, problem).catch(() => undefined);
  };
  app.shortcut({ callback_id: callbackIds.openForm, type: 'shortcut' }, async ({ ack, body }) => {
    const offering = offer(body);
    await speedily(offering);
    await ack();
    await offering;
  });
  app.action(actionIds.homeAsk, async ({ ack, body }) => {
    await ack();
    if ('trigger_id' in body) await offer(body);
  });
}

interface WithTeam {
  team?: { id: string } | null;
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
