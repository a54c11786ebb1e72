import { element, pressable } from './element.ts';
import { mrkdwn } from './mrkdwn.ts';
import { type Json, jsonOf, plainTextOf, textOf } from './read-json.ts';
import type { Surroundings } from './surroundings.ts';
import { say } from './words.ts';

/** Asks what a confirm object asks; true at once where there is none. */
export function confirmed(value: unknown, surroundings: Surroundings): Promise<boolean> {
  if (value === undefined || value === null) return Promise.resolve(true);
  const asked: Json = jsonOf(value);
  return new Promise((resolve) => {
    const dialog = element('dialog', { class: 'confirm', 'aria-label': plainTextOf(asked.title) });
    const end = (isConfirmed: boolean) => () => {
      dialog.close();
      dialog.remove();
      resolve(isConfirmed);
    };
    const text = jsonOf(asked.text);
    dialog.append(
      element('h2', {}, plainTextOf(asked.title)),
      element(
        'div',
        { class: 'confirm-text' },
        text.type === 'mrkdwn' ? mrkdwn(textOf(text.text), surroundings) : plainTextOf(asked.text),
      ),
      element(
        'div',
        { class: 'dialog-buttons' },
        pressable({ class: 'button' }, plainTextOf(asked.deny) || say('modal.cancel', {}), end(false)),
        pressable(
          { class: `button ${asked.style === 'danger' ? 'danger' : 'primary'}` },
          plainTextOf(asked.confirm) || say('modal.submit', {}),
          end(true),
        ),
      ),
    );
    dialog.addEventListener('cancel', end(false));
    document.body.append(dialog);
    dialog.showModal();
  });
}
