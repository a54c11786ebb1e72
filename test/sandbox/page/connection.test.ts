import { describe, expect, it } from 'vitest';
import { noBrowser } from './browser.ts';
import { at, requestId, sampleState } from './sample-state.ts';
import { usePage } from './use-page.ts';

const late = {
  channel: 'C0INC',
  ts: at(900),
  user: 'UBOT',
  userName: 'gw504',
  text: 'said during the gap',
  reactions: [],
  edited: false,
};

describe.skipIf(noBrowser)(`the page and a sandbox that comes and goes ${noBrowser ?? ''}`, () => {
  const on = usePage();

  it('hears again after a gap, with everything that it missed', async () => {
    const box = on.page.getByRole('combobox', { name: 'Message #incident-checkout' });
    await box.fill(requestId);
    on.sandbox.state = { ...sampleState(), messages: [...sampleState().messages, late] };
    on.sandbox.dropStreams();
    await on.page.getByText('said during the gap').waitFor();
    expect(on.sandbox.streams()).toBe(1);
    expect(await box.inputValue()).toBe(requestId);
    await on.page.getByText('The sandbox does not answer.').waitFor({ state: 'hidden' });
    on.sandbox.push({ type: 'message', message: { ...late, ts: at(901), text: 'said after the gap' } });
    await on.page.getByText('said after the gap').waitFor();
    on.troubles.length = 0;
  });

  it('shows a message once, however often it is told', async () => {
    on.sandbox.push({ type: 'message', message: late });
    on.sandbox.push({ type: 'message', message: late });
    on.sandbox.push({ type: 'message', message: { ...late, ts: at(902), text: 'the last' } });
    await on.page.getByText('the last').waitFor();
    expect(await on.page.getByText('said during the gap').count()).toBe(1);
  });

  it('says that the bot is not connected, until it is', async () => {
    const words = on.page.getByText('gw504 is not connected yet.');
    on.sandbox.push({ type: 'bot-connection', connected: false });
    await words.waitFor();
    on.sandbox.push({ type: 'bot-connection', connected: true });
    await words.waitFor({ state: 'hidden' });
  });

  it('stays at the end of the channel while the reader is there, and leaves him alone when he is not', async () => {
    const scroller = on.page.locator('.channel-pane .scroller');
    const fromEnd = () =>
      scroller.evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);
    expect(await fromEnd()).toBeLessThan(2);
    on.sandbox.push({ type: 'message', message: late });
    await on.page.getByText('said during the gap').waitFor();
    await expect.poll(fromEnd).toBeLessThan(2);
    await scroller.evaluate((element) => element.scrollTo(0, 0));
    on.sandbox.push({ type: 'message', message: { ...late, ts: at(903), text: 'unseen' } });
    const newer = on.page.getByRole('button', { name: 'New messages below' });
    await newer.waitFor();
    expect(await scroller.evaluate((element) => element.scrollTop)).toBe(0);
    await newer.click();
    await expect.poll(fromEnd).toBeLessThan(2);
    await newer.waitFor({ state: 'hidden' });
  });
});
