import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { Config } from '../../config-schema.ts';

/** As far from now as a request's time stamp may lie, in either direction, seconds. Slack's own advice for the past. */
const longestSkewSeconds = 300;

/** Longest that a request may hold up the stop, ms: whoever sends a byte a second would hold it for as long as they like. */
const farewellMs = 3_000;

type IsReady = () => Promise<Record<string, boolean>>;

export interface Doors {
  slack?: RequestListener | undefined;
  /** Take alarms of AWS, by path: /aws/sns, /aws/events. */
  aws?: Record<string, RequestListener>;
}

export interface Served {
  port: number;
  /** What /readyz tells from now on; before, that nothing was met yet. */
  readyBy(isReady: IsReady): void;
  /** From now on these take what is brought; before, whoever brings something is told to come again (503). */
  open(doors: Doors): void;
  /** Takes no new requests, ends those that are idle at once, and cuts those that are not done within {@link farewellMs}. */
  close(): Promise<void>;
}

/**
 * Health and metrics in both modes, and Slack's requests in http mode: `/healthz` says that the process lives, `/readyz`
 * that it can take a question. To be called first of all: a start may wait long for Slack or the database, and a process
 * that answers no probe meanwhile would be started anew, again and again.
 */
export async function serve(options: {
  server: Config['server'];
  /** For Prometheus, at /metrics. */
  metrics?: { contentType: string; print(): Promise<string> } | undefined;
  now: () => number;
  logger: Logger;
}): Promise<Served> {
  let isReady: IsReady = async () => ({ slack: false, database: false });
  let doors: Doors | undefined;
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0];
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify(body));
    };
    if (path === '/healthz') return answer(200, { status: 'ok' });
    if (path === '/readyz') {
      isReady().then(
        (checks) => answer(Object.values(checks).every(Boolean) ? 200 : 503, checks),
        () => answer(503, { checks: false }),
      );
      return;
    }
    if (path === '/metrics' && options.metrics) {
      const { contentType, print } = options.metrics;
      print().then(
        (text) => response.writeHead(200, { 'content-type': contentType }).end(text),
        () => answer(503, { error: 'metrics' }),
      );
      return;
    }
    if (!doors) return answer(503, { error: 'starting' });
    const fromAws = Object.entries(doors.aws ?? {}).find(([its]) => its === path)?.[1];
    if (fromAws && request.method === 'POST') return fromAws(request, response);
    if (path !== '/slack/events' || request.method !== 'POST' || !doors.slack)
      return answer(404, { error: 'nothing here' });
    // Bolt refuses what is too old and takes what comes from the future; a captured request could be kept for later.
    const stamp = Number(request.headers['x-slack-request-timestamp']);
    if (!(stamp <= options.now() / 1000 + longestSkewSeconds)) {
      options.logger.warn('request refused: its time stamp lies in the future or is missing');
      return answer(401, { error: 'time stamp' });
    }
    doors.slack(request, response);
  });
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new Error(
          `Cannot listen on ${options.server.host}:${options.server.port} for health checks: ${cause.message}. Set server.port in gw504.yaml (0 takes any free port).`,
          { cause },
        ),
      ),
    );
    server.listen(options.server.port, options.server.host, resolve);
  });
  return {
    port: portOf(server.address()),
    readyBy(by) {
      isReady = by;
    },
    open(to) {
      doors = to;
    },
    close: () =>
      new Promise<void>((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), farewellMs);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function portOf(address: AddressInfo | string | null): number {
  return address !== null && typeof address === 'object' ? address.port : 0;
}
