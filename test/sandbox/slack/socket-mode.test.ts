import type { App } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { type Overrides, startBolt } from './start-bolt.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const started of open.splice(0)) await started.close();
});

async function start(listen: (app: App) => void = () => {}, overrides: Overrides = {}) {
  const started = await startBolt(listen, overrides);
  open.push(started);
  return started;
}

describe('Socket Mode with the real Bolt App', () => {
  it('says who the bot is', async () => {
    const { client } = await start();
    expect(await client.auth.test()).toMatchObject({
      ok: true,
      team_id: 'T0SANDBOX',
      user_id: 'U0GW504BOT',
      bot_id: 'B0GW504BOT',
    });
  });

  it('brings a command and shows the words of its acknowledgement privately', async () => {
    const { slack } = await start((app) => {
      app.command('/gw504', async ({ ack, command }) => ack({ text: `On it: ${command.text}` }));
    });
    await slack.command('U0ALICE', 'C0INCIDENT', '/gw504 f4267199-574c-4d30-b6b9-25e26d687255');
    expect(slack.state.messages.at(-1)).toMatchObject({
      channel: 'C0INCIDENT',
      user: 'U0GW504BOT',
      ephemeralTo: 'U0ALICE',
      text: 'On it: f4267199-574c-4d30-b6b9-25e26d687255',
    });
  });

  it('tells of a mention twice, and echoes the bot’s own post and edit', async () => {
    const heard: { type: string; subtype?: string; ts: string }[] = [];
    const { slack } = await start((app) => {
      app.event('message', async ({ event }) => {
        heard.push({ type: event.type, ...(event.subtype ? { subtype: event.subtype } : {}), ts: event.ts });
      });
      app.event('app_mention', async ({ event, client }) => {
        heard.push({ type: event.type, ts: event.ts });
        const posted = await client.chat.postMessage({
          channel: event.channel,
          text: 'looking',
          thread_ts: event.ts,
        });
        await client.chat.update({ channel: event.channel, ts: posted.ts ?? '', text: 'found' });
      });
    });
    const asked = slack.say('U0ALICE', 'C0INCIDENT', '@gw504 what of this?');
    expect(asked?.text).toBe('<@U0GW504BOT> what of this?');
    await expect.poll(() => heard.some(({ subtype }) => subtype === 'message_changed')).toBe(true);
    expect(
      heard
        .filter(({ ts }) => ts === asked?.ts)
        .map(({ type }) => type)
        .sort(),
    ).toStrictEqual(['app_mention', 'message']);
    expect(slack.state.messages.at(-1)).toMatchObject({ text: 'found', threadTs: asked?.ts });
    expect(slack.deliveries.map(({ payload }) => payload.event)).toContainEqual(
      expect.objectContaining({ type: 'message', bot_id: 'B0GW504BOT', text: 'looking' }),
    );
  });

  it('brings a click with the message, and a response_url that replaces it', async () => {
    const { slack, client } = await start((app) => {
      app.action('again', async ({ ack, respond, body }) => {
        await ack();
        await respond({ replace_original: true, text: `pressed by ${body.user.id}` });
      });
    });
    const posted = await client.chat.postMessage({
      channel: 'C0INCIDENT',
      text: 'verdict',
      blocks: [
        {
          type: 'actions',
          block_id: 'row',
          elements: [
            { type: 'button', action_id: 'again', text: { type: 'plain_text', text: 'Again' }, value: 'x' },
          ],
        },
      ],
    });
    await slack.click({
      user: 'U0BOB',
      channel: 'C0INCIDENT',
      ts: posted.ts ?? '',
      blockId: 'row',
      actionId: 'again',
    });
    await slack.waitFor(() => slack.state.messages.at(-1)?.text === 'pressed by U0BOB');
    expect(slack.state.messages.at(-1)).toMatchObject({ ts: posted.ts, text: 'pressed by U0BOB' });
  });

  it('comes back after each refresh, and then hears what it missed', async () => {
    const heard: string[] = [];
    const { slack } = await start((app) => {
      app.message(async ({ message }) => {
        heard.push('text' in message ? (message.text ?? '') : '');
      });
    });
    slack.socketMode?.disconnect('refresh_requested');
    await slack.waitFor(() => !slack.socketMode?.isConnected(), 'the gap');
    await slack.waitFor(() => slack.socketMode?.isConnected(), 'the new connection');
    slack.say('U0ALICE', 'C0INCIDENT', 'after the gap');
    await expect.poll(() => heard).toContain('after the gap');
  });

  it('hears the same event twice when Slack repeats it', async () => {
    const heard: [string, number | undefined][] = [];
    const { slack } = await start((app) => {
      app.event('message', async ({ body, context }) => {
        heard.push([body.event_id, context.retryNum]);
      });
    });
    slack.say('U0ALICE', 'C0INCIDENT', 'hello');
    const delivery = await slack.waitFor(() => slack.deliveries.find(({ outcome }) => outcome));
    await slack.repeat(delivery);
    await expect.poll(() => heard).toHaveLength(2);
    expect(heard).toStrictEqual([
      [delivery.payload.event_id, 0],
      [delivery.payload.event_id, 1],
    ]);
  });
});
