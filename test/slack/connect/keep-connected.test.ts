import { SocketModeClient } from '@slack/socket-mode';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { boltLogger } from '../../../src/slack/connect/bolt-logger.ts';
import { keepConnected } from '../../../src/slack/connect/keep-connected.ts';
import { startTinySlack } from '../tiny-slack.ts';

it('a Slack that hangs up at once is called at growing distances, not in a ring', async () => {
  const slack = await startTinySlack();
  const atMs: number[] = [];
  slack.reply('apps.connections.open', () => {
    atMs.push(performance.now());
    return { ok: true, url: slack.socketUrl };
  });
  const hangUp = setInterval(() => {
    for (const socket of slack.sockets) socket.close();
  }, 5);
  const logger = pino({ level: 'silent' });
  const client = new SocketModeClient({
    appToken: 'xapp-test',
    autoReconnectEnabled: false,
    clientOptions: { slackApiUrl: slack.apiUrl },
    logger: boltLogger(logger),
  });
  const connection = keepConnected(client, logger);
  await connection.start();
  await slack.until(() => atMs.length === 4);
  // Half a second, one, two: a quarter less at the least.
  const gaps = atMs.slice(1).map((at, index) => at - (atMs[index] ?? 0));
  expect(gaps.map((gap, index) => gap >= 375 * 2 ** index)).toStrictEqual([true, true, true]);
  // And a stop in the middle of such a pause does not wait for its end.
  const beganMs = performance.now();
  await connection.stop();
  expect(performance.now() - beganMs).toBeLessThan(2_500);
  clearInterval(hangUp);
  await slack.close();
});
