import { isDone, partsOf, type StandingAnswer, stateOf } from './read-answers.ts';

/** What stands in Slack against what was asked. Lists name the request ids, and what is wrong with them. */
export interface Judgement {
  verdicts: number;
  /** Answered by saying that every attempt broke off. */
  givenUp: number;
  pictures: number;
  /** No final answer, or one without all of its replies. */
  lost: string[];
  /** More than one answer, or a reply that stands twice. */
  doubled: string[];
}

/** Reads only what people see: the messages and their marks, not what the bot has stored. */
export function judgeSoak(
  questions: readonly { id: string; channel: string }[],
  answers: readonly StandingAnswer[],
): Judgement {
  const result: Judgement = { verdicts: 0, givenUp: 0, pictures: 0, lost: [], doubled: [] };
  for (const { id, channel } of questions) {
    const own = answers.filter((answer) => answer.channel === channel && names(answer, id));
    const roots = own.flatMap((answer) => answer.roots);
    const parts = own.flatMap((answer) => answer.parts);
    const verdict = roots.find((root) => stateOf(root) === 'verdict');
    if (verdict) result.verdicts += 1;
    else if (own.some(isDone)) result.givenUp += 1;
    result.pictures += own.reduce((sum, answer) => sum + answer.pictures, 0);
    if (!own.some(isDone)) result.lost.push(`${id}: no final answer`);
    else if (verdict)
      for (const part of partsOf(verdict)) if (!parts.includes(part)) result.lost.push(`${id}: no ${part}`);
    if (roots.length > 1) result.doubled.push(`${id}: ${roots.length} answers`);
    for (const part of new Set(parts)) {
      const times = parts.filter((one) => one === part).length;
      if (times > 1) result.doubled.push(`${id}: ${part} stands ${times} times`);
    }
    if (own.some(({ pictures }) => pictures > 1)) result.doubled.push(`${id}: two pictures`);
  }
  return result;
}

function names({ roots }: StandingAnswer, id: string): boolean {
  return roots.some(({ text, blocks }) => text.includes(id) || JSON.stringify(blocks ?? '').includes(id));
}
