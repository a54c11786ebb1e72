import { createHash, randomUUID } from 'node:crypto';
import type { Alarm, AlarmMessage } from '../../inquiry/alarms/alarm.ts';
import { readLooseAlarm } from '../../inquiry/alarms/loose-alarm.ts';
import { readMatchedAlarm } from '../../inquiry/alarms/matched-alarm.ts';
import { readAlarm } from '../../inquiry/alarms/read-alarm.ts';
import type { Bot } from '../bot.ts';
import { putInInbox, storable } from './inbox.ts';

/** The alarm that a message tells of: as a matcher of the configuration reads it, else as we do. */
export function alarmIn(bot: Bot, message: unknown): Alarm | undefined {
  const read = readable(message);
  return readMatchedAlarm(read, bot.config.alarmReplies.matchers) ?? readAlarm(read);
}

/** The same for a message that somebody points at: of any app, in any form that names an API or a configured alarm. */
export function alarmPointedAt(bot: Bot, message: unknown): Alarm | undefined {
  const names = bot.config.alarms.map(({ name }) => name);
  return alarmIn(bot, message) ?? readLooseAlarm(readable(message), names);
}

/** Stores an alarm message, durably, to be sorted within a second or two. */
export async function takeAlarm(
  bot: Bot,
  alarm: Alarm,
  { channel, ts, user }: { channel: string; ts: string; user?: string },
): Promise<void> {
  const writtenMs = Number(ts) * 1000;
  await putInInbox(bot, {
    answerId: user === undefined ? answerIdOf(channel, ts) : randomUUID(),
    channel,
    ts,
    alarm: storable(alarm),
    atMs: Number.isFinite(writtenMs) ? Math.min(writtenMs, bot.now()) : bot.now(),
    ...(user === undefined ? {} : { user }),
  });
}

/** The same for each delivery of a message, so that one which comes again can only be stored as it was. */
function answerIdOf(channel: string, ts: string): string {
  const hex = createHash('sha256').update(`${channel} ${ts}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

/** Stands for the ts of an alarm that came from AWS itself: no message in Slack tells of it yet. */
export const withoutThread = (messageId: string) => `sns-${messageId}`;
/** Where to say something of an alarm: in its thread, or where it has none, in the channel. */
export const threadOf = (channel: string, ts: string) =>
  hasThread(ts) ? { channel, threadTs: ts } : { channel };
export const hasThread = (ts: string) => !ts.startsWith('sns-');

function readable(message: unknown): AlarmMessage {
  const { text, attachments, blocks }: Record<string, unknown> = Object(message);
  return {
    ...(typeof text === 'string' ? { text } : {}),
    ...(Array.isArray(attachments) ? { attachments } : {}),
    ...(Array.isArray(blocks) ? { blocks } : {}),
  };
}
