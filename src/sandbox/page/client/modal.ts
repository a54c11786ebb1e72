import { element, pressable } from './element.ts';
import type { Page } from './page.ts';
import type { OpenView } from './page-state.ts';
import { postJson } from './post-json.ts';
import { jsonOf, plainTextOf, textOf } from './read-json.ts';
import { fillBlocks } from './render-blocks.ts';
import type { Surroundings } from './surroundings.ts';
import { valuesOf } from './view-values.ts';
import { say } from './words.ts';

/** Shows the topmost open view of this reader as a modal, and nothing where there is none. */
export function createModal(page: Page): { show(): void } {
  let shown: { viewId: string; view: unknown; dialog: HTMLDialogElement; body: HTMLElement } | undefined;

  function show(): void {
    const { views, viewerId } = page.state();
    const top = views.filter((view) => view.user === viewerId).at(-1);
    if (shown && shown.viewId !== top?.viewId) {
      shown.dialog.close();
      shown.dialog.remove();
      shown = undefined;
    }
    if (!top) return;
    if (!shown) {
      const dialog = element('dialog', { class: 'modal', 'data-view-id': top.viewId });
      shown = { viewId: top.viewId, view: undefined, dialog, body: element('div', { class: 'blocks' }) };
      draw(shown.dialog, shown.body, top);
      document.body.append(dialog);
      dialog.showModal();
      dialog.querySelector<HTMLElement>('[autofocus], .text-input')?.focus();
    } else if (shown.view !== top.view) draw(shown.dialog, shown.body, top);
    shown.view = top.view;
  }

  function draw(dialog: HTMLDialogElement, body: HTMLElement, open: OpenView): void {
    const view = jsonOf(open.view);
    const typed = valuesOf(body, surroundingsFor(open, {}));
    const surroundings = surroundingsFor(open, typed);
    const title = plainTextOf(view.title);
    const submitLabel = plainTextOf(view.submit);
    const failure = element('p', { class: 'modal-failure', role: 'alert' });
    dialog.setAttribute('aria-label', title);
    fillBlocks(body, view.blocks, surroundings);
    clearErrors(body);
    const close = () => void leave(open, failure);
    const form = element(
      'form',
      { novalidate: true },
      element(
        'header',
        { class: 'modal-head' },
        element('h2', {}, title),
        pressable({ class: 'tool tool-close', 'aria-label': say('modal.close', {}) }, '', close),
      ),
      element('div', { class: 'modal-body' }, body, failure),
      element(
        'footer',
        { class: 'dialog-buttons' },
        pressable(
          { class: 'button' },
          plainTextOf(view.close) || say(submitLabel ? 'modal.cancel' : 'modal.close', {}),
          close,
        ),
        submitLabel ? element('button', { class: 'button primary', type: 'submit' }, submitLabel) : undefined,
      ),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void submit(open, form, body, failure, surroundings);
    });
    dialog.replaceChildren(form);
    dialog.oncancel = (event) => {
      event.preventDefault();
      close();
    };
  }

  async function submit(
    open: OpenView,
    form: HTMLFormElement,
    body: HTMLElement,
    failure: HTMLElement,
    surroundings: Surroundings,
  ): Promise<void> {
    clearErrors(body);
    failure.textContent = '';
    if (!isComplete(body)) return;
    form.setAttribute('aria-busy', 'true');
    try {
      const values = valuesOf(body, surroundings);
      const answer = await postJson('/ui/view-submit', { user: open.user, viewId: open.viewId, values });
      for (const [blockId, text] of Object.entries(jsonOf(answer.errors)))
        showError(body, blockId, textOf(text));
    } catch (error) {
      failure.textContent = say('modal.failed', {
        why: String(error instanceof Error ? error.message : error),
      });
    } finally {
      form.removeAttribute('aria-busy');
    }
  }

  async function leave(open: OpenView, failure: HTMLElement): Promise<void> {
    try {
      await postJson('/ui/view-close', { user: open.user, viewId: open.viewId });
    } catch (error) {
      failure.textContent = say('modal.failed', {
        why: String(error instanceof Error ? error.message : error),
      });
    }
  }

  function surroundingsFor(open: OpenView, typed: Record<string, Record<string, unknown>>): Surroundings {
    const { users, channels } = page.state().ui;
    return {
      users,
      channels,
      act: (choice) => page.act({ viewId: open.viewId }, choice),
      kept: (blockId, actionId) => typed[blockId]?.[actionId],
    };
  }

  return { show };
}

/** Says at each field that must not be empty that it is; true where none is. */
function isComplete(body: HTMLElement): boolean {
  const missing = [...body.querySelectorAll('.field[data-required]')].filter(
    (field) => field instanceof HTMLElement && isEmpty(field),
  );
  for (const field of missing)
    showError(body, field.getAttribute('data-block-id') ?? '', say('modal.required', {}));
  return missing.length === 0;
}

function isEmpty(field: HTMLElement): boolean {
  const control = field.querySelector('.text-input');
  if (control instanceof HTMLSelectElement && control.multiple) return control.selectedOptions.length === 0;
  if (
    control instanceof HTMLSelectElement ||
    control instanceof HTMLInputElement ||
    control instanceof HTMLTextAreaElement
  )
    return control.value.trim() === '';
  const boxes = [...field.querySelectorAll('input')];
  return boxes.length > 0 && !boxes.some((box) => box.checked);
}

function showError(body: HTMLElement, blockId: string, text: string): void {
  const field = [...body.querySelectorAll('.field')].find(
    (candidate) => candidate.getAttribute('data-block-id') === blockId,
  );
  const place = field?.querySelector('.field-error');
  if (place) place.textContent = text;
  field?.classList.add('has-error');
  const control = field?.querySelector('.text-input, .choices input');
  control?.setAttribute('aria-invalid', 'true');
  if (control instanceof HTMLElement && body.querySelector('.has-error') === field) control.focus();
}

function clearErrors(body: HTMLElement): void {
  for (const field of body.querySelectorAll('.has-error')) {
    field.classList.remove('has-error');
    const place = field.querySelector('.field-error');
    if (place) place.textContent = '';
    field.querySelector('[aria-invalid]')?.removeAttribute('aria-invalid');
  }
}
