import { describe, expect, it } from 'vitest';
import { noBrowser, phone, photograph } from './browser.ts';
import { requestId } from './sample-state.ts';
import { usePage } from './use-page.ts';

const text = (of: string) => ({ type: 'plain_text', text: of });
const option = (value: string) => ({ text: text(value), value });
const input = (blockId: string, label: string, element: object, more: object = {}) => ({
  type: 'input',
  block_id: blockId,
  label: text(label),
  element: { action_id: 'value', ...element },
  ...more,
});

const form = {
  type: 'modal',
  callback_id: 'gw504_ask_form',
  title: text('Investigate a request'),
  submit: text('Investigate'),
  close: text('Not now'),
  blocks: [
    { type: 'section', text: { type: 'mrkdwn', text: 'Only the *id* is needed.' } },
    input('id', 'Request id', { type: 'plain_text_input', placeholder: text('f4267199-…') }),
    input('account', 'Account', {
      type: 'static_select',
      options: [option('shop-prod'), option('shop-test')],
      initial_option: option('shop-prod'),
    }),
    input(
      'stage',
      'Stage',
      { type: 'plain_text_input' },
      { optional: true, hint: text('As in the address') },
    ),
    input(
      'window',
      'Window',
      { type: 'radio_buttons', options: [option('30 min'), option('2 h')] },
      { optional: true },
    ),
    input(
      'sources',
      'Also read',
      { type: 'checkboxes', options: [option('traces'), option('flow logs')] },
      { optional: true },
    ),
    input('who', 'Tell', { type: 'users_select' }, { optional: true }),
    input('where', 'Channels', { type: 'multi_conversations_select' }, { optional: true }),
    input('day', 'Day', { type: 'datepicker', initial_date: '2026-11-21' }, { optional: true }),
    input('time', 'Time', { type: 'timepicker', initial_time: '14:42' }, { optional: true }),
    input(
      'note',
      'Note',
      { type: 'plain_text_input', multiline: true, initial_value: 'hello' },
      { optional: true },
    ),
  ],
};

