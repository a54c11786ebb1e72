import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { desktop, noBrowser, openBrowser, phone, photograph } from './page/browser.ts';

const lateOrder = 'f4267199-574c-4d30-b6b9-25e26d687255';
const coldImport = '2139250f-4e0c-42ec-9360-25dbf2412c0b';

/** The whole product as a newcomer meets it: the production bot as its own process, Slack and AWS over real sockets. */
describe.skipIf(noBrowser)(`the sandbox in a browser ${noBrowser ?? ''}`, () => {
  let sandbox: Sandbox;
  let browser: Browser;
  let page: Page;
  const troubles: string[] = [];

  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 });
    browser = await openBrowser();
    page = await browser.newPage(desktop);
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on('console', (said) => {
      if (said.type() === 'error') troubles.push(said.text());
    });
    page.on('response', (response) => {
      if (response.status() >= 400)
        troubles.push(`${response.status()} ${response.url()} ${response.request().postData() ?? ''}`);
    });
    await page.goto(sandbox.url);
    await page.getByRole('navigation').getByText('connected', { exact: true }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await sandbox?.stop();
    expect(troubles).toStrictEqual([]);
  });

  const thread = () => page.getByRole('complementary', { name: 'Thread' });
  const channelMessages = () => page.locator('.channel-pane .message');
  const goTo = (name: RegExp) => page.getByRole('navigation').getByRole('button', { name }).click();
  const ask = async (text: string, channel = 'incidents') => {
    const box = page.getByRole('combobox', { name: `Message #${channel}` });
    await box.fill(text);
    await box.press('Enter');
  };
  const verdict = (text: string | RegExp) => channelMessages().filter({ hasText: text }).last();
  const openThread = async (message: Locator) => {
    await message.getByRole('button', { name: /repl(y|ies)/ }).click();
    await thread().waitFor();
  };

  it('says that its data is sample data, and names ids worth trying', async () => {
    await page.getByText(/^Sample data\./).waitFor();
    await page.getByRole('button', { name: /^An order times out after 29 s/ }).waitFor();
    await photograph(page, 'sandbox-first-sight');
  });

  it('answers a command: a private word at once, one verdict, its details in the thread', async () => {
    await ask(`/gw504 ${lateOrder}`);
    await page.getByText(/^On it\./).waitFor();
    const answer = verdict('Integration answered too late');
    await answer.getByText('was still working when the gateway gave up').waitFor();
    await answer.getByText('A retry would do it twice').waitFor();
    await openThread(answer);
    await thread().getByRole('table').waitFor();
    await thread().getByText('Ran on after the 504').first().waitFor();
    await thread()
      .getByText(/AWS guide/)
      .first()
      .waitFor();
    await photograph(page, 'sandbox-verdict');
  });

  it('shows the evidence and the queries, once however often they are asked for', async () => {
    const answer = verdict('Integration answered too late');
    await answer.getByRole('button', { name: /^Show .*log lines|^Show evidence/ }).click();
    await thread().getByText('Execution failed due to a timeout error').first().waitFor();
    await answer.getByRole('button', { name: /^Show .*queries/ }).click();
    await thread()
      .getByText(/^\d+ log quer\w+ for/)
      .waitFor();
    const before = await thread().locator('.message').count();
    await answer.getByRole('button', { name: /^Show .*queries/ }).click();
    await channelMessages().filter({ hasText: 'That is in the thread already' }).waitFor();
    expect(await thread().locator('.message').count()).toBe(before);
    await photograph(page, 'sandbox-evidence');
  });

  it('widens the search after a word about its cost, and runs again', async () => {
    const answer = verdict('Integration answered too late');
    await answer.getByRole('button', { name: /wider time|Widen/ }).click();
    const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'));
    await photograph(page, 'sandbox-widen');
    await dialog.getByRole('button', { name: 'Search' }).click();
    await channelMessages()
      .getByText(/^Looking into/)
      .first()
      .waitFor();
    await channelMessages()
      .getByText(/^Looking into/)
      .first()
      .waitFor({ state: 'detached' });
    await verdict('Integration answered too late')
      .getByRole('button', { name: /wider time|Widen/ })
      .waitFor();
  });

  it.each([
    ['Connected or not, explained', /connect/i],
    ['Check the integration', /integration/i],
    ['Others like this', /orders/i],
    ['Summary for the post-mortem', /post-mortem/i],
  ])('has "%s" in its menu', async (choice, words) => {
    const answer = verdict('Integration answered too late');
    const before = await thread().locator('.message').count();
    await answer.locator('.button.overflow').click();
    await page.getByRole('menuitem', { name: choice }).click();
    await expect
      .poll(() => thread().locator('.message').count(), { timeout: 20_000 })
      .toBeGreaterThan(before);
    await thread().locator('.message').last().getByText(words).first().waitFor();
  });

  it('takes a mark on a step of the checklist, and a vote', async () => {
    const checklist = thread().locator('.message').filter({ hasText: 'AWS guide for 504s' }).first();
    await checklist.getByRole('combobox').first().selectOption({ index: 1 });
    await checklist
      .getByText(/done by/i)
      .first()
      .waitFor();
    await thread().locator('.feedback button').first().click();
    await page.getByText('Noted as right. Thank you.').first().waitFor();
    await photograph(page, 'sandbox-marked');
  });

  it.each([
    ['a bad id', '/gw504 not-an-id', /not-an-id/],
    ['no id at all', '/gw504 help', /request id/i],
  ])('answers %s privately', async (_, text, words) => {
    await ask(text);
    const told = channelMessages().filter({ hasText: 'Only visible to you' }).last();
    await told.getByText(words).first().waitFor();
  });

  it('says of an unknown id where it looked', async () => {
    await ask('/gw504 0f0f0f0f-574c-4d30-b6b9-25e26d687255');
    const answer = verdict('0f0f0f0f-574c-4d30-b6b9-25e26d687255');
    await answer.getByText('Request not found').waitFor();
    await openThread(answer);
    await photograph(page, 'sandbox-unknown-id');
  });

  it('opens a form for a command without anything', async () => {
    await ask('/gw504 ');
    const form = page.getByRole('dialog');
    await form.waitFor();
    await photograph(page, 'sandbox-form');
    await form
      .getByRole('button', { name: /Cancel|Close/ })
      .first()
      .click();
  });

  it('answers a mention in its thread', async () => {
    await ask(`@gw504 ${coldImport}`);
    await openThread(verdict(`@gw504 ${coldImport}`));
    await thread().getByText('Cold start used up the time').first().waitFor();
  });

  it.each([
    ['lobby', 'lobby'],
    ['partner-contoso', 'partner'],
  ])('refuses in #%s, privately', async (channel) => {
    await goTo(new RegExp(`^${channel}`));
    await ask(`/gw504 ${lateOrder}`, channel);
    await channelMessages().filter({ hasText: 'Only visible to you' }).last().waitFor();
    await photograph(page, `sandbox-denied-${channel}`);
  });

  it('answers an alarm by itself, in its thread', async () => {
    await goTo(/^alarms/);
    const alarm = channelMessages().filter({ hasText: '3 out of the last 3 datapoints' });
    await openThread(alarm);
    await thread()
      .getByText(/\d+ requests failed from/)
      .first()
      .waitFor();
    await thread().getByRole('button', { name: 'Look again' }).waitFor();
    await thread().getByText('failures.png').waitFor();
    await photograph(page, 'sandbox-alarm');
  });

  it('tells of itself in App Home', async () => {
    await goTo(/^gw504/);
    await page.locator('.home-body h3').first().waitFor();
    await photograph(page, 'sandbox-home');
  });

  it('can be read on a phone, and in the dark', async () => {
    const small = await browser.newPage({ ...phone, colorScheme: 'dark' });
    await small.goto(sandbox.url);
    await small.locator('.message').first().waitFor();
    const width = await small.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
    await photograph(small, 'sandbox-phone-dark');
    await small.close();
  });
});
