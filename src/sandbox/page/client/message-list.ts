import { dayOf } from './dates.ts';
import { element, pressable } from './element.ts';
import { keepChildren } from './keep-children.ts';
import { fillMessage, messageElement } from './message.ts';
import type { Row } from './message-rows.ts';
import type { Page } from './page.ts';
import { say } from './words.ts';

export interface MessageList {
  root: HTMLElement;
  /** `name` says which list it is: another name is another place, which opens at its end. */
  show(name: string, rows: Row[], intro: HTMLElement | undefined): void;
  /** Puts the focus on the link that opens a message's thread; back where the reader came from. */
  focusThreadLink(ts: string): void;
  /** Scrolls a message into view and lets it glow; false where it is not in the list. */
  reveal(ts: string): boolean;
}

/** How near to its end a list counts as being read at its end, px. */
const nearPx = 80;

/** A scrolled list of messages that stays at its end while the reader is there, and never moves him when he is not. */
export function createMessageList(page: Page, label: string, isThread: boolean): MessageList {
  const rowsElement = element('div', { class: 'rows' });
  const scroller = element(
    'div',
    // Edits of the progress come every second or two: only what is new is read out.
    { class: 'scroller', role: 'log', 'aria-relevant': 'additions', 'aria-label': label, tabindex: '0' },
    rowsElement,
  );
  const newer = pressable({ class: 'newer', hidden: true }, say('message.newer', {}), () => toEnd());
  let shownName = '';
  // A channel is read from its end, a thread from its beginning: there stands the answer.
  let isAtEnd = !isThread;
  const toEnd = () => {
    scroller.scrollTop = scroller.scrollHeight;
    newer.hidden = true;
  };
  scroller.addEventListener('scroll', () => {
    isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearPx;
    if (isAtEnd) newer.hidden = true;
  });
  scroller.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || !(event.target instanceof Element)) return;
    const messages = [...rowsElement.querySelectorAll<HTMLElement>(':scope > .message')];
    const from = messages.findIndex((message) => message.matches(':focus'));
    if (from < 0 && event.target !== scroller) return;
    const next = from < 0 ? messages.at(-1) : messages[from + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  // Pictures and opened details grow after they were drawn.
  new ResizeObserver(() => {
    if (isAtEnd) toEnd();
  }).observe(rowsElement);
  const messageNamed = (ts: string) =>
    [...rowsElement.children].find((child) => child.getAttribute('data-ts') === ts);
  return {
    root: element('div', { class: 'list' }, scroller, newer),
    show(name, rows, intro) {
      const isElsewhere = name !== shownName;
      const before = rowsElement.lastElementChild;
      if (isElsewhere) {
        rowsElement.replaceChildren();
        scroller.scrollTop = 0;
        isAtEnd = !isThread;
      }
      shownName = name;
      keepChildren(rowsElement, [
        ...(intro ? [{ key: 'intro', signature: intro.textContent, make: () => intro }] : []),
        ...rows.map((row) => ({
          key: row.key,
          signature: JSON.stringify(row),
          make: () => rowElement(row),
          fill: (kept: HTMLElement) => {
            if (row.kind === 'message') fillMessage(kept, row, page, isThread);
          },
        })),
      ]);
      const isNewer = !isElsewhere && rowsElement.lastElementChild !== before;
      if (isAtEnd || (isNewer && isOwn(rows.at(-1), page))) toEnd();
      else newer.hidden = newer.hidden && !(isNewer && scroller.scrollHeight > scroller.clientHeight);
    },
    focusThreadLink(ts) {
      const link = messageNamed(ts)?.querySelector('.replies');
      if (link instanceof HTMLElement) link.focus();
    },
    reveal(ts) {
      const found = messageNamed(ts);
      if (!(found instanceof HTMLElement)) return false;
      found.scrollIntoView({ block: 'center' });
      found.focus({ preventScroll: true });
      found.classList.add('pointed-at');
      found.addEventListener('animationend', () => found.classList.remove('pointed-at'), { once: true });
      return true;
    },
  };
}

/** Whoever has just written wants to see it, wherever he was reading. */
function isOwn(row: Row | undefined, page: Page): boolean {
  return row?.kind === 'message' && row.message.user === page.state().viewerId;
}

function rowElement(row: Row): HTMLElement {
  if (row.kind === 'message') return messageElement(row);
  if (row.kind === 'day') {
    const label = row.label === dayOf(Date.now()) ? say('message.today', {}) : row.label;
    return element(
      'div',
      { class: 'day', role: 'separator', 'aria-label': label },
      element('span', {}, label),
    );
  }
  const text = say(row.count === 1 ? 'message.reply' : 'message.replies', { count: row.count });
  return element('div', { class: 'reply-divider' }, element('span', {}, text));
}
