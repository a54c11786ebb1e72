import { element } from './element.ts';

/** How many grounds page.css has for avatars (.tint-0 …). */
const tints = 8;

/** Initials on a ground that is always the same for the same user. */
export function avatar(id: string, name: string, isBot: boolean): HTMLElement {
  return element(
    'span',
    { class: `avatar ${isBot ? 'avatar-bot' : 'avatar-person'} tint-${tintOf(id)}`, 'aria-hidden': 'true' },
    initialsOf(name),
  );
}

/** "Maya Okafor" → "MO", "gw504" → "504", "AWS" → "AW". */
export function initialsOf(name: string): string {
  const digits = /\d{2,3}$/.exec(name)?.[0];
  if (digits) return digits;
  const words = name.split(/[\s._-]+/).filter((word) => /\w/.test(word));
  const [first = '?', second] = words;
  return (second ? `${first[0]}${second[0]}` : first.slice(0, 2)).toUpperCase();
}

const seats = new Map<string, number>();

/** Gives neighbours in the list of users different grounds. Whoever is in no list gets the next one. */
export function seatUsers(ids: string[]): void {
  for (const id of ids) if (!seats.has(id)) seats.set(id, seats.size);
}

function tintOf(id: string): number {
  seatUsers([id]);
  return (seats.get(id) ?? 0) % tints;
}
