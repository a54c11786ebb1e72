import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noBrowser } from './browser.ts';
import { at } from './sample-state.ts';
import { usePage } from './use-page.ts';

/** Blocks and elements with the fields that the page reads of them. The values are anything. */
const fieldsOf: Record<string, string> = {
  header: 'text',
  section: 'text fields accessory',
  context: 'elements',
  divider: 'text',
  actions: 'elements',
  context_actions: 'elements',
  image: 'image_url slack_file alt_text title',
  rich_text: 'elements',
  markdown: 'text',
  table: 'rows column_settings',
  data_table: 'caption rows page_size row_header_column_index',
  plan: 'title tasks',
  task_card: 'title status details output sources',
  container: 'title rich_text_title subtitle child_blocks is_collapsible',
  alert: 'text level',
  input: 'label element hint optional dispatch_action',
  card: 'title subtitle body hero_image actions',
  carousel: 'elements',
  data_visualization: 'title chart',
  video: 'title video_url',
  nonsense: 'text',
  button: 'text url style confirm accessibility_label',
  overflow: 'options confirm',
  static_select: 'options option_groups placeholder initial_option',
  users_select: 'initial_user placeholder',
  radio_buttons: 'options initial_option',
  checkboxes: 'options initial_options',
  datepicker: 'initial_date placeholder',
  feedback_buttons: 'positive_button negative_button',
  icon_button: 'icon text',
  plain_text_input: 'initial_value max_length multiline placeholder',
  rich_text_section: 'elements',
  rich_text_list: 'elements style indent offset',
  rich_text_preformatted: 'elements',
  text: 'text style',
  link: 'url text',
  user: 'user_id',
  emoji: 'name',
  date: 'timestamp format fallback',
  mrkdwn: 'text',
  raw_number: 'value text',
  bar: 'series segments data label value text',
};
const blockTypes = Object.keys(fieldsOf).slice(0, 21);
const text = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '*bold* _it_ ~s~ `c` ```pre```',
    '<!date^x^{date} {time}|y>',
    '<!date^1e99^{ago}^javascript:1|y>',
    '<@U1> <#C1|x> <!here>',
    '<http://|x>',
    '> q\n> q',
    '&gt; q',
    ':x: :nope:',
    '# h\n- a\n1. b\n|a|\n|-|\n```',
    '',
    '\u202e\u0000',
    'javascript:alert(1)',
    'http://[',
    '//evil.example',
    '-1',
    'NaN',
    '#zzzzzz',
  ),
);
const { value, object } = fc.letrec<{ value: unknown; object: object }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.double(),
    fc.constantFrom(null, true, false, -1, 2),
    fc.array(tie('object'), { maxLength: 3 }),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.constantFrom(...Object.keys(fieldsOf)).chain((type) => thing(type, tie('value'))),
}));

function thing(type: string, values: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
  const fields = (fieldsOf[type] ?? '').split(' ').map((name) => [name, values]);
  return fc.record(Object.fromEntries(fields), { requiredKeys: [] }).map((more) => ({ ...more, type }));
}

const block = fc.constantFrom(...blockTypes).chain((type) => thing(type, value));

describe.skipIf(noBrowser)(`whatever a bot may send ${noBrowser ?? ''}`, () => {
  const on = usePage();

  it('is drawn or named, and breaks nothing', async () => {
    const crashes: string[] = [];
    on.page.on('pageerror', (error) => crashes.push(error.stack ?? String(error)));
    const samples = fc.sample(
      fc.record({
        text,
        blocks: fc.array(block, { maxLength: 4 }),
        attachments: fc.array(fc.oneof(object, value), { maxLength: 2 }),
      }),
      { numRuns: 400, seed: 504 },
    );
    for (const [index, message] of samples.entries())
      on.sandbox.push({
        type: index % 3 === 2 ? 'message-changed' : 'message',
        // Each third is an edit of the one before.
        message: {
          channel: 'C0INC',
          ts: at(1000 + index - (index % 3 === 2 ? 1 : 0)),
          user: 'UBOT',
          userName: 'gw504',
          reactions: [],
          edited: false,
          ...message,
        },
      });
    on.sandbox.push({
      type: 'message',
      message: {
        channel: 'C0INC',
        ts: at(2000),
        user: 'UBOT',
        userName: 'gw504',
        text: 'still alive',
        reactions: [],
        edited: false,
      },
    });
    await on.page.getByText('still alive').waitFor();
    expect(crashes).toStrictEqual([]);
    expect(await on.page.getByText('could not be drawn').count()).toBe(0);
    expect(await on.page.locator('.channel-pane .rows script, .rows iframe, .rows [onerror]').count()).toBe(
      0,
    );
    forgetRefusedPictures();
  });

  it('is a form that can be sent and left, whatever its fields are', async () => {
    const crashes: string[] = [];
    on.page.on('pageerror', (error) => crashes.push(error.stack ?? String(error)));
    const views = fc.sample(fc.record({ blocks: fc.array(block, { maxLength: 6 }), title: value }), {
      numRuns: 40,
      seed: 504,
    });
    for (const [index, view] of views.entries()) {
      const shown = { type: 'modal', submit: { type: 'plain_text', text: 'Send' }, ...view };
      on.sandbox.push({
        type: index === 0 ? 'view-opened' : 'view-updated',
        user: 'UMAYA',
        viewId: 'V1',
        view: { ...shown, close: { type: 'plain_text', text: `Leave ${index}` } },
      });
    }
    await on.page.getByRole('button', { name: `Leave ${views.length - 1}` }).waitFor();
    await on.page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
    await on.page.getByRole('button', { name: `Leave ${views.length - 1}` }).click();
    await expect.poll(() => on.sandbox.posts.at(-1)?.path).toBe('/ui/view-close');
    expect(crashes).toStrictEqual([]);
    forgetRefusedPictures();
  });

  /** Pictures of other servers are refused by the browser, which says so. */
  function forgetRefusedPictures(): void {
    const others = on.troubles.filter(
      (said) => !/Content Security Policy|Failed to load resource|ERR_/.test(said),
    );
    on.troubles.splice(0, on.troubles.length, ...others);
  }
});
