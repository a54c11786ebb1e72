import { element } from './element.ts';
import { initialValues, optionNodes, optionsOf } from './options.ts';
import { type Json, plainTextOf, textOf } from './read-json.ts';
import type { Surroundings } from './surroundings.ts';
import { say } from './words.ts';

/** Does what a control is there for, after asking where it must be asked; false where nothing came of it. */
export type Act = (control: HTMLElement, selected: unknown) => Promise<boolean>;

let names = 0;

/** Radio buttons of one group share a name that no other group on the page has. */
function nextName(): string {
  names += 1;
  return `choice-${names}`;
}

/** A menu of one choice; the choice goes back where it was not taken. */
export function selectElement(of: Json, surroundings: Surroundings, act: Act): HTMLElement {
  const options = optionsOf(of, surroundings);
  const placeholder = plainTextOf(of.placeholder) || say('block.choose', {});
  const select = element(
    'select',
    { class: 'select', 'aria-label': placeholder, 'data-action-id': textOf(of.action_id) },
    element('option', { value: '' }, placeholder),
    ...optionNodes(options, []),
  );
  let chosen = initialValues(of)[0] ?? '';
  select.value = chosen;
  select.addEventListener('change', () => {
    const wanted = select.value;
    if (wanted === '') return;
    void act(select, wanted).then((isDone) => {
      if (isDone) chosen = wanted;
      else select.value = chosen;
    });
  });
  return select;
}

/** Radio buttons or checkboxes that act at each change. */
export function choiceElement(of: Json, surroundings: Surroundings, act: Act): HTMLElement {
  const type = of.type === 'checkboxes' ? 'checkbox' : 'radio';
  const initial = initialValues(of);
  const name = nextName();
  const group = element('div', { class: 'choices', role: type === 'radio' ? 'radiogroup' : 'group' });
  for (const option of optionsOf(of, surroundings)) {
    const input = element('input', { type, name, value: option.value });
    input.checked = initial.includes(option.value);
    group.append(
      element(
        'label',
        {},
        input,
        element('span', {}, option.label),
        element('small', {}, option.description),
      ),
    );
  }
  group.addEventListener('change', () => {
    const values = [...group.querySelectorAll('input')]
      .filter((input) => input.checked)
      .map((input) => input.value);
    void act(group, type === 'radio' ? values[0] : values);
  });
  return group;
}

/** A date or a time. */
export function pickerElement(of: Json, act: Act): HTMLElement {
  const isDate = of.type === 'datepicker';
  const input = element('input', {
    type: isDate ? 'date' : 'time',
    class: 'select',
    'aria-label': plainTextOf(of.placeholder) || say('block.choose', {}),
  });
  input.value = textOf(isDate ? of.initial_date : of.initial_time);
  input.addEventListener('change', () => void act(input, input.value));
  return input;
}
