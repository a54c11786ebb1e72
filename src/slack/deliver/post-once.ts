import { setTimeout as pause } from 'node:timers/promises';
import { WebAPIRateLimitedError } from '@slack/web-api';
import type { Bot } from '../bot.ts';
import { changeDelivery, readDelivery } from './delivery.ts';
import { findPosted } from './find-posted.ts';
import { isPassing } from './is-passing.ts';
import { expectStrays, takeBack } from './remove-strays.ts';
import { type Message, post } from './send.ts';

/**
 * Posts one part of an answer exactly once, however often the job runs: the intent is stored before, the ts after.
 * A crash between the two leaves an intent without a ts; then the thread is asked once whether the part arrived. Of two
 * processes that post the same part, the one that notes it last takes its message back; and where a message may still
 * arrive that nobody was told of, {@link removeStrays} looks later.
 */
export async function postOnce(
  bot: Bot,
  answerId: string,
  part: string,
  to: { channel: string; threadTs?: string | undefined },
  message: Message,
): Promise<string> {
  return sendOnce(bot, answerId, part, to, {
    canBeFound: true,
    send: () => post(bot, to, message, { answerId, part }),
  });
}

/**
 * {@link postOnce} for anything that ends in a message, such as a file. `send` returns its ts or id. A file bears no mark
 * by which it could be found, so one of unknown fate is not sent again in the same run.
 */
export async function sendOnce(
  bot: Bot,
  answerId: string,
  part: string,
  to: { channel: string; threadTs?: string | undefined },
  { canBeFound, send }: { canBeFound: boolean; send: () => Promise<string> },
): Promise<string> {
  const before = await readDelivery(bot, answerId);
  const known = before?.parts[part];
  if (known) return known;
  const begunMs = (known === '' ? before?.begunMs?.[part] : undefined) ?? bot.now();
  const search = { answerId, part, sinceMs: begunMs };
  if (known === '') {
    const found = await findPosted(bot, search, to);
    if (found) return remember(bot, answerId, part, found, to);
    await expectStrays(bot, answerId, to);
  }
  await changeDelivery(bot, answerId, (delivery) => ({
    ...delivery,
    parts: { ...delivery.parts, [part]: '' },
    begunMs: { ...delivery.begunMs, [part]: begunMs },
  }));
  let heldUpMs = 0;
  let attempt = 1;
  let isSure = true;
  let mayStand = false;
  for (;;) {
    try {
      // After anything but a refusal for its pace, the message may stand although we were not told.
      const found = mayStand ? await findPosted(bot, search, to) : undefined;
      if (found) return await remember(bot, answerId, part, found, to);
      mayStand = false;
      return await remember(bot, answerId, part, await send(), to);
    } catch (error) {
      const isForPace = error instanceof WebAPIRateLimitedError;
      mayStand ||= !isForPace;
      if (isSure && mayStand && isPassing(error)) {
        isSure = false;
        await expectStrays(bot, answerId, to);
      }
      // Being asked to wait is no failure: in a busy channel many answers share one message a second. Nor is an outage.
      const isHeldUp = isForPace || (isPassing(error) && bot.isSlackAway());
      const isPatient = isHeldUp ? heldUpMs < longestHoldUpMs : canBeFound && attempt < mostAttempts;
      const waitMs = isPatient ? worthWaiting(error, isHeldUp ? outagePace : attempt) : undefined;
      if (waitMs === undefined) throw error;
      if (isHeldUp) heldUpMs += waitMs;
      else attempt += 1;
      bot.logger.info({ answerId, part, attempt, waitMs, error: String(error) }, 'a message is sent again');
      bot.observe?.({ decision: 'retried', entry: 'message' });
      await pause(waitMs);
    }
  }
}

const mostAttempts = 6;
/** While Slack is away, each look waits as long as the third of the attempts. */
const outagePace = 3;
/** Longest that one message waits for its turn, or for Slack to come back, ms; then the job tries anew. */
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

/** Notes where the part stands. Where another process noted another place meanwhile, that one stays and ours goes. */
async function remember(
  bot: Bot,
  answerId: string,
  part: string,
  ts: string,
  to: { channel: string },
): Promise<string> {
  const { parts } = await changeDelivery(bot, answerId, (before) =>
    before.parts[part] ? before : { ...before, parts: { ...before.parts, [part]: ts } },
  );
  const standing = parts[part] || ts;
  if (standing !== ts) await takeBack(bot, to.channel, ts);
  return standing;
}
