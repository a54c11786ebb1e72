import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkConfig } from '../../src/config.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { actionIds, callbackIds } from '../../src/slack/blocks/action-ids.ts';
import { desktop, noBrowser, openBrowser, phone, photograph } from './page/browser.ts';

const lateOrder = 'f4267199-574c-4d30-b6b9-25e26d687255';
const sameByDay = 'd14c4d11-4e7f-4e48-b7e2-16a9af10fc90';
const slowBank = '36597f79-43d2-447b-947a-436c57b0ff91';
const coldImport = '2139250f-4e0c-42ec-9360-25dbf2412c0b';

/** The whole product as a newcomer meets it: the production bot as its own process, Slack and AWS over real sockets. */
describe.skipIf(noBrowser)(`the sandbox in a browser ${noBrowser ?? ''}`, () => {
  let sandbox: Sandbox;
  let browser: Browser;
  let page: Page;
  const troubles: string[] = [];
  /** What was pressed, by action_id or callback_id, as the page told the stand-in. */
  const driven = new Set<string>();

  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 });
    browser = await openBrowser();
    page = await browser.newPage(desktop);
    page.setDefaultTimeout(100_000);
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on('console', (said) => {
      if (said.type() === 'error') troubles.push(said.text());
    });
    page.on('response', (response) => {
      if (response.status() >= 400)
        troubles.push(`${response.status()} ${response.url()} ${response.request().postData() ?? ''}`);
    });
    page.on('request', (request) => {
      if (!request.url().includes('/ui/') || request.method() !== 'POST') return;
      const { actionId, callbackId } = request.postDataJSON();
      for (const id of [actionId, callbackId]) if (id) driven.add(String(id).replace(/:\d$/, ''));
    });
    await page.goto(sandbox.url);
    // The bot is a process of its own, and slow machines take their time to begin it.
    await page.getByRole('navigation').getByText('connected', { exact: true }).waitFor({ timeout: 200_000 });
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

  /** An answer ends its details with this one; until then its thread is still growing. */
  const answered = (times: number) =>
    expect
      .poll(() => thread().locator('.message').filter({ hasText: 'Where it was looked' }).count())
      .toBe(times);

  it('says that its data is sample data, and names ids worth trying', async () => {
    await page.getByText(/^Sample data\./).waitFor();
    await page.getByRole('button', { name: /^An order times out after 29 s/ }).waitFor();
    await photograph(page, 'sandbox-first-sight');
  });

  it('gives a terminal the configuration of its bot, without what is Slack’s', async () => {
    const text = await (await fetch(`${sandbox.url}/gw504.yaml`)).text();
    const checked = checkConfig('gw504.yaml', text);
    expect('config' in checked && checked.config.accounts.map(({ alias }) => alias)).toEqual([
      'shop',
      'payments',
    ]);
    expect(text).not.toMatch(/slack|xoxb|channels/);
  });

  it('gives a terminal lines that find a request in any of its accounts', async () => {
    const lines = await page.locator('.terminal-line code').allTextContents();
    const folder = mkdtempSync(join(tmpdir(), 'gw504-terminal-'));
    const gw504 = `${process.execPath} ${resolve('dist/gw504.js')}`;
    const script = lines.join('\n').replace('npx gw504', gw504).replace(/\S+$/, slowBank);
    const { stdout } = await promisify(execFile)('sh', ['-ec', script], { cwd: folder });
    expect(stdout).toContain('payments');
    rmSync(folder, { recursive: true });
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
    await answered(1);
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
    await answer.getByRole('button', { name: /^Show .*queries/ }).click();
    await channelMessages()
      .filter({ hasText: /That is in the thread already|it is on its way into the thread/ })
      .first()
      .waitFor();
    const lists = thread()
      .locator('.message')
      .filter({ hasText: /\d+ log quer\w+ for/ });
    expect(await lists.count()).toBe(1);
    await photograph(page, 'sandbox-evidence');
  });

  it('widens the search after a word about its cost, and runs again', async () => {
    const answer = verdict('Integration answered too late');
    await answer.getByRole('button', { name: /wider time|Widen/ }).click();
    const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'));
    await photograph(page, 'sandbox-widen');
    await dialog.getByRole('button', { name: 'Search' }).click();
    await answered(2);
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
    await expect.poll(() => thread().locator('.message').count()).toBeGreaterThan(before);
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

  it('takes a mark back', async () => {
    const checklist = thread().locator('.message').filter({ hasText: 'AWS guide for 504s' }).first();
    await checklist.getByRole('combobox').last().selectOption({ index: 1 });
    await checklist
      .getByText(/done by/i)
      .first()
      .waitFor({ state: 'detached' });
  });

  it('asks for the reason of a verdict that was wrong', async () => {
    await thread().locator('.feedback button').last().click();
    const form = page.getByRole('dialog');
    await form.getByRole('textbox').fill('The function had answered in time.');
    await photograph(page, 'sandbox-feedback-form');
    await form.getByRole('button', { name: 'Send' }).click();
    await page
      .getByText(/^Noted with its evidence/)
      .first()
      .waitFor();
  });

  it('shows how far it is, and runs again in the same message', async () => {
    const before = await channelMessages().count();
    sandbox.faults.slow('logs', 3_000);
    await verdict('Integration answered too late')
      .getByRole('button', { name: /^Run again/ })
      .click();
    const progress = channelMessages().filter({ hasText: /Looking into/ });
    await progress.getByText('searching').first().waitFor();
    await photograph(page, 'sandbox-progress');
    sandbox.faults.clear();
    await answered(3);
    expect(await channelMessages().count()).toBe(before);
  });

  it('stops a search when it is told to, and brings the verdict back that stood there', async () => {
    sandbox.faults.slow('logs', 8_000);
    await verdict('Integration answered too late')
      .getByRole('button', { name: /^Run again/ })
      .click();
    await channelMessages().getByRole('button', { name: /^Stop/ }).click();
    const stopped = verdict(/was stopped by/);
    sandbox.faults.clear();
    await stopped.getByText('Integration answered too late').waitFor();
    await photograph(page, 'sandbox-stopped');
  });

  it('makes one summary of several requests, and shows one in full', async () => {
    await ask(`/gw504 ${sameByDay} ${slowBank}`);
    const summary = verdict('2 requests');
    await summary.getByRole('combobox').selectOption({ index: 1 });
    await openThread(summary);
    await thread().getByText('Where the').first().waitFor();
    await photograph(page, 'sandbox-several');
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
    // A slow machine may end it at the deadline; then it says what is missing.
    await answer
      .getByText(/Request not found|What is missing/)
      .first()
      .waitFor({ timeout: 200_000 });
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

  it('takes a question by the form of the global shortcut', async () => {
    await page.getByRole('button', { name: 'Shortcuts and commands' }).first().click();
    await page.getByRole('menuitem', { name: 'Investigate a request' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Request id').fill('nonsense');
    await form.getByLabel('Channel for the answer').selectOption({ label: '#incidents' });
    await form.getByRole('button', { name: 'Look it up' }).click();
    await form
      .getByText(/“nonsense” is not a request id/)
      .first()
      .waitFor();
    await photograph(page, 'sandbox-form-error');
    await form.getByLabel('Request id').fill(slowBank);
    await form.getByRole('button', { name: 'Look it up' }).click();
    await form.waitFor({ state: 'detached' });
    await verdict('31').waitFor();
  });

  it('explains what a message names, by the shortcut in its menu', async () => {
    await goTo(/^payments-oncall/);
    await ask(`what happened to ${slowBank}, anybody?`, 'payments-oncall');
    const message = channelMessages().filter({ hasText: 'anybody?' });
    await message.hover();
    await message.getByRole('button', { name: 'Message shortcuts' }).click();
    await page.getByRole('menuitem', { name: 'Explain this 504' }).click();
    await openThread(message);
    await thread().getByRole('table').waitFor();
    await goTo(/^incidents/);
  });

  it('judges pasted log lines as they stand, in the thread of the paste', async () => {
    await ask(
      [
        '(0f0f0f0f-1111-4e48-b7e2-16a9af10fc90) Starting execution for request: 0f0f0f0f-1111-4e48-b7e2-16a9af10fc90',
        '(0f0f0f0f-1111-4e48-b7e2-16a9af10fc90) Execution failed due to a timeout error',
        '(0f0f0f0f-1111-4e48-b7e2-16a9af10fc90) Method completed with status: 504',
      ].join('\n'),
    );
    await openThread(verdict('Method completed with status: 504'));
    await thread()
      .getByText(/Integration timed out|answered too late/)
      .first()
      .waitFor();
    await photograph(page, 'sandbox-pasted');
  });

  it('deletes an answer with its thread', async () => {
    const answers = channelMessages()
      .filter({ hasText: '0f0f0f0f-574c' })
      .filter({ has: page.locator('.button.overflow') });
    const answer = answers.last();
    await answer.locator('.button.overflow').click();
    await page.getByRole('menuitem', { name: 'Delete this answer' }).click();
    await channelMessages().filter({ hasText: 'are deleted' }).waitFor();
    await expect.poll(() => answers.count()).toBe(0);
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

  it('looks at an alarm again, at one of its requests, and keeps it quiet for an hour', async () => {
    await thread().getByRole('button', { name: 'Look again' }).click();
    await thread().getByRole('combobox').first().selectOption({ index: 1 });
    await thread().getByRole('table').first().waitFor();
    await thread().getByRole('button', { name: 'Mute this alarm for an hour' }).click();
    await thread().getByRole('button', { name: 'Answer it again' }).click();
    await thread().getByRole('button', { name: 'Mute this alarm for an hour' }).waitFor();
    await photograph(page, 'sandbox-alarm-buttons');
  });

  it('tells of itself in App Home', async () => {
    await goTo(/^gw504/);
    await page.locator('.home-body h3').first().waitFor();
    await photograph(page, 'sandbox-home');
  });

  it('asks, looks again, switches alarms and sends feedback from App Home', async () => {
    const home = page.locator('.home-body');
    await home.getByRole('button', { name: 'Look again' }).click();
    await home.getByRole('button', { name: 'Turn alarm replies on' }).first().click();
    await expect.poll(() => home.getByRole('button', { name: 'Turn alarm replies off' }).count()).toBe(2);
    await home.getByRole('button', { name: 'Explain a 504' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Cancel|Close/ })
      .first()
      .click();
    await home.getByRole('button', { name: 'Send me the test cases' }).click();
    await home.getByText(/^On its way/).waitFor();
    await photograph(page, 'sandbox-home-feedback');
    await goTo(/^gw504 messages/);
    await channelMessages()
      .getByText(/^Feedback as \d test case/)
      .waitFor();
    await page.getByText('gw504-feedback.zip').first().waitFor();
    await photograph(page, 'sandbox-feedback');
  });

  it('has been driven by every button, select and shortcut there is', () => {
    const forms = [callbackIds.askForm, callbackIds.feedbackForm];
    const all = [...Object.values(actionIds), ...Object.values(callbackIds)];
    expect([...driven].sort()).toStrictEqual(all.filter((id) => !forms.some((form) => form === id)).sort());
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
