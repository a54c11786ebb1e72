import type { ButtonTarget } from '../blocks/action-ids.ts';
import type { Bot } from '../bot.ts';
import { readDelivery } from '../deliver/delivery.ts';
import { readAnswer, type StoredAnswer } from './answers.ts';
import { type Question, questionSchema } from './question.ts';

/**
 * The answer that a button speaks of, if it belongs to the channel of the press: a value is untrusted, and must not
 * carry an answer from one channel into another.
 */
export async function knownAnswer(
  bot: Bot,
  target: ButtonTarget | undefined,
  channel: string,
): Promise<(StoredAnswer & { finding: number }) | undefined> {
  if (!target) return undefined;
  const stored = await readAnswer(bot, target.answerId);
  if (!stored || stored.question.channel !== channel || !stored.answer.findings[target.finding])
    return undefined;
  if ((await readDelivery(bot, target.answerId))?.state === 'deleted') return undefined;
  return { ...stored, finding: target.finding };
}

/** The question behind a button, also where it never came to an answer. */
export async function knownQuestion(
  bot: Bot,
  target: ButtonTarget | undefined,
  channel: string,
): Promise<Question | undefined> {
  if (!target) return undefined;
  const read = questionSchema.safeParse(await bot.jobs.state.get('questions', target.answerId));
  if (!read.success || read.data.channel !== channel) return undefined;
  if ((await readDelivery(bot, target.answerId))?.state === 'deleted') return undefined;
  return read.data;
}
