import { element } from './element.ts';
import type { Page } from './page.ts';
import { ownBot } from './page-state.ts';
import { jsonOf, textOf } from './read-json.ts';
import { fillBlocks } from './render-blocks.ts';
import { say } from './words.ts';

/** The app's Home tab, as the bot published it for this reader. */
export function createHomePane(page: Page, menu: HTMLElement): { root: HTMLElement; show(): void } {
  const name = element('h2', { class: 'pane-name' });
  const body = element('div', { class: 'blocks' });
  const empty = element('p', { class: 'empty' }, say('home.empty', {}));
  const root = element(
    'main',
    { class: 'pane home-pane' },
    element(
      'header',
      { class: 'pane-head' },
      menu,
      element(
        'div',
        { class: 'pane-title' },
        name,
        element('p', { class: 'pane-topic' }, say('home.tab', {})),
      ),
    ),
    element(
      'div',
      { class: 'home-scroll', tabindex: '0' },
      element('div', { class: 'home-body' }, body, empty),
    ),
  );
  return {
    root,
    show() {
      const { ui, viewerId } = page.state();
      const view = jsonOf(ui.homes[viewerId]);
      name.textContent = ownBot(ui)?.name ?? '';
      empty.hidden = Array.isArray(view.blocks);
      fillBlocks(body, view.blocks, {
        users: ui.users,
        channels: ui.channels,
        act: (choice) => page.act({ viewId: textOf(view.id) || `home-${viewerId}` }, choice),
        kept: () => undefined,
      });
    },
  };
}
