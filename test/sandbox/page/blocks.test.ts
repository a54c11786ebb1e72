import { describe, expect, it } from 'vitest';
import type { UiMessage } from '../../../src/sandbox/slack/ui-protocol.ts';
import { noBrowser } from './browser.ts';
import { alarm, at, everyBlock, hostile, planMessage, rootMessage, sampleState } from './sample-state.ts';
import { usePage } from './use-page.ts';

/** Every place where text of strangers can stand. */
const hostilePlaces: [where: string, message: Partial<UiMessage>][] = [
  ['as text', { text: hostile }],
  ['in mrkdwn', { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: hostile } }] }],
  ['in plain text', { blocks: [{ type: 'section', text: { type: 'plain_text', text: hostile } }] }],
  ['in a header', { blocks: [{ type: 'header', text: { type: 'plain_text', text: hostile } }] }],
  ['in markdown', { blocks: [{ type: 'markdown', text: `${hostile} [x](javascript:alert(1))` }] }],
  ['in a cell', { blocks: [{ type: 'table', rows: [[{ type: 'raw_text', text: hostile }]] }] }],
  [
    'as a link of rich text',
    {
      blocks: [
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_section',
              elements: [
                { type: 'text', text: '<img src=x onerror=1>' },
                { type: 'link', url: 'javascript:alert(1)', text: 'click' },
              ],
            },
          ],
        },
      ],
    },
  ],
  [
    'as a button',
    {
      blocks: [
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              text: { type: 'plain_text', text: '<img src=x>' },
              url: 'javascript:alert(1)',
            },
          ],
        },
      ],
    },
  ],
  [
    'in an attachment',
    {
      attachments: [
        {
          title: '<img src=x>',
          title_link: 'javascript:alert(1)',
          text: hostile,
          color: 'red;background:url(x)',
        },
      ],
    },
  ],
  ['as a name', { userName: '<img src=x>' }],
  ['as a block', { blocks: [{ type: '<img src=x>' }] }],
  [
    'as no blocks at all',
    {
      blocks: [null, 7, 'x', { type: 'section' }, { type: 'table' }, { type: 'rich_text', elements: [{}] }],
    },
  ],
];

