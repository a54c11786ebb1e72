import type { Config } from '../../config-schema.ts';

/** What to hide beyond secrets, which are always hidden. */
export type RedactionPolicy = Config['redaction'];

/** What stands in the place of a hidden value. */
export const hiddenMark = '[hidden]';

/** One family of secrets: answers the text with them hidden, and counts. Linear in the text; hides nothing twice. */
export type Detector = (text: string, policy: RedactionPolicy, count: (hidden: number) => void) => string;

/**
 * Replaces each match by what `keep` answers: the parts to leave and the value to hide. A value that is already hidden, or
 * that `isSecret` refuses, stays as it is.
 */
export function hideMatches(
  text: string,
  pattern: RegExp,
  count: (hidden: number) => void,
  isSecret: (value: string) => boolean = () => true,
): string {
  return text.replace(pattern, (whole: string, ...rest: unknown[]) => {
    const groups = rest.at(-1);
    const value = groups !== null && typeof groups === 'object' && 'secret' in groups ? groups.secret : whole;
    if (typeof value !== 'string' || value === '' || value.includes(hiddenMark) || !isSecret(value))
      return whole;
    count(1);
    const at = whole.lastIndexOf(value);
    return `${whole.slice(0, at)}${hiddenMark}${whole.slice(at + value.length)}`;
  });
}
