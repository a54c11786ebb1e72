import type { IncomingMessage } from 'node:http';
import type { Alarm } from '../../inquiry/alarms/alarm.ts';
import { alarmsOf, countUnanswered } from '../ask/alarm-switches.ts';
import { audit } from '../ask/audit.ts';
import type { Bot } from '../bot.ts';
import { takeAlarm, withoutThread } from './take-alarm.ts';

/** A message has 256 KB at most, of SNS and of EventBridge alike; escaped as JSON it can grow. */
const mostBytes = 600_000;

/** Stores an alarm that AWS itself delivered: the turn to ALARM only, where the channel wants alarms. Once for each id. */
export async function takeFromAws(
  bot: Bot,
  alarm: Alarm | undefined,
  { channel, messageId }: { channel: string; messageId: string },
): Promise<void> {
  if (alarm?.state !== 'ALARM') noteFromAws(bot, channel, 'denied', `state-${alarm?.state ?? 'none'}`);
  else if ((await alarmsOf(bot, channel)) === 'off') {
    await countUnanswered(bot, channel);
    noteFromAws(bot, channel, 'denied', 'switched-off');
  } else await takeAlarm(bot, alarm, { channel, ts: withoutThread(messageId) });
}

/** The body of a request; undefined for what is too long. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    // Read to its end all the same: to leave in the middle would break the connection before our answer is out.
    if (size <= mostBytes) chunks.push(bytes);
  }
  return size > mostBytes ? undefined : Buffer.concat(chunks).toString('utf8');
}

/** One audit line for what came from AWS. */
export function noteFromAws(bot: Bot, channel: string, decision: 'accepted' | 'denied', why: string): void {
  audit(bot, { decision, entry: 'alarm', user: '', channel, why });
}
