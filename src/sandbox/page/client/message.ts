import type { UiMessage } from '../../slack/ui-protocol.ts';
import { attachmentElement } from './attachment.ts';
import { avatar } from './avatar.ts';
import { clockOf, msOfTs } from './dates.ts';
import { element, pressable } from './element.ts';
import { fileElement } from './file.ts';
import { type Child, keepChildren } from './keep-children.ts';
import { headOf, isApp, reactionsOf, repliesLink, toolsOf } from './message-parts.ts';
import type { MessageRow } from './message-rows.ts';
import { mrkdwn } from './mrkdwn.ts';
import type { Page } from './page.ts';
import { listOf } from './read-json.ts';
import { fillBlocks } from './render-blocks.ts';
import type { Surroundings } from './surroundings.ts';
import { say } from './words.ts';

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

function surroundingsOf(message: UiMessage, page: Page): Surroundings {
  const { users, channels } = page.state().ui;
  return {
    users,
    channels,
    act: (choice) => page.act({ channel: message.channel, ts: message.ts }, choice),
    kept: () => undefined,
  };
}
