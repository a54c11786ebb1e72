import type { SocketModeClient } from '@slack/socket-mode';
import type { Logger } from 'pino';

/** Longest wait for Slack's greeting on a fresh socket, ms. Our choice. */
const greetingMs = 30_000;
/** Longest pause between two attempts to connect, ms. */
const longestPauseMs = 15_000;
/** Longest wait for a closing handshake at the end, ms. */
const farewellMs = 2_000;
/** A socket that stood for less was no success, ms: without this a server that hangs up at once is called in a tight ring. */
const soundMs = 5_000;
/** Pauses after such sockets grow up to the one after so many: four seconds. A way that flaps is worth another try soon. */
const mostShort = 4;

export interface Connection {
  /** Resolves once the socket stands. Rejects where the first attempt is refused: that is a matter of configuration. */
  start(): Promise<void>;
  /** Connects after so long, ms, and tries on as often as it takes: for a connection that is not the only one. */
  join(afterMs: number): void;
  stop(): Promise<void>;
  isConnected(): boolean;
}

/**
 * Keeps a Socket Mode client connected. The client's own reconnecting is off (`autoReconnectEnabled: false`): it waits
 * for seconds at each refresh that Slack asks for, and a refused reconnect is an unhandled rejection that ends the process.
 */
export function keepConnected(client: SocketModeClient, logger: Logger): Connection {
  let isConnected = false;
  let isStopped = false;
  let endPause: () => void = () => undefined;
  client.on('connected', () => {
    isConnected = true;
  });
  client.on('disconnected', () => {
    isConnected = false;
  });

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const open = async (): Promise<void> => {
    const timer = setTimeout(() => {
      client.disconnect().catch(() => undefined);
    }, greetingMs);
    try {
      await client.start();
    } finally {
      clearTimeout(timer);
    }
  };
  const closed = () =>
    new Promise<void>((resolve) => {
      if (!isConnected) resolve();
      else client.once('disconnected', () => resolve());
    });

  const stay = async () => {
    let failures = 0;
    let isUp = true;
    for (;;) {
      const sinceMs = performance.now();
      await closed();
      if (isStopped) return;
      if (isUp) failures = performance.now() - sinceMs < soundMs ? Math.min(failures + 1, mostShort) : 0;
      if (failures > 0)
        await pause(Math.min(longestPauseMs, 250 * 2 ** failures) * (0.75 + Math.random() / 2));
      if (isStopped) return;
      try {
        await open();
        isUp = true;
        logger.info({ failures }, 'connected to Slack again');
      } catch (error) {
        failures += 1;
        isUp = false;
        logger.warn({ failures, error: String(error) }, 'cannot connect to Slack; trying again');
      }
    }
  };

  return {
    isConnected: () => isConnected,
    async start() {
      await open();
      void stay();
    },
    join(afterMs) {
      void pause(afterMs).then(stay);
    },
    async stop() {
      isStopped = true;
      endPause();
      let timer: NodeJS.Timeout | undefined;
      const farewell = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, farewellMs);
      });
      await Promise.race([client.disconnect().catch(() => undefined), farewell]);
      clearTimeout(timer);
      isConnected = false;
    },
  };
}
