import { element, pressable } from './element.ts';

export interface MenuItem {
  label: string;
  description?: string;
  act: () => void;
}

let closeOpenMenu: (() => void) | undefined;

/** Opens a menu at a button: arrows move in it, Escape and a press elsewhere close it. One menu at a time. */
export function openMenu(anchor: HTMLElement, label: string, items: MenuItem[]): void {
  closeOpenMenu?.();
  const menu = element('div', { class: 'menu', role: 'menu', 'aria-label': label });
  const entries = items.map((item) =>
    pressable(
      { role: 'menuitem', class: 'menu-item' },
      [
        element('span', {}, item.label),
        item.description ? element('small', {}, item.description) : undefined,
      ],
      () => {
        close();
        item.act();
      },
    ),
  );
  const outside = (event: PointerEvent) => {
    if (event.target instanceof Node && !menu.contains(event.target)) close();
  };
  function close(): void {
    menu.remove();
    anchor.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', outside);
    closeOpenMenu = undefined;
    anchor.focus();
  }
  menu.append(...entries);
  menu.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (step !== 0) {
      event.preventDefault();
      const at = entries.findIndex((entry) => entry.matches(':focus'));
      entries[(at + step + entries.length) % entries.length]?.focus();
    }
  });
  (anchor.closest('dialog') ?? document.body).append(menu);
  place(menu, anchor);
  anchor.setAttribute('aria-expanded', 'true');
  document.addEventListener('pointerdown', outside);
  closeOpenMenu = close;
  entries[0]?.focus();
}

/** Below the anchor where there is room, else above; never beyond the window's edges. */
function place(menu: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = Math.max(8, Math.min(at.left, window.innerWidth - width - 8));
  const top = at.bottom + height + 8 < window.innerHeight ? at.bottom + 4 : Math.max(8, at.top - height - 4);
  menu.style.left = `${left}px`;
  menu.style.top = `${top}px`;
}
