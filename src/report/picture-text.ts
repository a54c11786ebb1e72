export type Weight = 'regular' | 'bold';

/** XML cannot hold control characters, and nothing may hide or reorder what is drawn. */
export function visible(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Px. DejaVu Sans is wide: about 0.6 em a character, 0.68 bold. An estimate that errs on the safe side. */
export function widthOf(text: string, size: number, weight: Weight): number {
  return [...text].length * size * (weight === 'bold' ? 0.68 : 0.6);
}

/** Cuts text to a width in px and says so with "…". */
export function cutToWidth(text: string, width: number, size: number, weight: Weight): string {
  const shown = visible(text);
  if (widthOf(shown, size, weight) <= width) return shown;
  const length = Math.max(1, Math.floor(width / widthOf('x', size, weight)) - 1);
  return `${[...shown].slice(0, length).join('')}…`;
}

/** To a hundredth of a pixel: shorter, and the same on every machine. */
export function round(px: number): number {
  return Math.round(px * 100) / 100;
}
