/** Blocks and views come as the bot sent them; these read them without trusting their shape. */
export type Json = Record<string, unknown>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list; empty for anything that is no list. */
export function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

/** The object itself, or an empty one. */
export function jsonOf(value: unknown): Json {
  return isJson(value) ? value : {};
}

/** The string, or an empty one. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** The text of a Slack text object (or of a bare string). */
export function plainTextOf(value: unknown): string {
  return isJson(value) ? textOf(value.text) : textOf(value);
}
