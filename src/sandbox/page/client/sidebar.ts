import type { UiChannel } from '../../slack/ui-protocol.ts';
import { avatar } from './avatar.ts';
import { element, pressable } from './element.ts';
import { keepChildren } from './keep-children.ts';
import type { Page } from './page.ts';
import { ownBot, ownDirects, people, sharedChannels } from './page-state.ts';
import { say } from './words.ts';

/** The workspace: its name, its channels, the app, and who one is. */
export function createSidebar(page: Page, close: () => void): { root: HTMLElement; show(): void } {
  const team = element('h1', { class: 'team' });
  const channels = element('ul', { class: 'places' });
  const apps = element('ul', { class: 'places' });
  const me = element('span', { class: 'me-face' });
  const who = element('select', { class: 'who', id: 'who' });
  who.addEventListener('change', () => page.become(who.value));
  const root = element(
    'nav',
    { class: 'sidebar', id: 'sidebar', 'aria-label': say('sidebar.label', {}) },
    element(
      'header',
      { class: 'sidebar-head' },
      team,
      pressable({ class: 'tool close-sidebar', 'aria-label': say('sidebar.close', {}) }, '', close),
    ),
    element(
      'div',
      { class: 'sidebar-body' },
      element('h2', {}, say('sidebar.channels', {})),
      channels,
      element('h2', {}, say('sidebar.apps', {})),
      apps,
    ),
    element(
      'footer',
      { class: 'me' },
      me,
      element(
        'div',
        { class: 'me-words' },
        element('label', { for: 'who' }, say('sidebar.you-are', {})),
        who,
      ),
    ),
  );
  function show(): void {
    const { ui, viewerId, place, unread } = page.state();
    team.textContent = ui.team.name;
    const item = (key: string, isHere: boolean, isUnread: boolean, face: () => Node[], act: () => void) => ({
      key,
      signature: `${isHere} ${isUnread} ${ui.botConnected}`,
      make: () =>
        element(
          'li',
          {},
          pressable(
            { class: `place${isUnread ? ' unread' : ''}`, 'aria-current': isHere ? 'page' : undefined },
            face(),
            () => {
              act();
              close();
            },
          ),
        ),
    });
    keepChildren(
      channels,
      sharedChannels(ui).map((channel) =>
        item(
          `${channel.id} ${channel.name} ${channel.isArchived}`,
          place.kind === 'channel' && place.channel === channel.id,
          unread.includes(channel.id),
          () => channelFace(channel, unread.includes(channel.id)),
          () => page.go({ kind: 'channel', channel: channel.id }),
        ),
      ),
    );
    const bot = ownBot(ui);
    keepChildren(
      apps,
      bot
        ? [
            item(
              bot.id,
              place.kind === 'home',
              false,
              () => [
                avatar(bot.id, bot.name, true),
                element('span', { class: 'place-name' }, bot.name),
                element(
                  'span',
                  { class: `presence ${ui.botConnected ? 'on' : 'off'}` },
                  say(ui.botConnected ? 'sidebar.connected' : 'sidebar.disconnected', {}),
                ),
              ],
              () => page.openHome(),
            ),
            ...ownDirects(page.state()).map((direct) =>
              item(
                direct.id,
                place.kind === 'channel' && place.channel === direct.id,
                unread.includes(direct.id),
                () => [
                  element('span', { class: 'place-name' }, say('sidebar.messages', { bot: bot.name })),
                  ...unreadDot(unread.includes(direct.id)),
                ],
                () => page.go({ kind: 'channel', channel: direct.id }),
              ),
            ),
          ]
        : [],
    );
    const viewer = ui.users.find((user) => user.id === viewerId);
    me.replaceChildren(avatar(viewerId, viewer?.name ?? '?', false));
    const offered = people(ui.users);
    if (who.options.length !== offered.length)
      who.replaceChildren(
        ...offered.map((user) =>
          element(
            'option',
            { value: user.id },
            user.isGuest ? say('sidebar.guest', { name: user.name }) : user.name,
          ),
        ),
      );
    who.value = viewerId;
  }
  return { root, show };
}

/** "# incident-checkout" with what one should know about the channel. */
function channelFace(channel: UiChannel, isUnread: boolean): Node[] {
  const mark = channel.isPrivate ? 'lock' : channel.isArchived ? 'archive' : 'hash';
  const note = channel.isArchived
    ? say('sidebar.archived', {})
    : channel.isShared
      ? say('sidebar.shared', {})
      : channel.hasBot
        ? undefined
        : say('sidebar.no-bot', {});
  return [
    element('span', { class: `sign sign-${mark}`, 'aria-hidden': 'true' }),
    element('span', { class: 'place-name' }, channel.name),
    ...(note ? [element('span', { class: 'place-note' }, note)] : []),
    ...unreadDot(isUnread),
  ];
}

function unreadDot(isUnread: boolean): Node[] {
  return isUnread
    ? [element('span', { class: 'unread-dot', role: 'img', 'aria-label': say('sidebar.unread', {}) })]
    : [];
}
