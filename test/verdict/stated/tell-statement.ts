import type { Statement } from '../../../src/verdict/stated/statement.ts';

/** A statement in one line: cause, phase, confidence, fact with its values, its line, and its times (ms after `fromMs`). */
export function tellStatement(
  { cause, phase, confidence, fact, besides, ...when }: Statement,
  fromMs: number,
): string {
  const args = Object.entries(fact.args).map(([name, value]) => `${name}=${value}`);
  const times = Object.entries(when).map(
    ([name, ms]) => `${name}=${name === 'atMs' && ms !== undefined ? ms - fromMs : ms}`,
  );
  const quote = fact.quote === undefined ? [] : [`“${fact.quote}”`];
  const more = besides === undefined ? [] : [`besides=${besides.fact}`];
  return [cause ?? '-', phase, confidence, fact.fact, ...args, ...quote, ...times, ...more].join(' ');
}
