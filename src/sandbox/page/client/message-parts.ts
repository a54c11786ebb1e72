import type { UiMessage } from '../../slack/ui-protocol.ts';
import { avatar } from './avatar.ts';
import { clockOf, msOfTs } from './dates.ts';
import { element, pressable } from './element.ts';
import { emojiOf } from './emoji.ts';
import { openMenu } from './menu.ts';
import type { MessageRow } from './message-rows.ts';
import type { Page } from './page.ts';
import { slackbot } from './page-state.ts';
import { say } from './words.ts';

/** Name, badge and time. */
export function headOf(message: UiMessage, page: Page): HTMLElement {
  const ms = msOfTs(message.ts);
  return element(
    'header',
    { class: 'message-head' },
    element('strong', { class: 'author' }, message.userName),
    isApp(message, page) ? element('span', { class: 'app-badge' }, say('message.app', {})) : undefined,
    element('time', { title: new Date(ms).toLocaleString() }, clockOf(ms)),
  );
}

/** Whoever is no person of the workspace is an app: alarm senders often have no user. */
export function isApp(message: UiMessage, page: Page): boolean {
  return isAppUser(message.user, page);
}

function isAppUser(id: string, page: Page): boolean {
  return page.state().ui.users.find((user) => user.id === id)?.isBot ?? id !== slackbot;
}

/** What people answered with a sign. */
export function reactionsOf(message: UiMessage, page: Page): HTMLElement {
  const { users } = page.state().ui;
  const namesOf = (ids: string[]) =>
    ids.map((id) => users.find((user) => user.id === id)?.name ?? id).join(', ');
  return element(
    'div',
    { class: 'reactions' },
    ...message.reactions.map((reaction) =>
      element(
        'span',
        {
          class: 'reaction',
          role: 'img',
          'aria-label': say('message.reaction', { name: reaction.name, users: namesOf(reaction.users) }),
          title: `${namesOf(reaction.users)} :${reaction.name}:`,
        },
        element('span', {}, emojiOf(reaction.name)),
        element('span', {}, String(reaction.users.length)),
      ),
    ),
  );
}

/** The way into the thread: faces, count, time of the last reply. */
export function repliesLink({ message, replies }: MessageRow, page: Page): HTMLElement {
  const count = replies?.count ?? 0;
  const last = clockOf(msOfTs(replies?.lastTs ?? '0'));
  return pressable(
    { class: 'replies' },
    [
      element(
        'span',
        { class: 'reply-faces' },
        ...(replies?.users ?? [])
          .slice(0, 4)
          .map((user) => avatar(user.id, user.name, isAppUser(user.id, page))),
      ),
      element(
        'span',
        { class: 'reply-count' },
        say(count === 1 ? 'message.reply' : 'message.replies', { count }),
      ),
      element('span', { class: 'reply-last' }, say('message.last-reply', { at: last })),
    ],
    () => page.go({ kind: 'channel', channel: message.channel, thread: message.ts }),
  );
}

/** Shown on hover and on focus: reply in a thread, and the shortcuts that apps offer for messages. */
export function toolsOf(message: UiMessage, page: Page, isThread: boolean): HTMLElement {
  const tools = element('div', { class: 'tools', role: 'toolbar', 'aria-label': say('message.tools', {}) });
  if (message.ephemeralTo !== undefined) return tools;
  if (!isThread)
    tools.append(
      pressable(
        {
          class: 'tool tool-reply',
          'aria-label': say('message.reply-here', {}),
          title: say('message.reply-here', {}),
        },
        '',
        () => page.go({ kind: 'channel', channel: message.channel, thread: message.threadTs ?? message.ts }),
      ),
    );
  const more = pressable(
    {
      class: 'tool tool-more',
      'aria-haspopup': 'menu',
      'aria-label': say('message.shortcuts', {}),
      title: say('message.shortcuts', {}),
    },
    '',
    () =>
      openMenu(more, say('message.shortcuts', {}), [
        ...page
          .state()
          .ui.shortcuts.filter((shortcut) => shortcut.type === 'message')
          .map((shortcut) => ({
            label: shortcut.name,
            act: () => void page.shortcut(shortcut.callbackId, message),
          })),
        {
          label: say('message.copy-text', {}),
          act: () => page.copy(message.text),
        },
      ]),
  );
  tools.append(more);
  return tools;
}
