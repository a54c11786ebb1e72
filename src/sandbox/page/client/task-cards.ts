import { element, outwardLink } from './element.ts';
import { withEmoji } from './emoji.ts';
import { type Json, jsonOf, listOf, plainTextOf, textOf } from './read-json.ts';
import { richText } from './rich-text.ts';
import type { Surroundings } from './surroundings.ts';
import { say } from './words.ts';

const signs: Record<string, string> = { pending: '', in_progress: '', complete: '✓', error: '!' };

/** A `plan` block: a title over its task cards. */
export function planBlock(block: Json, surroundings: Surroundings): HTMLElement {
  return element(
    'div',
    { class: 'plan' },
    element('div', { class: 'plan-title' }, withEmoji(plainTextOf(block.title))),
    element(
      'div',
      { class: 'plan-tasks' },
      ...listOf(block.tasks).map((task) => taskCard(task, surroundings)),
    ),
  );
}

/** A `task_card`: its state as a sign with a name, details, output and sources. */
export function taskCard(task: Json, surroundings: Surroundings): HTMLElement {
  const named = textOf(task.status);
  const status = Object.hasOwn(signs, named) ? named : 'pending';
  const details = [task.details, task.output].map(jsonOf).filter((part) => part.type !== undefined);
  const sources = listOf(task.sources);
  return element(
    'div',
    { class: `task task-${status}` },
    element(
      'span',
      { class: 'task-sign', role: 'img', 'aria-label': say(`task.${status}`, {}) },
      signs[status],
    ),
    element(
      'div',
      { class: 'task-body' },
      element('div', { class: 'task-title' }, withEmoji(plainTextOf(task.title))),
      ...details.map((part) => element('div', { class: 'task-detail' }, richText(part, surroundings))),
      sources.length > 0
        ? element(
            'div',
            { class: 'task-sources' },
            ...sources.map((source) =>
              outwardLink(textOf(source.url), plainTextOf(source.text) || textOf(source.url)),
            ),
          )
        : undefined,
    ),
  );
}
