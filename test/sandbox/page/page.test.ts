import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { desktop, noBrowser, openBrowser, phone, photograph } from './browser.ts';
import { buildClient } from './build-client.ts';
import { requestId, rootMessage, sampleState } from './sample-state.ts';
import { type ScriptedSandbox, startScriptedSandbox } from './scripted-sandbox.ts';

describe.skipIf(noBrowser)(`the sandbox page ${noBrowser ?? ''}`, () => {
  let browser: Browser;
  let clientFolder: URL;
  let sandbox: ScriptedSandbox;
  let page: Page;
  let troubles: string[];

  beforeAll(async () => {
    clientFolder = buildClient();
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  async function open(address: string, options = desktop): Promise<Page> {
    const context = await browser.newContext(options);
    const opened = await context.newPage();
    opened.on('pageerror', (error) => troubles.push(String(error)));
    opened.on('console', (said) => {
      if (said.type() === 'error') troubles.push(said.text());
    });
    await opened.goto(sandbox.url + address);
    await opened.locator('.message, .home-body h3').first().waitFor();
    return opened;
  }

  beforeEach(async () => {
    troubles = [];
    sandbox = await startScriptedSandbox(clientFolder, sampleState());
    page = await open('');
  });
  afterEach(async () => {
    await page.context().close();
    await sandbox.close();
    expect(troubles).toStrictEqual([]);
  });

  it('posts a command typed into the message box', async () => {
    const box = page.getByRole('combobox', { name: 'Message #incident-checkout' });
    await box.fill(`/gw504 ${requestId}`);
    await box.press('Enter');
    await expect
      .poll(() => sandbox.posts)
      .toStrictEqual([
        { path: '/ui/send', body: { user: 'UMAYA', channel: 'C0INC', text: `/gw504 ${requestId}` } },
      ]);
    await expect.poll(() => box.inputValue()).toBe('');
  });

  it('looks like something that one would want to use', async () => {
    await photograph(page, 'channel-light');
    await page.goto(`${sandbox.url}#/C0INC/${rootMessage.ts}`);
    await page.locator('.thread-pane .message').nth(3).waitFor();
    await photograph(page, 'thread-light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await photograph(page, 'thread-dark');
    const small = await open('', phone);
    await photograph(small, 'phone-channel');
    await small.getByRole('button', { name: 'Open the list of channels' }).first().click();
    await photograph(small, 'phone-sidebar');
    await small.context().close();
  });
});
