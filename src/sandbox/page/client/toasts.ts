import { element } from './element.ts';

/** How long a toast stays, ms: long enough to read two lines. */
const staysMs = 6000;

/** Short words at the foot of the page, read out by screen readers, gone by themselves. */
export function createToasts(): { root: HTMLElement; say(text: string): void } {
  const root = element('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });
  return {
    root,
    say(text) {
      const toast = element('div', { class: 'toast' }, text);
      root.append(toast);
      setTimeout(() => toast.remove(), staysMs);
    },
  };
}
