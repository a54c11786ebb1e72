import { isJson } from './read-json.ts';

const words = new Map<string, string>();

/** Fetches templates/page/words.yaml, once, before anything is shown. */
export async function loadWords(): Promise<void> {
  const answer = await fetch('/page/words.json');
  const loaded: unknown = await answer.json();
  if (!isJson(loaded)) throw new Error('The words of the page are not an object.');
  for (const [name, text] of Object.entries(loaded)) if (typeof text === 'string') words.set(name, text);
}

/** The words of that name with their blanks filled; throws for words that are not there. */
export function say(name: string, blanks: Record<string, string | number>): string {
  const text = words.get(name);
  if (text === undefined) throw new Error(`No words "${name}" in templates/page/words.yaml.`);
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, blank: string) => String(blanks[blank] ?? ''));
}
