import type { UiMessage } from '../../slack/ui-protocol.ts';
import { attachmentElement } from './attachment.ts';
import { avatar } from './avatar.ts';
import { clockOf, msOfTs } from './dates.ts';
import { element, pressable } from './element.ts';
import { emojiOf } from './emoji.ts';
import { fileElement } from './file.ts';
import { type Child, keepChildren } from './keep-children.ts';
import { openMenu } from './menu.ts';
import type { Row } from './message-rows.ts';
import { mrkdwn } from './mrkdwn.ts';
import type { Page } from './page.ts';
import { slackbot } from './page-state.ts';
import { listOf, textOf } from './read-json.ts';
import { fillBlocks } from './render-blocks.ts';
import type { Surroundings } from './surroundings.ts';
import { say } from './words.ts';

type MessageRow = Extract<Row, { kind: 'message' }>;

/** The empty shell of one message. */
export function messageElement(row: MessageRow): HTMLElement {
  return element('article', { 'data-ts': row.message.ts, tabindex: '-1' });
}

/** Brings one message up to date; `isThread` where it stands in the thread pane, without a way to open the thread. */
export function fillMessage(kept: HTMLElement, row: MessageRow, page: Page, isThread: boolean): void {
  const { message, isCompact } = row;
  const isPrivate = message.ephemeralTo !== undefined;
  kept.className = ['message', isCompact && 'compact', isPrivate && 'private'].filter(Boolean).join(' ');
  kept.setAttribute('aria-label', `${message.userName}, ${clockOf(msOfTs(message.ts))}`);
  const at = clockOf(msOfTs(message.ts));
  keepChildren(kept, [
    {
      key: isCompact ? 'clock' : 'avatar',
      signature: `${message.user} ${message.userName}`,
      make: () =>
        isCompact
          ? element('time', { class: 'gutter-time' }, at)
          : avatar(message.user, message.userName, isApp(message, page)),
    },
    {
      key: 'main',
      signature: JSON.stringify(row),
      make: () => element('div', { class: 'message-main' }),
      fill: (main) => keepChildren(main, partsOf(row, page, isThread)),
    },
    { key: 'tools', signature: String(isThread), make: () => toolsOf(message, page, isThread) },
  ]);
}

function partsOf(row: MessageRow, page: Page, isThread: boolean): Child[] {
  const { message, isCompact, replies } = row;
  const surroundings = surroundingsOf(message, page);
  const parts: (Child | false)[] = [
    message.ephemeralTo !== undefined && {
      key: 'private',
      signature: '',
      make: () => element('div', { class: 'private-mark' }, say('message.private', {})),
    },
    !isCompact && { key: 'head', signature: message.userName, make: () => headOf(message, page) },
    bodyOf(message, surroundings),
    ...listOf(message.attachments).map((attachment, index) => ({
      key: `attachment ${index}`,
      signature: JSON.stringify(attachment),
      make: () => attachmentElement(attachment, surroundings),
    })),
    ...(message.files ?? []).map((file) => ({
      key: `file ${file.id}`,
      signature: JSON.stringify(file),
      make: () => fileElement(file),
    })),
    message.edited && {
      key: 'edited',
      signature: '',
      make: () => element('span', { class: 'edited' }, say('message.edited', {})),
    },
    message.reactions.length > 0 && {
      key: 'reactions',
      signature: JSON.stringify(message.reactions),
      make: () => reactionsOf(message, page),
    },
    replies !== undefined &&
      !isThread && {
        key: 'replies',
        signature: JSON.stringify(replies),
        make: () => repliesLink(row, page),
      },
    message.ephemeralTo !== undefined && {
      key: 'dismiss',
      signature: '',
      make: () =>
        pressable({ class: 'link-button' }, say('message.dismiss', {}), () => page.dismiss(message)),
    },
  ];
  return parts.filter((part) => part !== false);
}

/** Blocks where there are any; the text is then what notifications read. */
function bodyOf(message: UiMessage, surroundings: Surroundings): Child {
  if (listOf(message.blocks).length > 0)
    return {
      key: 'blocks',
      signature: JSON.stringify(message.blocks),
      make: () => element('div', { class: 'blocks' }),
      fill: (kept) => fillBlocks(kept, message.blocks, surroundings),
    };
  return {
    key: 'text',
    signature: message.text,
    make: () => element('div', { class: 'text message-text' }, mrkdwn(message.text, surroundings)),
  };
}

function headOf(message: UiMessage, page: Page): HTMLElement {
  const ms = msOfTs(message.ts);
  return element(
    'header',
    { class: 'message-head' },
    element('strong', { class: 'author' }, message.userName),
    isApp(message, page) ? element('span', { class: 'app-badge' }, say('message.app', {})) : undefined,
    element(
      'time',
      { datetime: new Date(ms).toISOString(), title: new Date(ms).toLocaleString() },
      clockOf(ms),
    ),
  );
}

/** Whoever is no person of the workspace is an app: alarm senders often have no user. */
function isApp(message: UiMessage, page: Page): boolean {
  return isAppUser(message.user, page);
}

function isAppUser(id: string, page: Page): boolean {
  return page.state().ui.users.find((user) => user.id === id)?.isBot ?? id !== slackbot;
}

function reactionsOf(message: UiMessage, page: Page): HTMLElement {
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

function repliesLink({ message, replies }: MessageRow, page: Page): HTMLElement {
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
function toolsOf(message: UiMessage, page: Page, isThread: boolean): HTMLElement {
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
          act: () => void navigator.clipboard.writeText(textOf(message.text)),
        },
      ]),
  );
  tools.append(more);
  return tools;
}

function surroundingsOf(message: UiMessage, page: Page): Surroundings {
  const { users, channels } = page.state().ui;
  return {
    users,
    channels,
    act: (choice) => page.act({ channel: message.channel, ts: message.ts }, choice),
    kept: () => undefined,
  };
}
