import type { Completion } from './completion.ts';
import { element } from './element.ts';

export interface OfferList {
  root: HTMLElement;
  /** Shows these, the first one chosen; an empty list is closed. */
  show(offers: Completion[]): void;
  close(): void;
  isOpen(): boolean;
  /** Chooses the next one (1) or the one before (-1), round and round. */
  move(step: number): void;
  chosen(): Completion | undefined;
}

let lists = 0;

/** What a message box offers to complete: the list of a combobox, whose focus stays in the box. */
export function createOfferList(box: HTMLElement, take: (offer: Completion) => void): OfferList {
  lists += 1;
  const id = `offers-${lists}`;
  let offers: Completion[] = [];
  let at = 0;
  const root = element('ul', { class: 'completions', role: 'listbox', id, hidden: true });
  box.setAttribute('aria-controls', id);

  function draw(): void {
    root.hidden = offers.length === 0;
    box.setAttribute('aria-expanded', String(!root.hidden));
    root.replaceChildren(
      ...offers.map((offer, index) => {
        const item = element(
          'li',
          { role: 'option', id: `${id}-${index}`, 'aria-selected': String(index === at) },
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
    if (root.hidden) box.removeAttribute('aria-activedescendant');
    else box.setAttribute('aria-activedescendant', `${id}-${at}`);
  }

  function show(next: Completion[]): void {
    offers = next;
    at = 0;
    draw();
  }

  return {
    root,
    show,
    close: () => show([]),
    isOpen: () => offers.length > 0,
    move(step) {
      at = (at + step + offers.length) % offers.length;
      draw();
    },
    chosen: () => offers[at],
  };
}
