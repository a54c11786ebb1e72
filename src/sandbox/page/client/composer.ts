import { type Completion, completed, completionsFor } from './completion.ts';
import { element, pressable } from './element.ts';
import { openMenu } from './menu.ts';
import { createOfferList } from './offer-list.ts';
import type { Page } from './page.ts';
import { say } from './words.ts';

export interface Target {
  channel: string;
  threadTs?: string;
}

export interface Composer {
  root: HTMLElement;
  /** Where the next message goes; each target keeps its own draft. */
  aim(target: Target, placeholder: string): void;
  /** Replaces the draft and puts the caret behind it. */
  fill(text: string): void;
  focus(): void;
}

/** A message box: Enter sends, Shift+Enter breaks the line, ArrowUp in an empty box brings back the last line sent. */
export function createComposer(page: Page, isThread: boolean): Composer {
  const drafts = new Map<string, string>();
  let target: Target = { channel: '' };
  let lastSent = '';

  const box = element('textarea', {
    class: 'box',
    rows: '1',
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    autocomplete: 'off',
    spellcheck: 'false',
    'data-box': isThread ? 'thread' : 'channel',
  });
  const offers = createOfferList(box, take);
  const sendButton = pressable(
    { class: 'send', 'aria-label': say('composer.send', {}) },
    '',
    () => void send(),
  );
  const shortcutsButton = pressable(
    {
      class: 'shortcuts',
      'aria-haspopup': 'menu',
      'aria-label': say('composer.shortcuts', {}),
      title: say('composer.shortcuts', {}),
    },
    '',
    () => openShortcuts(),
  );

  const keyOf = (of: Target) => `${of.channel} ${of.threadTs ?? ''}`;

  /** The box is free at once; what the sandbox refuses comes back into it, unless something else stands there by then. */
  async function send(): Promise<void> {
    const text = box.value.trim();
    if (text === '') return;
    const sentTo = target;
    lastSent = text;
    write('');
    if (await page.send(sentTo, text)) return;
    const isHere = keyOf(sentTo) === keyOf(target);
    if (isHere && box.value === '') write(text);
    else if (!isHere && !drafts.get(keyOf(sentTo))) drafts.set(keyOf(sentTo), text);
  }

  function write(text: string): void {
    box.value = text;
    box.setSelectionRange(text.length, text.length);
    changed();
  }

  function changed(): void {
    drafts.set(keyOf(target), box.value);
    box.style.height = 'auto';
    if (box.scrollHeight > 0) box.style.height = `${Math.min(box.scrollHeight, 240)}px`;
    sendButton.disabled = box.value.trim() === '';
    offers.show(completionsFor(box.value.slice(0, box.selectionStart), page.state().ui, isThread));
  }

  function take(offer: Completion): void {
    const caret = box.selectionStart;
    const before = completed(box.value.slice(0, caret), offer.insert);
    const after = box.value.slice(caret);
    box.value = before + after;
    box.setSelectionRange(before.length, before.length);
    changed();
    box.focus();
  }

  function openShortcuts(): void {
    const { ui } = page.state();
    openMenu(shortcutsButton, say('composer.shortcuts', {}), [
      ...ui.shortcuts
        .filter((shortcut) => shortcut.type === 'global')
        .map((shortcut) => ({ label: shortcut.name, act: () => void page.shortcut(shortcut.callbackId) })),
      ...ui.commands.map((offer) => ({
        label: offer.command,
        description: offer.description,
        act: () => {
          write(`${offer.command} `);
          box.focus();
        },
      })),
    ]);
  }

  box.addEventListener('input', changed);
  box.addEventListener('blur', () => offers.close());
  box.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const isOffering = offers.isOpen();
    if (isOffering && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      offers.move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (isOffering && event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      offers.close();
    } else if (isOffering && (event.key === 'Tab' || (event.key === 'Enter' && !isWhole()))) {
      const offer = offers.chosen();
      if (!offer) return;
      event.preventDefault();
      take(offer);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void send();
    } else if (event.key === 'ArrowUp' && box.value === '' && lastSent !== '') {
      event.preventDefault();
      write(lastSent);
    }
  });
  /** The command stands there in full: Enter sends it, because a command without arguments is a command. */
  function isWhole(): boolean {
    return offers.chosen()?.insert.trim() === box.value.trim();
  }

  return {
    root: element(
      'div',
      { class: 'composer' },
      offers.root,
      element(
        'div',
        { class: 'composer-box' },
        box,
        element(
          'div',
          { class: 'composer-bar' },
          shortcutsButton,
          element('span', { class: 'composer-hint' }, say('composer.hint', {})),
          sendButton,
        ),
      ),
    ),
    aim(next, placeholder) {
      box.placeholder = placeholder;
      box.setAttribute('aria-label', placeholder);
      if (keyOf(next) === keyOf(target)) return;
      target = next;
      box.value = drafts.get(keyOf(next)) ?? '';
      changed();
      offers.close();
    },
    fill(text) {
      write(text);
      offers.close();
      box.focus();
    },
    focus: () => box.focus(),
  };
}
