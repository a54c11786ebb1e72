import type { Progress } from '../../progress.ts';
import type { Bot } from '../bot.ts';
import { edit, type Message } from '../deliver/send.ts';

/** Between two edits of one message, ms. Slack allows about one a second and channel; twenty people may ask at once. */
const gentleMs = 1_500;
/** With no news, the elapsed time is shown again after this long, ms. */
const heartbeatMs = 5_000;

/**
 * Keeps one message up to date with what is being looked at. Edits follow each other, so an older state never replaces
 * a newer one; one that fails is dropped, because the next says more, and none follows where `hold` says that the
 * message is another process's now. `end` resolves when no edit is under way any more:
 * only then may the answer be written.
 */
export function showProgress(
  bot: Bot,
  at: { channel: string; ts: string },
  { draw, hold }: { draw: (latest: Progress[]) => Message; hold: () => Promise<void> },
): { tell: (progress: Progress) => void; end: () => Promise<void> } {
  const latest = new Map<string, Progress>();
  let isEnded = false;
  let hasNews = false;
  let lastMs = performance.now();
  let editing: Promise<void> | undefined;

  const tick = setInterval(() => {
    const sinceMs = performance.now() - lastMs;
    if (isEnded || editing || sinceMs < (hasNews ? gentleMs : heartbeatMs)) return;
    hasNews = false;
    lastMs = performance.now();
    editing = hold()
      .then(() => (isEnded ? undefined : edit(bot, at, draw([...latest.values()]), bot.poster)))
      .catch((error: unknown) => bot.logger.debug({ error: String(error) }, 'a progress edit was dropped'))
      .finally(() => {
        lastMs = performance.now();
        editing = undefined;
      });
  }, 100);

  return {
    tell(progress) {
      if (latest.get(progress.what)?.status !== progress.status) hasNews = true;
      latest.set(progress.what, progress);
    },
    async end() {
      isEnded = true;
      clearInterval(tick);
      await editing;
    },
  };
}
