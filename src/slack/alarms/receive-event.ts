import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import { z } from 'zod';
import { readEventAlarm } from '../../inquiry/alarms/event-alarm.ts';
import type { Bot } from '../bot.ts';
import { noteFromAws, readBody, takeFromAws } from './take-from-aws.ts';

/** The header in which a connection of EventBridge sends its API key. */
const keyHeader = 'x-gw504-key';
/** An older alarm is no news; EventBridge itself tries for a day, ms. */
const oldestMs = 65 * 60_000;
const mostAheadMs = 5 * 60_000;

const eventSchema = z.looseObject({
  id: z.string().regex(/^[\w-]{1,100}$/),
  source: z.literal('aws.cloudwatch'),
  account: z.string(),
  region: z.string(),
  time: z.iso.datetime(),
});

/**
 * Alarms straight from EventBridge, by an API destination. Nothing in such a request is signed, so only whoever knows the
 * key is heard, and of them only the accounts and regions of the configuration.
 */
export function receiveEvents(bot: Bot, key: string): RequestListener {
  return (request, response) => {
    const end = (status: number) => response.writeHead(status, { 'cache-control': 'no-store' }).end();
    handle(bot, key, request).then(end, (error: unknown) => {
      bot.logger.warn({ error: String(error) }, 'an event was not taken; EventBridge delivers it again');
      end(503);
    });
  };
}

/** The HTTP status of the answer; throws for what EventBridge shall deliver again. */
async function handle(bot: Bot, key: string, request: IncomingMessage): Promise<number> {
  const refuse = (status: number, why: string) => {
    noteFromAws(bot, '', 'denied', why);
    return status;
  };
  // Before the body is read: strangers shall cost nothing.
  const given = request.headers[keyHeader];
  if (typeof given !== 'string' || !isSame(given, key)) return refuse(401, 'event-key');
  const body = await readBody(request);
  if (body === undefined) return 413;
  const value = parse(body);
  const event = eventSchema.safeParse(value);
  if (!event.success) return 400;
  const { account, region, id, time } = event.data;
  const from = bot.config.alarmReplies.events.find(
    (one) => one.account === account && (one.region === undefined || one.region === region),
  );
  if (!from) return refuse(403, 'event-source');
  const atMs = Date.parse(time);
  // Delivered again it would be no younger, so that it counts as taken.
  if (atMs < bot.now() - oldestMs || atMs > bot.now() + mostAheadMs) return refuse(200, 'event-time');
  await takeFromAws(bot, readEventAlarm(value), { channel: from.channel, messageId: `${account}-${id}` });
  return 200;
}

/** Takes the same time wherever the two differ. */
function isSame(given: string, key: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(key));
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
