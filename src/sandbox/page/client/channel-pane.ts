import type { UiChannel } from '../../slack/ui-protocol.ts';
import { type Composer, createComposer } from './composer.ts';
import { element, pressable } from './element.ts';
import { createMessageList, type MessageList } from './message-list.ts';
import { rowsOf } from './message-rows.ts';
import type { Page } from './page.ts';
import { channelMessages, isDirect, isForAsking, ownBot, repliesTo } from './page-state.ts';
import { say } from './words.ts';

export interface ChannelPane {
  root: HTMLElement;
  list: MessageList;
  composer: Composer;
  show(channel: UiChannel): void;
}

/** One channel: its head, its messages, its message box. */
export function createChannelPane(
  page: Page,
  buttons: { menu: HTMLElement; guide: HTMLElement },
): ChannelPane {
  const name = element('h2', { class: 'pane-name' });
  const topic = element('p', { class: 'pane-topic' });
  const list = createMessageList(page, say('channel.messages', {}), false);
  const composer = createComposer(page, false);
  const closed = element('p', { class: 'closed', hidden: true }, say('channel.archived', {}));
  const root = element(
    'main',
    { class: 'pane channel-pane' },
    element(
      'header',
      { class: 'pane-head' },
      buttons.menu,
      element('div', { class: 'pane-title' }, name, topic),
      buttons.guide,
    ),
    list.root,
    composer.root,
    closed,
  );
  return {
    root,
    list,
    composer,
    show(channel) {
      const state = page.state();
      const sign = channel.isPrivate ? 'lock' : 'hash';
      const title = isDirect(channel) ? (ownBot(state.ui)?.name ?? '') : channel.name;
      name.replaceChildren(
        ...(isDirect(channel)
          ? []
          : [element('span', { class: `sign sign-${sign}`, 'aria-hidden': 'true' })]),
        title,
      );
      topic.textContent = channel.topic;
      composer.root.hidden = channel.isArchived;
      closed.hidden = !channel.isArchived;
      list.show(
        channel.id,
        rowsOf(channelMessages(state, channel.id), (message) => repliesTo(state, channel.id, message.ts)),
        introOf(channel, page),
      );
      composer.aim(
        { channel: channel.id },
        say('composer.channel', { channel: isDirect(channel) ? title : `#${title}` }),
      );
    },
  };
}

/** How a channel begins, with a first step for whoever has never been here. */
function introOf(channel: UiChannel, page: Page): HTMLElement {
  const first = page.state().ui.guide.tryThese[0];
  return element(
    'div',
    { class: 'intro' },
    element(
      'h3',
      {},
      say('channel.begins', {
        channel: isDirect(channel) ? (ownBot(page.state().ui)?.name ?? '') : `#${channel.name}`,
      }),
    ),
    channel.topic ? element('p', {}, channel.topic) : undefined,
    first && isForAsking(channel) && !isDirect(channel)
      ? element(
          'p',
          {},
          `${say('channel.first-step', {})} `,
          pressable({ class: 'link-button' }, say('channel.first-button', {}), () =>
            page.suggest(say('guide.command', { id: first.id })),
          ),
        )
      : undefined,
  );
}
