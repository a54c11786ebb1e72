import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noBrowser } from './browser.ts';
import { at } from './sample-state.ts';
import { usePage } from './use-page.ts';

const types = `
  header section context divider actions context_actions image rich_text markdown table
  data_table plan task_card container alert input card carousel data_visualization video button
  overflow static_select users_select radio_buttons checkboxes datepicker timepicker
  feedback_buttons icon_button plain_text_input rich_text_section rich_text_list rich_text_quote
  rich_text_preformatted text link user channel emoji date color usergroup broadcast mrkdwn
  plain_text raw_text raw_number nonsense`
  .trim()
  .split(/\s+/);
const fields = `
  text fields accessory elements title subtitle body rows column_settings options option_groups
  initial_option initial_options confirm url image_url alt_text slack_file tasks details output
  sources status child_blocks rich_text_title chart series data segments value page_size caption
  row_header_column_index label element hint style indent offset timestamp format name user_id
  positive_button negative_button actions hero_image level is_collapsible action_id block_id
  placeholder initial_value max_length`
  .trim()
  .split(/\s+/);
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
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc.double(),
    fc.integer(),
    fc.constantFrom(null, true, false),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc
    .tuple(
      fc.constantFrom(...types),
      fc.dictionary(fc.constantFrom(...fields), tie('value'), { minKeys: 2, maxKeys: 9 }),
    )
    .map(([type, more]) => ({ ...more, type })),
}));

/** A block by its type, with whatever in its fields; the first twenty types are those of blocks. */
const block = fc
  .tuple(fc.constantFrom(...types.slice(0, 20)), object)
  .map(([type, more]) => ({ ...more, type }));

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
    // Pictures of other servers are refused by the browser, which says so.
    on.troubles.splice(
      0,
      Infinity,
      ...on.troubles.filter(
        (trouble) => !/Content Security Policy|Failed to load resource|ERR_/.test(trouble),
      ),
    );
  });
});