describe.skipIf(noBrowser)(`blocks on the page ${noBrowser ?? ''}`, () => {
  const on = usePage();
  const root = () => on.page.locator(`.channel-pane [data-ts="${rootMessage.ts}"]`);
  const openThread = async () => {
    await on.page.goto(`${on.sandbox.url}#/C0INC/${rootMessage.ts}`);
    await on.page.getByRole('heading', { name: 'Every block' }).waitFor();
    return on.page.locator(`.thread-pane [data-ts="${everyBlock.ts}"]`);
  };
  const say = (message: Partial<UiMessage>) =>
    on.sandbox.push({
      type: 'message',
      message: {
        channel: 'C0INC',
        ts: at(500),
        user: 'UBOT',
        userName: 'gw504',
        text: '',
        reactions: [],
        edited: false,
        ...message,
      },
    });

  it('draws every block in its order, and names the ones it does not know', async () => {
    const message = await openThread();
    const drawn = await message
      .locator('.message-main > .blocks > *')
      .evaluateAll((blocks) => blocks.map((block) => block.getAttribute('data-block')));
    expect(drawn).toStrictEqual(everyBlock.blocks?.map((block) => Object(block).type));
    expect(await message.getByText(/^Unsupported block/).allInnerTexts()).toStrictEqual([
      'Unsupported block: file',
      'Unsupported block: hologram',
    ]);
  });

  it('reads rich text as Slack does', async () => {
    const rich = (await openThread()).locator('[data-block="rich_text"]');
    expect((await rich.innerText()).split('\n').filter((line) => line.trim() !== '')).toStrictEqual([
      'Bold italic struck code docs @Maya Okafor #incident-checkout ⚠️ @here @S1 21 Nov 2026 #1d3557',
      'Check the timeout',
      'Check the dependency',
      'its connection pool',
      'a quote',
      '(f4267199-574c-4d30-b6b9-25e26d687255) Execution failed due to a timeout error <b>not markup</b>',
    ]);
    expect(
      await rich
        .locator('strong, em, s, code, ol > li, ul > li, blockquote, pre')
        .evaluateAll((nodes) => nodes.map((node) => node.tagName.toLowerCase())),
    ).toStrictEqual(['strong', 'em', 's', 'code', 'code', 'li', 'li', 'li', 'blockquote', 'pre']);
  });

  it('reads a table with its heads and its alignment', async () => {
    const table = (await openThread()).locator('[data-block="table"]');
    expect(await table.getByRole('columnheader').allInnerTexts()).toStrictEqual(['Segment', 'ms', 'Source']);
    expect(await table.getByRole('cell').allInnerTexts()).toStrictEqual([
      'authorizer',
      '61',
      'execution log',
      'function',
      '31210',
      'function log',
    ]);
    expect(
      await table.getByRole('cell', { name: '31210' }).evaluate((cell) => getComputedStyle(cell).textAlign),
    ).toBe('end');
  });

  it('sorts a data table by number and turns its pages', async () => {
    const table = (await openThread()).locator('[data-block="data_table"]');
    const rows = () => table.getByRole('rowheader').allInnerTexts();
    expect(await rows()).toStrictEqual(['b', 'a']);
    await table.getByRole('button', { name: 'ms' }).click();
    expect(await rows()).toStrictEqual(['a', 'b']);
    await table.getByRole('button', { name: 'ms' }).click();
    expect(await rows()).toStrictEqual(['c', 'b']);
    await table.getByRole('button', { name: 'Next page' }).click();
    expect(await rows()).toStrictEqual(['a']);
    expect(await table.getByText('2 of 2').isVisible()).toBe(true);
  });

  it('says in words what a picture shows', async () => {
    await openThread();
    expect(
      await on.page
        .getByRole('img')
        .evaluateAll((images) =>
          images
            .filter((image) => image instanceof HTMLImageElement)
            .map((image) => image.getAttribute('alt')),
        ),
    ).toStrictEqual([
      'Time ledger: authorizer 61 ms, function 31.2 s, of it 2.3 s after the 504',
      'Time ledger: 31.2 s in the function',
    ]);
  });

  it('shows what alarm senders put into attachments', async () => {
    const message = on.page.locator(`[data-ts="${alarm.ts}"]`);
    expect(await message.getByRole('link').getAttribute('href')).toMatch(/^https:\/\/eu-west-1\.console/);
    expect(await message.locator('dt').allInnerTexts()).toStrictEqual(['Account', 'Region']);
    expect(
      await message.locator('.attachment').evaluate((bar) => getComputedStyle(bar).borderInlineStartColor),
    ).toBe('rgb(209, 50, 18)');
    expect(await message.getByRole('img', { name: 'eyes, by Maya Okafor, Ivo Lindqvist' }).count()).toBe(1);
  });

  it('lets hostile text do nothing, wherever it stands', async () => {
    for (const [index, [, message]] of hostilePlaces.entries()) say({ ts: at(500 + index), ...message });
    await on.page.locator(`[data-ts="${at(499 + hostilePlaces.length)}"]`).waitFor();
    const breaches = await on.page.locator('.channel-pane .message').evaluateAll((messages) =>
      messages.flatMap((message) => {
        const links = [...message.querySelectorAll('a')].filter(
          (link) => !/^https?:/.test(link.getAttribute('href') ?? '') || link.rel !== 'noopener noreferrer',
        );
        const made = message.querySelectorAll('img, script, iframe, object, style');
        return [...links, ...made].map((node) => `${message.getAttribute('data-ts')}: ${node.outerHTML}`);
      }),
    );
    expect(breaches).toStrictEqual([]);
    expect(await on.page.title()).toBe('#incident-checkout · Shop Engineering · gw504 sandbox');
  });

  it('keeps brackets of log text and links what is a link', async () => {
    say({ text: '<java.net.SocketTimeoutException> at <https://good.example/?a=1&amp;b=2|good>' });
    const shown = on.page.locator(`[data-ts="${at(500)}"] .message-text`);
    expect(await shown.innerText()).toBe('<java.net.SocketTimeoutException> at good');
    expect(await shown.getByRole('link').getAttribute('href')).toBe('https://good.example/?a=1&b=2');
  });

  it.each([
    [
      'a button',
      () => root().getByRole('button', { name: 'Show evidence' }).click(),
      { blockId: 'a1', actionId: 'show_evidence' },
    ],
    [
      'a choice of an overflow menu',
      async () => {
        await root().getByRole('button', { name: 'More actions' }).click();
        await on.page.getByRole('menuitem', { name: 'Widen the search' }).click();
      },
      { blockId: 'a1', actionId: 'more', selected: 'widen' },
    ],
    [
      'a button that asks first, after a yes',
      async () => {
        await root().getByRole('button', { name: 'Run again' }).click();
        await on.page
          .getByRole('dialog', { name: 'Run it again?' })
          .getByRole('button', { name: 'Run' })
          .click();
      },
      { blockId: 'a1', actionId: 'run_again' },
    ],
  ])('posts %s', async (_, press, expected) => {
    await press();
    await expect
      .poll(() => on.sandbox.posts)
      .toStrictEqual([
        { path: '/ui/action', body: { user: 'UMAYA', channel: 'C0INC', ts: rootMessage.ts, ...expected } },
      ]);
  });

  it('posts nothing after a no', async () => {
    await root().getByRole('button', { name: 'Run again' }).click();
    const dialog = on.page.getByRole('dialog', { name: 'Run it again?' });
    expect(await dialog.innerText()).toContain('It reads about 2.1 GB of logs.');
    await dialog.getByRole('button', { name: 'Leave it' }).click();
    await dialog.waitFor({ state: 'detached' });
    await root().getByRole('button', { name: 'Run again' }).click();
    await dialog.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(on.sandbox.posts).toStrictEqual([]);
  });

  it('posts a choice of a select, and a vote', async () => {
    const message = await openThread();
    await message.getByRole('combobox', { name: 'Mark a step' }).selectOption('2. Compare timeouts');
    const right = message.getByRole('button', { name: 'The verdict was right' });
    await right.click();
    await expect
      .poll(() => on.sandbox.posts.map((post) => post.body))
      .toMatchObject([
        { actionId: 'mark_step', selected: '2', ts: everyBlock.ts },
        { actionId: 'feedback', blockId: 'ca', selected: 'right', ts: everyBlock.ts },
      ]);
    await expect.poll(() => right.getAttribute('aria-pressed')).toBe('true');
  });

  it('takes a choice back that was refused, and says so', async () => {
    on.sandbox.answers.set('/ui/action', { status: 400, body: { error: 'no such element' } });
    const message = await openThread();
    const select = message.getByRole('combobox', { name: 'Mark a step' });
    await select.selectOption('2. Compare timeouts');
    await on.page.getByText('That was not taken: no such element.').waitFor();
    await expect.poll(() => select.inputValue()).toBe('');
    const right = message.getByRole('button', { name: 'The verdict was right' });
    await right.click();
    await expect.poll(() => on.sandbox.posts.length).toBe(2);
    await expect.poll(() => right.getAttribute('aria-busy')).toBeNull();
    expect(await right.getAttribute('aria-pressed')).toBe('false');
    on.troubles.length = 0;
  });

  it('names the block id of the last edit, though the button was drawn before', async () => {
    const blocks = rootMessage.blocks?.map((block, index) => ({
      ...Object(block),
      block_id: `new-${index}`,
    }));
    await root().getByRole('button', { name: 'Show queries' }).focus();
    on.sandbox.push({
      type: 'message-changed',
      message: { ...rootMessage, ...(blocks ? { blocks } : {}), edited: true },
    });
    await root().getByText('(edited)').waitFor();
    await on.page.keyboard.press('Enter');
    await expect
      .poll(() => on.sandbox.posts)
      .toMatchObject([{ body: { blockId: 'new-3', actionId: 'show_queries' } }]);
  });

  it('changes only what an edit of the progress changed', async () => {
    await openThread();
    const plan = on.page.locator('.thread-pane .plan');
    const drawn = await plan.elementHandle();
    const signs = await plan.getByRole('img').elementHandles();
    on.sandbox.push({
      type: 'message-changed',
      message: planMessage(['complete', 'complete', 'complete', 'in_progress'], 'p2'),
    });
    await plan.getByText('4 lines in 0.5 s').waitFor();
    expect(
      await plan
        .getByRole('img')
        .evaluateAll((signs) => signs.map((sign) => sign.getAttribute('aria-label'))),
    ).toStrictEqual(['Done', 'Done', 'Done', 'In progress']);
    const stillThere = [drawn, ...signs].map((node) => node?.evaluate((element) => element.isConnected));
    expect(await Promise.all(stillThere)).toStrictEqual([true, true, true, true, true]);
  });

  it('takes a deleted message away', async () => {
    on.sandbox.push({ type: 'message-deleted', channel: 'C0INC', ts: rootMessage.ts });
    await root().waitFor({ state: 'detached' });
    expect(await on.page.locator('.channel-pane .message').count()).toBe(
      sampleState().messages.filter((message) => message.channel === 'C0INC' && !message.threadTs).length - 1,
    );
  });
});
