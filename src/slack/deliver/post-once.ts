import { setTimeout as pause } from 'node:timers/promises';
import { WebAPIRateLimitedError } from '@slack/web-api';
import type { Bot } from '../bot.ts';
import { changeDelivery, readDelivery } from './delivery.ts';
import { findPosted } from './find-posted.ts';
import { isPassing } from './is-passing.ts';
import { type Message, post } from './send.ts';

/**
 * Posts one part of an answer exactly once, however often the job runs: the intent is stored before, the ts after.
 * A crash between the two leaves an intent without a ts; then the thread is asked once whether the part arrived.
 */
export async function postOnce(
  bot: Bot,
  answerId: string,
  part: string,
  to: { channel: string; threadTs?: string | undefined },
  message: Message,
): Promise<string> {
  return sendOnce(bot, answerId, part, to, () => post(bot, to, message, { answerId, part }));
}

/** {@link postOnce} for anything that ends in a message, such as a file. `send` returns its ts, or '' if unknown. */
export async function sendOnce(
  bot: Bot,
  answerId: string,
  part: string,
  to: { channel: string; threadTs?: string | undefined },
  send: () => Promise<string>,
): Promise<string> {
  const before = await readDelivery(bot, answerId);
  const known = before?.parts[part];
  if (known) return known;
  const begunMs = (known === '' ? before?.begunMs?.[part] : undefined) ?? bot.now();
  const search = { answerId, part, sinceMs: begunMs };
  if (known === '') {
    const found = await findPosted(bot, search, to);
    if (found) return remember(bot, answerId, part, found);
  }
  await changeDelivery(bot, answerId, (delivery) => ({
    ...delivery,
    parts: { ...delivery.parts, [part]: '' },
    begunMs: { ...delivery.begunMs, [part]: begunMs },
  }));
  let heldUpMs = 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await remember(bot, answerId, part, await send());
    } catch (error) {
      const isForPace = error instanceof WebAPIRateLimitedError;
      // Being asked to wait is no failure: in a busy channel many answers share one message a second.
      if (isForPace) attempt -= 1;
      const isPatient = isForPace ? heldUpMs < longestHoldUpMs : attempt < mostAttempts;
      const waitMs = isPatient ? worthWaiting(error, attempt) : undefined;
      if (waitMs === undefined) throw error;
      if (isForPace) heldUpMs += waitMs;
      bot.logger.info({ answerId, part, attempt, waitMs, error: String(error) }, 'a message is sent again');
      bot.observe?.({ decision: 'retried', entry: 'message' });
      await pause(waitMs);
      // Refused for its pace, it was not posted. After anything else the message may stand although we were not told.
      const found = isForPace ? undefined : await findPosted(bot, search, to);
      if (found) return remember(bot, answerId, part, found);
    }
  }
}

const mostAttempts = 6;
/** Longest that one message waits for its turn, ms; then the job tries anew. */
const longestHoldUpMs = 5 * 60_000;
/** Longest that one refusal for pace is waited for, ms. */
const longestWaitMs = 60_000;

/** How long to wait before the next attempt, ms; undefined where another would end the same. */
function worthWaiting(error: unknown, attempt: number): number | undefined {
  // Spread a little, or those that were refused together come back together.
  if (error instanceof WebAPIRateLimitedError)
    return Math.min(longestWaitMs, error.retryAfter * 1000) * (1 + Math.random() / 2);
  return isPassing(error) ? 500 * 2 ** (attempt - 1) : undefined;
}

async function remember(bot: Bot, answerId: string, part: string, ts: string): Promise<string> {
  await changeDelivery(bot, answerId, (before) => ({
    ...before,
    parts: { ...before.parts, [part]: ts },
  }));
  return ts;
}
