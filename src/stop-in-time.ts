import type { Logger } from 'pino';

/**
 * Runs the steps of a stop one after the other, each though one before it failed, and ends the process when they are done:
 * with 0, or with 1 where one of them failed or they were not done in time. What was not finished is taken up after the
 * next start.
 */
export async function stopInTime(
  steps: readonly (() => Promise<unknown> | undefined)[],
  { boundMs, logger, exit }: { boundMs: number; logger: Logger; exit: (code: number) => void },
): Promise<void> {
  const late = setTimeout(() => {
    logger.error({ boundMs }, 'the stop took too long; ending all the same');
    exit(1);
  }, boundMs);
  let isClean = true;
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      isClean = false;
      logger.error({ error: String(error) }, 'a step of the stop failed');
    }
  }
  clearTimeout(late);
  if (isClean) logger.info('stopped');
  exit(isClean ? 0 : 1);
}
