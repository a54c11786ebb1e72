import type { Question } from '../ask/question.ts';
import { stoppedMessage } from '../blocks/ending-messages.ts';
import type { Bot } from '../bot.ts';
import { changeDelivery, readDelivery } from '../deliver/delivery.ts';
import { edit, slackError } from '../deliver/send.ts';
import { withEarlierAnswer } from './earlier-answer.ts';
import { whatIsAskedPlainly } from './what-is-asked.ts';

/** How soon a search hears that somebody stopped it, ms; the press may have reached another replica. */
const listenMs = 500;

/**
 * Stops a search for good, unless it has ended. False where it has: found, failed, or stopped by somebody who was
 * quicker. The message says so at once; the search itself, wherever it runs, ends by {@link listenForStop}.
 */
export async function stopAnswer(bot: Bot, question: Question, user: string): Promise<boolean> {
  const stopped = { user, atMs: bot.now() };
  const { state, stopped: by } = await changeDelivery(bot, question.answerId, (before) =>
    before.state === 'running' ? { ...before, state: 'stopped', stopped } : before,
  );
  if (state !== 'stopped' || by?.user !== stopped.user || by.atMs !== stopped.atMs) return false;
  await drawStopped(bot, question);
  return true;
}

/** Hears within half a second that somebody stopped the search. `end` stops listening. */
export function listenForStop(bot: Bot, answerId: string): { signal: AbortSignal; end(): void } {
  const stop = new AbortController();
  const timer = setInterval(() => {
    readDelivery(bot, answerId).then(
      (delivery) => {
        if (delivery?.state === 'stopped') stop.abort(new Error('Somebody stopped the search.'));
      },
      () => undefined,
    );
  }, listenMs);
  return { signal: stop.signal, end: () => clearInterval(timer) };
}

/** The last word: who stopped it, and when. May be said twice, and says the same. Never throws. */
export async function drawStopped(bot: Bot, question: Question): Promise<void> {
  const { parts, stopped } = (await readDelivery(bot, question.answerId)) ?? {};
  const root = parts?.root;
  if (!root || !stopped) return;
  const message = await withEarlierAnswer(bot, question, (earlier) =>
    stoppedMessage('cancelled', {
      templates: bot.templates,
      answerId: question.answerId,
      what: whatIsAskedPlainly(bot, question),
      by: stopped.user,
      afterMs: Math.max(0, stopped.atMs - question.askedAtMs),
      ...(earlier === undefined ? {} : { why: earlier }),
    }),
  );
  await edit(bot, { channel: question.channel, ts: root }, message).catch((error: unknown) =>
    bot.logger.warn({ error: slackError(error) ?? String(error) }, 'a stop could not be shown'),
  );
}
