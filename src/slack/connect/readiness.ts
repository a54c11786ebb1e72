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
      soon(isReachable(), false),
      checkHealth && soon(look(checkHealth), undefined),
    ]);
    return { slack: isConnected(), database, ...(checkHealth ? { aws: isReadable } : {}) };
  };
}

function soon<Value>(work: Promise<Value>, late: Value): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<Value>((resolve) => {
    timer = setTimeout(resolve, patienceMs, late);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
