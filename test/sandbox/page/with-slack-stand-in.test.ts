import { createServer } from 'node:http';
import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageServer } from '../../../src/sandbox/page/serve-page.ts';
import { createSlackStandIn, type SlackStandIn } from '../../../src/sandbox/slack/create-slack-stand-in.ts';
import { manifest, seed, tokens } from '../slack/workspace.ts';
import { desktop, noBrowser, openBrowser } from './browser.ts';
import { buildClient } from './build-client.ts';

/** A bot of a few lines: a command with a private and a public answer, a button, a form, a Home tab. */
function listen(app: App): void {
  app.command('/gw504', async ({ ack, command, client }) => {
    await ack({ response_type: 'ephemeral', text: `On it: ${command.text}` });
    await client.chat.postMessage({
      channel: command.channel_id,
      text: 'An answer',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: `Answer to ${command.text}` } },
        {
          type: 'actions',
          elements: [
            { type: 'button', action_id: 'gw504_more', text: { type: 'plain_text', text: 'Ask more' } },
          ],
        },
      ],
    });
  });
  app.action('gw504_more', async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions') return;
    await client.views.open({
      trigger_id: body.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'gw504_form',
        title: { type: 'plain_text', text: 'More' },
        submit: { type: 'plain_text', text: 'Ask' },
        blocks: [
          {
            type: 'input',
            block_id: 'why',
            label: { type: 'plain_text', text: 'Why' },
            element: { type: 'plain_text_input', action_id: 'value' },
          },
        ],
      },
    });
  });
  app.view('gw504_form', async ({ ack, view, client }) => {
    const why = view.state.values.why?.value?.value ?? '';
    if (why === 'nonsense') {
      await ack({ response_action: 'errors', errors: { why: 'Say it otherwise.' } });
      return;
    }
    await ack();
    await client.chat.postMessage({ channel: 'C0INCIDENT', text: `Asked because of ${why}` });
  });
  app.event('app_mention', async ({ event, say }) => {
    await say({ text: `You said: ${event.text}`, thread_ts: event.thread_ts ?? event.ts });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: {
        type: 'home',
        blocks: [{ type: 'header', text: { type: 'plain_text', text: 'Everything is ready' } }],
      },
    });
  });
}

describe.skipIf(noBrowser)(`the page on the Slack stand-in ${noBrowser ?? ''}`, () => {
  let browser: Browser;
  let page: Page;
  let slack: SlackStandIn;
  let app: App;
  const server = createServer();
  const troubles: string[] = [];

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    const servePage = pageServer(buildClient());
    slack = createSlackStandIn({
      manifest,
      seed,
      now: Date.now,
      mode: { kind: 'socket' },
      tokens,
      baseUrl: () => url,
    });
    server.on('request', (request, response) => {
      if (!servePage(request, response)) void slack.handle(request, response);
    });
    server.on('upgrade', (request, socket, head) => slack.upgrade(request, socket, head));
    const clientOptions = { slackApiUrl: `${url}/api/`, retryConfig: { retries: 0 } };
    app = new App({
      token: tokens.bot,
      receiver: new SocketModeReceiver({
        appToken: tokens.app,
        logLevel: LogLevel.ERROR,
        installerOptions: { clientOptions },
      }),
      clientOptions,
      logLevel: LogLevel.ERROR,
      convoStore: false,
    });
    listen(app);
    await app.start();
    browser = await openBrowser();
    page = await browser.newPage(desktop);
    page.on('pageerror', (error) => troubles.push(String(error)));
    await page.goto(url);
    await page.getByText('ALARM: orders-5xx').waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await slack?.close();
    server.closeAllConnections();
    server.close();
    expect(troubles).toStrictEqual([]);
  });

  const write = async (text: string) => {
    const box = page.getByRole('combobox', { name: 'Message #incidents' });
    await box.fill(text);
    await box.press('Enter');
  };

  it('takes a command and shows the private and the public answer', async () => {
    await write('/gw504 abc <x>');
    await page.getByText('On it: abc <x>').waitFor();
    await page.getByRole('heading', { name: 'Answer to abc <x>' }).waitFor();
  });

  it('opens the form of a button, shows its errors, and closes it when it is right', async () => {
    await page.getByRole('button', { name: 'Ask more' }).click();
    const form = page.getByRole('dialog', { name: 'More' });
    await form.getByLabel('Why').fill('nonsense');
    await form.getByRole('button', { name: 'Ask' }).click();
    await form.getByText('Say it otherwise.').waitFor();
    await form.getByLabel('Why').fill('curiosity');
    await form.getByRole('button', { name: 'Ask' }).click();
    await page.getByText('Asked because of curiosity').waitFor();
    await form.waitFor({ state: 'detached' });
  });

  it('mentions the bot and reads its reply in the thread', async () => {
    await write('@gw504 what about <this>?');
    const asked = page.locator('.channel-pane .message').filter({ hasText: 'what about <this>?' });
    await asked.getByText('@gw504').waitFor();
    await asked.getByRole('button', { name: /^1 reply/ }).click();
    await page
      .getByRole('complementary', { name: 'Thread' })
      .getByText('You said: @gw504 what about <this>?')
      .waitFor();
  });

  it('tells what Slack says to a command in a thread', async () => {
    const reply = page.getByRole('combobox', { name: 'Reply in this thread' });
    await reply.fill('/gw504 abc');
    await reply.press('Enter');
    await page.getByText('/gw504 is not supported in threads. Sorry!').first().waitFor();
  });

  it('shows the Home tab that the bot publishes', async () => {
    await page.getByRole('button', { name: /^gw504/ }).click();
    await page.getByRole('heading', { name: 'Everything is ready' }).waitFor();
    expect(await page.getByRole('navigation').getByRole('button').allInnerTexts()).not.toContain('alice');
  });
});
