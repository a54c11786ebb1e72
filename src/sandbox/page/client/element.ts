type Child = Node | string | undefined;
type Attributes = Record<string, string | boolean | undefined>;

/**
 * Builds one element. Text only ever enters as text nodes, so nothing that a log line holds becomes markup.
 * An attribute that is `true` is set empty, `false` and `undefined` are left out; event handlers and styles are refused.
 */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes,
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (key.startsWith('on') || key === 'style') throw new Error(`Attribute "${key}" is not for element().`);
    made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** A button that does `act`; `name` is what a screen reader says, where the face is only a sign. */
export function pressable(
  attributes: Attributes,
  face: Child | Child[],
  act: (event: MouseEvent) => void,
): HTMLButtonElement {
  const button = element('button', { type: 'button', ...attributes }, ...[face].flat());
  button.addEventListener('click', act);
  return button;
}

/** An address that may become a link: the web, mail, or a path of this server. */
export function isOutward(url: string): boolean {
  return /^(https?:\/\/|mailto:|\/(?![/\\]))/i.test(url);
}

/** A link that leaves the page in a new tab; anything but http, https and mailto becomes plain text. */
export function outwardLink(url: string, ...children: Child[]): HTMLElement {
  const face = children.length > 0 ? children : [url];
  if (!isOutward(url)) return element('span', {}, ...face);
  return element('a', { href: url, target: '_blank', rel: 'noopener noreferrer', title: url }, ...face);
}
