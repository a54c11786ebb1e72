import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { startSlackStandIn } from '../../../src/sandbox/slack/start-slack-stand-in.ts';
import { manifest, seed, tokens } from './workspace.ts';

export type Overrides = Partial<Omit<Parameters<typeof startSlackStandIn>[0], 'mode'>>;

/** The stand-in and a real Bolt App on its Socket Mode. `listen` adds listeners before it starts. */
export async function startBolt(listen: (app: App) => void, overrides: Overrides = {}) {
  const slack = await startSlackStandIn({
    manifest,
    seed,
    now: Date.now,
    mode: { kind: 'socket' },
    tokens,
    ...overrides,
  });
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, timeout: 60_000 };
  const receiver = new SocketModeReceiver({
    appToken: tokens.app,
    logLevel: LogLevel.ERROR,
    // Also the pause before it connects again. A busy machine may be late with a pong.
    clientPingTimeout: 2_000,
    installerOptions: { clientOptions },
  });
  const app = new App({
    token: tokens.bot,
    receiver,
    clientOptions,
    logLevel: LogLevel.ERROR,
    convoStore: false,
  });
  listen(app);
  await app.start();
  return {
    slack,
    app,
    client: app.client,
    async close() {
      await app.stop();
      await slack.close();
    },
  };
}
