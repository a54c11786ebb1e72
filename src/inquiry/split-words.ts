/**
 * Words of a person's text. A quoted part (straight or typographic quotes) at the start of a word or behind its `=` or `:`
 * belongs to it whole, and loses its quotes; an apostrophe within a word stays. Backticks are blanks. Linear: an opening
 * quote is looked for its closing one only as far as that.
 */
export function splitWords(text: string): string[] {
  const plain = text
    .replace(/`/g, ' ')
    .replace(/[“”„«»]/g, '"')
    .replace(/[‘’]/g, "'");
  const unclosed = new Set<string>();
  const words: string[] = [];
  let word = '';
  let before = ' ';
  for (let at = 0; at < plain.length; at += 1) {
    const letter = plain.charAt(at);
    const opens = /["']/.test(letter) && /[\s=:]/.test(before) && !unclosed.has(letter);
    const end = opens ? plain.indexOf(letter, at + 1) : -1;
    before = letter;
    if (/\s/.test(letter)) {
      if (word !== '') words.push(word);
      word = '';
    } else if (end < 0) {
      if (opens) unclosed.add(letter);
      word += letter;
    } else {
      word += plain.slice(at + 1, end);
      at = end;
    }
  }
  return word === '' ? words : [...words, word];
}
