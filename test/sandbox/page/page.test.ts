import { describe, expect, it } from 'vitest';
import { noBrowser, phone, photograph } from './browser.ts';
import { at, requestId, rootMessage } from './sample-state.ts';
import { usePage } from './use-page.ts';

describe.skipIf(noBrowser)(`the sandbox page ${noBrowser ?? ''}`, () => {
  const on = usePage();
  const box = () => on.page.getByRole('combobox', { name: 'Message #incident-checkout' });
  const messages = () => on.page.locator('.channel-pane .message');

  it('posts a command typed into the message box, and empties the box', async () => {
    await box().fill(`/gw504 ${requestId}`);
    await box().press('Enter');
    await expect
      .poll(() => on.sandbox.posts)
      .toStrictEqual([
        { path: '/ui/send', body: { user: 'UMAYA', channel: 'C0INC', text: `/gw504 ${requestId}` } },
      ]);
    await expect.poll(() => box().inputValue()).toBe('');
  });

  it('breaks the line with Shift+Enter and brings back the last line with ArrowUp', async () => {
    await box().fill('one');
    await box().press('Shift+Enter');
    await box().pressSequentially('two');
    await box().press('Enter');
    await expect.poll(() => on.sandbox.posts.map((post) => post.body)).toMatchObject([{ text: 'one\ntwo' }]);
    await expect.poll(() => box().inputValue()).toBe('');
    await box().press('ArrowUp');
    expect(await box().inputValue()).toBe('one\ntwo');
  });

  it('keeps what was typed when the sandbox does not take it, and says why', async () => {
    on.sandbox.answers.set('/ui/send', { status: 400, body: { error: 'channel_not_found' } });
    await box().fill('/gw504');
    await box().press('Enter');
    await on.page.getByText('That was not taken: channel_not_found.').waitFor();
    expect(await box().inputValue()).toBe('/gw504');
    on.troubles.length = 0;
  });

  it('completes the command by keyboard', async () => {
    await box().pressSequentially('/g');
    const offers = on.page.getByRole('listbox').getByRole('option');
    expect(await offers.allInnerTexts()).toStrictEqual([
      '/gw504 <request-id> [api-id] [stage]\nInvestigate one API Gateway request',
    ]);
    await box().press('Tab');
    expect(await box().inputValue()).toBe('/gw504 ');
    expect(await offers.count()).toBe(0);
  });

  it('completes a mention in the middle of a line', async () => {
    await box().pressSequentially('ask @g');
    await on.page.getByRole('option', { name: '@gw504' }).waitFor();
    await box().press('Enter');
    expect(await box().inputValue()).toBe('ask @gw504 ');
    expect(on.sandbox.posts).toStrictEqual([]);
  });

  it('keeps a draft for each channel', async () => {
    await box().fill('half a sentence');
    await on.page.getByRole('button', { name: 'alarms-prod' }).click();
    expect(await on.page.getByRole('combobox', { name: 'Message #alarms-prod' }).inputValue()).toBe('');
    await on.page.goBack();
    await expect.poll(() => box().inputValue()).toBe('half a sentence');
  });

  it('puts a sample question into the box with a click', async () => {
    await on.page.getByRole('button', { name: 'The function answers two seconds too late' }).click();
    expect(await box().inputValue()).toBe(`/gw504 ${requestId}`);
    expect(await box().evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('goes where one can ask before it puts the question there', async () => {
    await on.page.getByRole('button', { name: /^partner-acme/ }).click();
    await on.page.getByRole('button', { name: 'Nobody knows this id' }).click();
    await expect.poll(() => box().inputValue()).toMatch(/^\/gw504 0b1d7a3e/);
    expect(new URL(on.page.url()).hash).toBe('#/C0INC');
  });

  it('copies the command line for the terminal', async () => {
    await on.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const line = 'curl -s http://127.0.0.1:3504/gw504.yaml -o sandbox.yaml';
    await on.page.getByRole('button', { name: `Copy “${line}”` }).click();
    await on.page.getByText('Copied.').waitFor();
    expect(await on.page.evaluate(() => navigator.clipboard.readText())).toBe(line);
  });

  it('says all the time that its data is sample data', async () => {
    const notice = on.page.getByText('Sample data. Every account');
    expect(await notice.isVisible()).toBe(true);
    await on.page.getByRole('button', { name: 'alarms-prod' }).click();
    expect(await notice.isVisible()).toBe(true);
  });

  it('opens a thread from its link, sends into it, and closes it with Escape', async () => {
    await on.page.getByRole('button', { name: /^3 replies/ }).click();
    const thread = on.page.getByRole('complementary', { name: 'Thread' });
    const reply = thread.getByRole('combobox', { name: 'Reply in this thread' });
    expect(await reply.evaluate((box) => box === document.activeElement)).toBe(true);
    await reply.fill('@gw504 and this one?');
    await reply.press('Enter');
    await expect
      .poll(() => on.sandbox.posts)
      .toStrictEqual([
        {
          path: '/ui/send',
          body: {
            user: 'UMAYA',
            channel: 'C0INC',
            threadTs: rootMessage.ts,
            text: '@gw504 and this one?',
          },
        },
      ]);
    await reply.press('Escape');
    await thread.waitFor({ state: 'hidden' });
    await expect
      .poll(() => on.page.evaluate(() => document.activeElement?.textContent))
      .toMatch(/^504.*3 replies/);
  });

  it('walks from message to message with the arrows', async () => {
    const focused = () => on.page.evaluate(() => document.activeElement?.getAttribute('data-ts'));
    await on.page.getByRole('log', { name: 'Messages', exact: true }).focus();
    await on.page.keyboard.press('ArrowUp');
    expect(await focused()).toBe(rootMessage.ts);
    await on.page.keyboard.press('ArrowUp');
    expect(await focused()).toBe(at(94));
    await on.page.keyboard.press('ArrowDown');
    expect(await focused()).toBe(rootMessage.ts);
    await on.page.keyboard.press('ArrowDown');
    expect(await focused()).toBe(rootMessage.ts);
  });

  it('shows private messages to their reader only', async () => {
    expect(await on.page.getByText('Only visible to you').count()).toBe(1);
    await on.page.getByLabel('You are').selectOption({ label: 'Ivo Lindqvist' });
    await expect.poll(() => on.page.getByText('Only visible to you').count()).toBe(0);
    await box().fill('hello');
    await box().press('Enter');
    await expect.poll(() => on.sandbox.posts).toMatchObject([{ body: { user: 'UIVO', text: 'hello' } }]);
  });

  it('dismisses a private message', async () => {
    await on.page.getByRole('button', { name: 'Dismiss message' }).click();
    await expect.poll(() => on.page.getByText('Only visible to you').count()).toBe(0);
  });

  it('offers message shortcuts in the menu of a message, by keyboard', async () => {
    const message = messages().filter({ hasText: 'One of them' });
    await message.getByRole('button', { name: 'Message shortcuts' }).press('Enter');
    await on.page.getByRole('menuitem', { name: 'Explain this 504' }).press('Enter');
    await expect
      .poll(() => on.sandbox.posts)
      .toStrictEqual([
        {
          path: '/ui/shortcut',
          body: { user: 'UMAYA', callbackId: 'gw504_explain_message', channel: 'C0INC', ts: at(45) },
        },
      ]);
  });

  it('offers global shortcuts beside the message box', async () => {
    await on.page.getByRole('button', { name: 'Shortcuts and commands' }).first().click();
    await on.page.getByRole('menuitem', { name: 'Investigate a request' }).click();
    await expect
      .poll(() => on.sandbox.posts)
      .toStrictEqual([{ path: '/ui/shortcut', body: { user: 'UMAYA', callbackId: 'gw504_open_form' } }]);
  });

  it('opens the Home tab of the app and asks for it', async () => {
    await on.page.getByRole('button', { name: /^gw504/ }).click();
    await on.page.getByText('gw504 reads 2 accounts in 2 regions.').waitFor();
    await on.page.getByRole('button', { name: 'Ask about a request' }).click();
    await expect
      .poll(() => on.sandbox.posts)
      .toStrictEqual([
        { path: '/ui/home', body: { user: 'UMAYA' } },
        { path: '/ui/action', body: { user: 'UMAYA', viewId: 'VHOME', blockId: 'ha', actionId: 'home_ask' } },
      ]);
  });

  it('has no message box in an archived channel', async () => {
    await on.page.getByRole('button', { name: /^incident-2025/ }).click();
    await on.page.getByText('This channel is archived.').waitFor();
    expect(await on.page.getByRole('combobox', { name: /^Message #/ }).count()).toBe(0);
  });

  it('follows a permalink within the page', async () => {
    on.sandbox.push({
      type: 'message',
      message: {
        channel: 'C0ALARM',
        ts: at(200),
        user: 'UBOT',
        userName: 'gw504',
        text: `Answered in <https://shop.slack.com/archives/C0INC/p${rootMessage.ts.replace('.', '')}|this message>`,
        reactions: [],
        edited: false,
      },
    });
    await on.page.getByRole('button', { name: 'alarms-prod' }).click();
    await on.page.getByRole('link', { name: 'this message' }).click();
    await expect
      .poll(() => on.page.evaluate(() => document.activeElement?.getAttribute('data-ts')))
      .toBe(rootMessage.ts);
    expect(new URL(on.page.url()).hash).toBe('#/C0INC');
  });

  it('marks a channel with something new, until it is read', async () => {
    on.sandbox.push({
      type: 'message',
      message: {
        channel: 'C0ALARM',
        ts: at(300),
        user: 'UALARM',
        userName: 'Amazon Q',
        text: 'ALARM',
        reactions: [],
        edited: false,
      },
    });
    const unread = on.page.getByRole('img', { name: 'new messages' });
    await unread.waitFor();
    await on.page.getByRole('button', { name: 'alarms-prod' }).click();
    await unread.waitFor({ state: 'detached' });
  });

  it('tells what Slack itself says, privately', async () => {
    on.sandbox.push({
      type: 'notice',
      user: 'UMAYA',
      channel: 'C0INC',
      text: '/gw504 failed with the error "dispatch_failed"',
    });
    const notice = messages().filter({ hasText: 'dispatch_failed' });
    await notice.getByText('Slackbot').waitFor();
    expect(await notice.getByText('Only visible to you').count()).toBe(1);
  });

  it('works at the width of a phone', async () => {
    const small = await on.open('', phone);
    const width = () => small.evaluate(() => document.documentElement.scrollWidth);
    expect(await width()).toBe(390);
    await small.getByRole('button', { name: 'Open the list of channels' }).click();
    await small.getByRole('button', { name: 'alarms-prod' }).click();
    await small.getByText('elsewhere').waitFor();
    await small.getByRole('button', { name: 'Try it' }).click();
    await small.getByRole('button', { name: 'Nobody knows this id' }).click();
    const message = small.getByRole('combobox', { name: /^Message/ });
    await expect.poll(() => message.inputValue()).toMatch(/^\/gw504 0b1d7a3e/);
    await small.goto(`${on.sandbox.url}#/C0INC/${rootMessage.ts}`);
    await small.getByRole('heading', { name: 'Every block' }).waitFor();
    expect(await width()).toBe(390);
  });

  it('is photographed, to be looked at', async () => {
    await photograph(on.page, 'channel-light');
    await on.page.goto(`${on.sandbox.url}#/C0INC/${rootMessage.ts}`);
    await on.page.getByRole('heading', { name: 'Every block' }).waitFor();
    await photograph(on.page, 'thread-light');
    await on.page.locator('[data-block="table"]').scrollIntoViewIfNeeded();
    await on.page.locator('.thread-pane .scroller').evaluate((element) => element.scrollBy(0, 600));
    await photograph(on.page, 'blocks-light');
    await on.page.locator('.thread-pane .scroller').evaluate((element) => element.scrollBy(0, 700));
    await photograph(on.page, 'blocks-more-light');
    await on.page.emulateMedia({ colorScheme: 'dark' });
    await photograph(on.page, 'thread-dark');
    const small = await on.open('', phone);
    await photograph(small, 'phone-channel');
    await small.goto(`${on.sandbox.url}#/C0INC/${rootMessage.ts}`);
    await photograph(small, 'phone-thread');
  });
});
