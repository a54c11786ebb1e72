import { type Completion, completed, completionsFor } from './completion.ts';
import { element, pressable } from './element.ts';
import { openMenu } from './menu.ts';
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

let composers = 0;

/** A message box: Enter sends, Shift+Enter breaks the line, ArrowUp in an empty box brings back the last line sent. */
export function createComposer(page: Page, isThread: boolean): Composer {
  composers += 1;
  const listId = `completions-${composers}`;
  const drafts = new Map<string, string>();
  let target: Target = { channel: '' };
  let lastSent = '';
  let offers: Completion[] = [];
  let chosen = 0;

  const box = element('textarea', {
    class: 'box',
    rows: '1',
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': listId,
    autocomplete: 'off',
    spellcheck: 'false',
    'data-box': isThread ? 'thread' : 'channel',
  });
  const list = element('ul', { class: 'completions', role: 'listbox', id: listId, hidden: true });
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
    box.style.height = `${Math.min(box.scrollHeight, 240)}px`;
    sendButton.disabled = box.value.trim() === '';
    chosen = 0;
    offers = completionsFor(box.value.slice(0, box.selectionStart), page.state().ui, isThread);
    // Nothing is left to complete once the command and its blank stand there.
    showOffers();
  }

  function showOffers(): void {
    const isOpen = offers.length > 0;
    list.hidden = !isOpen;
    box.setAttribute('aria-expanded', String(isOpen));
    list.replaceChildren(
      ...offers.map((offer, index) => {
        const item = element(
          'li',
          { role: 'option', id: `${listId}-${index}`, 'aria-selected': String(index === chosen) },
          element('strong', {}, offer.label),
          offer.about ? element('small', {}, offer.about) : undefined,
        );
        item.addEventListener('pointerdown', (event) => {
          event.preventDefault();
          take(offer);
        });
        return item;
      }),
    );
    if (isOpen) box.setAttribute('aria-activedescendant', `${listId}-${chosen}`);
    else box.removeAttribute('aria-activedescendant');
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
  box.addEventListener('blur', () => {
    list.hidden = true;
  });
  box.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const isOffering = !list.hidden;
    if (isOffering && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      chosen = (chosen + (event.key === 'ArrowDown' ? 1 : -1) + offers.length) % offers.length;
      showOffers();
    } else if (isOffering && event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      offers = [];
      showOffers();
    } else if (isOffering && (event.key === 'Tab' || (event.key === 'Enter' && !isWhole()))) {
      const offer = offers[chosen];
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
    return offers.some((offer) => offer.insert.trim() === box.value.trim());
  }

  return {
    root: element(
      'div',
      { class: 'composer' },
      list,
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
      list.hidden = true;
    },
    fill(text) {
      write(text);
      list.hidden = true;
      box.focus();
    },
    focus: () => box.focus(),
  };
}
