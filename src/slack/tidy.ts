import type { Bot } from './bot.ts';

const dayMs = 24 * 60 * 60_000;

/**
 * How long each kind of state is kept after its last change, ms. Our choices: an answer's buttons work for a quarter of a
 * year, longer than any post-mortem takes; what only guards against repetition goes after a day. Feedback is kept for good.
 */
const keptMs: Record<string, number> = {
  accepted: dayMs,
  'alarm-inbox': dayMs,
  'alarm-replies': dayMs,
  'alarm-told': dayMs,
  'alarm-windows': 7 * dayMs,
  mutes: dayMs,
  answers: 90 * dayMs,
  asked: 90 * dayMs,
  bundles: 90 * dayMs,
  deliveries: 90 * dayMs,
  marks: 90 * dayMs,
  questions: 90 * dayMs,
  threads: 90 * dayMs,
  // A workspace learns newer blocks in time: they are tried again every month.
  capabilities: 30 * dayMs,
};
const everyMs = 6 * 60 * 60_000;

/** Removes what is no longer needed, now and every few hours. Returns how to stop. */
export function keepTidy(bot: Pick<Bot, 'jobs' | 'logger'>): () => void {
  const tidy = async () => {
    for (const [namespace, ms] of Object.entries(keptMs)) {
      const removed = await bot.jobs.state.prune(namespace, ms);
      if (removed > 0) bot.logger.info({ namespace, removed }, 'old state was removed');
    }
  };
  const run = () =>
    void tidy().catch((error: unknown) =>
      bot.logger.warn({ error: String(error) }, 'old state was not removed'),
    );
  run();
  const timer = setInterval(run, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
