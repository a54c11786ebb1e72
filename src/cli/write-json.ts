/** Characters that a terminal acts on or that turn the text about, and that JSON allows as they are. */
const acting = /[\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g;

/** JSON for standard output, indented: the same value, with control and direction characters as `\uXXXX`. */
export function writeJson(value: unknown): string {
  const escaped = (character: string) =>
    `\\u${character.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`;
  return `${JSON.stringify(value, undefined, 2).replace(acting, escaped)}\n`;
}
