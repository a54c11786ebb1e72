import type { Connection } from './keep-connected.ts';

/**
 * Two connections as one. Slack closes each every few hours to refresh it, and a command that comes while none stands
 * fails for whoever typed it; with two, the other one takes it. The second follows `afterMs` later, so that Slack does
 * not refresh both at the same time. Slack allows ten an app (https://docs.slack.dev/apis/events-api/using-socket-mode).
 */
export function keepTwo(first: Connection, second: Connection, afterMs: number): Omit<Connection, 'join'> {
  return {
    isConnected: () => first.isConnected() || second.isConnected(),
    async start() {
      await first.start();
      second.join(afterMs);
    },
    async stop() {
      await Promise.all([first.stop(), second.stop()]);
    },
  };
}
