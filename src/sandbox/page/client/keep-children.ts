/** One child that a parent should have: known again by its key, made anew or filled again when its signature changes. */
export interface Child {
  key: string;
  /** Equal signatures mean equal content: the child is left alone. */
  signature: string;
  make(): HTMLElement;
  /** Brings a kept child up to date in place; without it the child is morphed or replaced. */
  fill?(kept: HTMLElement): void;
}

const known = new WeakMap<Element, { key: string; signature: string }>();

/**
 * Gives the parent exactly these children, in this order, and touches only what changed: focus, scroll positions, opened
 * details and half-typed inputs outlive an edit somewhere else in the message.
 */
export function keepChildren(parent: Element, children: Child[]): void {
  const before = new Map<string, HTMLElement>();
  for (const child of [...parent.children]) {
    const key = known.get(child)?.key;
    if (key !== undefined && child instanceof HTMLElement) before.set(key, child);
    else child.remove();
  }
  const wanted = new Set(children.map((child) => child.key));
  for (const [key, left] of before) if (!wanted.has(key)) left.remove();
  let at = parent.firstElementChild;
  for (const child of children) {
    const kept = before.get(child.key);
    const made = kept === undefined ? child.make() : renewed(kept, child);
    if (kept === undefined) child.fill?.(made);
    known.set(made, { key: child.key, signature: child.signature });
    if (made === at) at = at.nextElementSibling;
    else {
      parent.insertBefore(made, at);
      if (kept !== undefined && kept !== made) {
        if (kept === at) at = at.nextElementSibling;
        kept.remove();
      }
    }
  }
}

function renewed(kept: HTMLElement, child: Child): HTMLElement {
  if (known.get(kept)?.signature === child.signature) return kept;
  if (child.fill) {
    child.fill(kept);
    return kept;
  }
  const made = child.make();
  if (made.tagName !== kept.tagName || hasControls(kept) || hasControls(made)) return made;
  morph(kept, made);
  return kept;
}

/** Controls carry listeners, and a listener cannot be carried over from one element to another. */
function hasControls(root: Element): boolean {
  return root.querySelector('button, select, input, textarea, .button') !== null;
}

/** Turns an element without controls into another one, node by node; what changed glows for a moment. */
export function morph(kept: Element, wanted: Element): void {
  for (const { name } of [...kept.attributes])
    if (!wanted.hasAttribute(name) && !isReaders(kept, name)) kept.removeAttribute(name);
  for (const { name, value } of wanted.attributes)
    if (kept.getAttribute(name) !== value && !isReaders(kept, name)) kept.setAttribute(name, value);
  const after = [...wanted.childNodes];
  const before = [...kept.childNodes];
  for (const left of before.slice(after.length)) left.remove();
  after.forEach((node, index) => {
    const old = before[index];
    if (old === undefined) {
      kept.append(node);
      if (node instanceof HTMLElement) glow(node);
    } else if (old instanceof Text && node instanceof Text) {
      if (old.data === node.data) return;
      old.data = node.data;
      glow(kept);
    } else if (old instanceof Element && node instanceof Element && old.tagName === node.tagName)
      morph(old, node);
    else kept.replaceChild(node, old);
  });
}

/** Whether a <details> is open is the reader's choice once it stands on the page. */
function isReaders(element: Element, attribute: string): boolean {
  return element instanceof HTMLDetailsElement && attribute === 'open';
}

function glow(element: Element): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  element.animate([{ opacity: 0.25 }, { opacity: 1 }], { duration: 320, easing: 'ease-out' });
}