describe.skipIf(noBrowser)(`modals on the page ${noBrowser ?? ''}`, () => {
  const on = usePage();
  const dialog = () => on.page.getByRole('dialog', { name: 'Investigate a request' });
  const openForm = async (view: unknown = form) => {
    on.sandbox.push({ type: 'view-opened', user: 'UMAYA', viewId: 'V1', view });
    await dialog().waitFor();
  };

  it('submits what was filled in, in the shape of Slack', async () => {
    await openForm();
    expect(await on.page.evaluate(() => document.activeElement?.id)).toBe('field-id-value');
    await dialog().getByLabel('Request id').fill(requestId);
    await dialog().getByLabel('2 h').check();
    await dialog().getByLabel('flow logs').check();
    await dialog().getByLabel('Tell').selectOption('Ivo Lindqvist');
    await dialog().getByLabel('Channels').selectOption(['#incident-checkout', '#alarms-prod']);
    await dialog().getByRole('button', { name: 'Investigate' }).click();
    const chosen = (value: string) => ({ text: { type: 'plain_text', text: value, emoji: true }, value });
    await expect
      .poll(() => on.sandbox.posts)
      .toStrictEqual([
        {
          path: '/ui/view-submit',
          body: {
            user: 'UMAYA',
            viewId: 'V1',
            values: {
              id: { value: { type: 'plain_text_input', value: requestId } },
              account: { value: { type: 'static_select', selected_option: chosen('shop-prod') } },
              stage: { value: { type: 'plain_text_input', value: null } },
              window: { value: { type: 'radio_buttons', selected_option: chosen('2 h') } },
              sources: { value: { type: 'checkboxes', selected_options: [chosen('flow logs')] } },
              who: { value: { type: 'users_select', selected_user: 'UIVO' } },
              where: {
                value: { type: 'multi_conversations_select', selected_conversations: ['C0INC', 'C0ALARM'] },
              },
              day: { value: { type: 'datepicker', selected_date: '2026-11-21' } },
              time: { value: { type: 'timepicker', selected_time: '14:42' } },
              note: { value: { type: 'plain_text_input', value: 'hello' } },
            },
          },
        },
      ]);
    on.sandbox.push({ type: 'view-closed', user: 'UMAYA', viewId: 'V1' });
    await dialog().waitFor({ state: 'detached' });
  });

  it('asks for what is missing before it submits', async () => {
    await openForm();
    await dialog().getByLabel('Request id').press('Enter');
    const field = dialog().getByLabel('Request id');
    await dialog().getByText('Please complete this required field.').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await dialog().getByRole('alert').allInnerTexts()).toContain(
      'Please complete this required field.',
    );
    expect(on.sandbox.posts).toStrictEqual([]);
  });

  it('shows the errors of the bot at their fields, and keeps what was typed', async () => {
    on.sandbox.answers.set('/ui/view-submit', {
      status: 200,
      body: { errors: { id: 'That is no request id.' } },
    });
    await openForm();
    await dialog().getByLabel('Request id').fill('nonsense');
    await dialog().getByRole('button', { name: 'Investigate' }).click();
    await dialog().getByText('That is no request id.').waitFor();
    expect(await dialog().getByLabel('Request id').inputValue()).toBe('nonsense');
    await photograph(on.page, 'modal-light');
    await on.page.emulateMedia({ colorScheme: 'dark' });
    await photograph(on.page, 'modal-dark');
  });

  it('says what went wrong where the sandbox does not answer', async () => {
    on.sandbox.answers.set('/ui/view-submit', { status: 500, body: { error: 'no answer within 3 s' } });
    await openForm();
    await dialog().getByLabel('Request id').fill(requestId);
    await dialog().getByRole('button', { name: 'Investigate' }).click();
    await dialog().getByText('That was not taken: no answer within 3 s.').waitFor();
    on.troubles.length = 0;
  });

  it.each([
    ['its own close button', () => dialog().getByRole('button', { name: 'Not now' }).click()],
    ['the cross', () => dialog().getByRole('button', { name: 'Close' }).click()],
    ['Escape', () => dialog().press('Escape')],
  ])('closes with %s and tells the bot', async (_, close) => {
    await openForm();
    await close();
    await expect
      .poll(() => on.sandbox.posts)
      .toStrictEqual([{ path: '/ui/view-close', body: { user: 'UMAYA', viewId: 'V1' } }]);
  });

  it('keeps what was typed when the bot updates the view', async () => {
    await openForm();
    await dialog().getByLabel('Request id').fill(requestId);
    const blocks = [
      { type: 'section', text: { type: 'mrkdwn', text: 'Now with a *region*.' } },
      input('region', 'Region', { type: 'plain_text_input' }),
      ...form.blocks.slice(1),
    ];
    on.sandbox.push({ type: 'view-updated', user: 'UMAYA', viewId: 'V1', view: { ...form, blocks } });
    await dialog().getByText('Now with a region.').waitFor();
    expect(await dialog().getByLabel('Request id').inputValue()).toBe(requestId);
  });

  it('goes back to the view below when the one above closes', async () => {
    await openForm();
    on.sandbox.push({
      type: 'view-opened',
      user: 'UMAYA',
      viewId: 'V2',
      view: { ...form, title: text('Above') },
    });
    await on.page.getByRole('dialog', { name: 'Above' }).waitFor();
    on.sandbox.push({ type: 'view-closed', user: 'UMAYA', viewId: 'V2' });
    await dialog().waitFor();
  });

  it('stays away from others', async () => {
    on.sandbox.push({ type: 'view-opened', user: 'UIVO', viewId: 'V3', view: form });
    await openForm({ ...form, blocks: form.blocks.slice(0, 2) });
    expect(await on.page.getByRole('dialog').count()).toBe(1);
    expect(await dialog().getAttribute('data-view-id')).toBe('V1');
  });

  it('fits a phone', async () => {
    const small = await on.open('', phone);
    on.sandbox.push({ type: 'view-opened', user: 'UMAYA', viewId: 'V1', view: form });
    await small.getByRole('dialog').waitFor();
    await photograph(small, 'phone-modal');
    const submit = await small.getByRole('button', { name: 'Investigate', exact: true }).boundingBox();
    expect(submit && submit.y + submit.height < 844 && submit.x + submit.width < 390).toBe(true);
  });
});
