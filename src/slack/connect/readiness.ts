import { within } from '../../within.ts';
import type { CheckHealth } from '../bot.ts';

/** Longest that a probe waits for the database or AWS, ms: probes give up early, and the next one is told. */
const patienceMs = 1_500;

/**
 * What /readyz tells, each by a look of its own: the socket stands, the database answers, and at least one account's role
 * can be assumed and read with. AWS's part may be as old as `checkHealth` remembers; false until it was seen once.
 */
export function readiness(options: {
  isConnected: () => boolean;
  isReachable: () => Promise<boolean>;
  checkHealth?: CheckHealth | undefined;
}): () => Promise<Record<string, boolean>> {
  const { isConnected, isReachable, checkHealth } = options;
  let isReadable = false;
  const look = async (check: CheckHealth) => {
    try {
      const accounts = await check();
      isReadable = accounts.length === 0 || accounts.some(({ isHealthy }) => isHealthy);
    } catch {
      isReadable = false;
    }
  };
  return async () => {
    const [database] = await Promise.all([
      within(patienceMs, isReachable()),
      checkHealth && within(patienceMs, look(checkHealth)),
    ]);
    return { slack: isConnected(), database: database ?? false, ...(checkHealth ? { aws: isReadable } : {}) };
  };
}
