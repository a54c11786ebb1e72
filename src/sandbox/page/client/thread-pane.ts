import type { UiChannel } from '../../slack/ui-protocol.ts';
import { type Composer, createComposer } from './composer.ts';
import { element, pressable } from './element.ts';
import { createMessageList, type MessageList } from './message-list.ts';
import { threadRows } from './message-rows.ts';
import type { Page } from './page.ts';
import { repliesTo } from './page-state.ts';
import { say } from './words.ts';

export interface ThreadPane {
  root: HTMLElement;
  list: MessageList;
  composer: Composer;
  show(channel: UiChannel, threadTs: string): void;
}

/** One thread beside its channel; over it, on a narrow screen. */
export function createThreadPane(page: Page): ThreadPane {
  const where = element('p', { class: 'pane-topic' });
  const list = createMessageList(page, say('thread.messages', {}), true);
  const composer = createComposer(page, true);
  let channelId = '';
  const close = () => page.go({ kind: 'channel', channel: channelId });
  const root = element(
    'aside',
    { class: 'pane side-pane thread-pane', 'aria-label': say('thread.name', {}) },
    element(
      'header',
      { class: 'pane-head' },
      element(
        'div',
        { class: 'pane-title' },
        element('h2', { class: 'pane-name' }, say('thread.name', {})),
        where,
      ),
      pressable({ class: 'tool tool-close', 'aria-label': say('thread.close', {}) }, '', close),
    ),
    list.root,
    composer.root,
  );
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) close();
  });
  return {
    root,
    list,
    composer,
    show(channel, threadTs) {
      channelId = channel.id;
      const state = page.state();
      const first = state.ui.messages.find(
        (message) => message.channel === channel.id && message.ts === threadTs,
      );
      where.textContent = `#${channel.name}`;
      composer.root.hidden = channel.isArchived;
      list.show(
        `${channel.id} ${threadTs}`,
        threadRows(first, repliesTo(state, channel.id, threadTs)),
        undefined,
      );
      composer.aim({ channel: channel.id, threadTs }, say('composer.thread', {}));
    },
  };
}
