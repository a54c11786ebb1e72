import { element, pressable } from './element.ts';
import { keepChildren } from './keep-children.ts';
import type { Page } from './page.ts';
import { say } from './words.ts';

/** What a newcomer can do here: ids worth trying, and the same question in the terminal. */
export function createGuidePane(page: Page, close: () => void): { root: HTMLElement; show(): void } {
  const ids = element('ul', { class: 'try-these' });
  const lines = element('div', { class: 'terminal-lines' });
  const root = element(
    'aside',
    { class: 'pane side-pane guide-pane', id: 'guide', 'aria-label': say('guide.name', {}) },
    element(
      'header',
      { class: 'pane-head' },
      element('div', { class: 'pane-title' }, element('h2', { class: 'pane-name' }, say('guide.name', {}))),
      pressable({ class: 'tool tool-close', 'aria-label': say('guide.close', {}) }, '', close),
    ),
    element(
      'div',
      { class: 'guide-body' },
      element('p', { class: 'guide-lead' }, say('guide.lead', {})),
      ids,
      element('h3', {}, say('guide.other-ways', {})),
      element(
        'ul',
        { class: 'other-ways' },
        element('li', {}, say('guide.mention', {})),
        element('li', {}, say('guide.shortcut', {})),
        element('li', {}, say('guide.paste', {})),
      ),
    ),
    element('footer', { class: 'guide-foot' }, element('h3', {}, say('guide.terminal', {})), lines),
  );
  return {
    root,
    show() {
      const { guide } = page.state().ui;
      keepChildren(
        ids,
        guide.tryThese.map(({ id, about }) => ({
          key: id,
          signature: about,
          make: () =>
            element(
              'li',
              {},
              pressable(
                { class: 'try-this', title: say('guide.put', {}) },
                [element('span', { class: 'try-about' }, about), element('code', {}, id)],
                () => page.suggest(say('guide.command', { id })),
              ),
            ),
        })),
      );
      keepChildren(
        lines,
        guide.terminal.map((line) => ({ key: line, signature: '', make: () => terminalLine(line, page) })),
      );
    },
  };
}

function terminalLine(line: string, page: Page): HTMLElement {
  return element(
    'div',
    { class: 'terminal-line' },
    element('code', {}, line),
    pressable(
      {
        class: 'tool tool-copy',
        'aria-label': say('guide.copy', { line }),
        title: say('guide.copy-short', {}),
      },
      '',
      () => page.copy(line),
    ),
  );
}
