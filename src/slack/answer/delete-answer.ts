import { knownQuestion } from '../ask/known-answer.ts';
import type { Question } from '../ask/question.ts';
import type { Bot } from '../bot.ts';
import { changeDelivery, readDelivery } from '../deliver/delivery.ts';
import { slackError } from '../deliver/send.ts';

/** Earlier answers of the same message that are looked for, should the chain be damaged. */
const mostEarlier = 50;

/** May this person remove the answer? Whoever asked, whoever asked again, and the administrators. */
export function mayDelete(bot: Bot, question: Question, user: string): boolean {
  return question.user === user || bot.config.slack.admins.includes(user);
}

/** Removes every message of an answer, those of the answers that it replaced too, the root last. What is gone counts as removed. */
export async function deleteAnswer(bot: Bot, question: Question): Promise<void> {
  const chain = await answersOf(bot, question);
  // First the state: a job that is still running must not write into what is being removed.
  for (const { answerId } of chain)
    await changeDelivery(bot, answerId, (before) => ({ ...before, state: 'deleted' }));
  const roots = new Set<string>();
  for (const { answerId } of chain) {
    const parts = (await readDelivery(bot, answerId))?.parts ?? {};
    for (const [part, ts] of Object.entries(parts)) {
      if (part === 'root') roots.add(ts);
      else await remove(bot, question.channel, ts);
    }
  }
  for (const ts of roots) await remove(bot, question.channel, ts);
  for (const { answerId, user } of chain) {
    await bot.jobs.state.remove('answers', answerId);
    await bot.jobs.state.remove('bundles', answerId);
    await bot.jobs.state.remove('asked', `${user}:${answerId}`);
  }
}

async function answersOf(bot: Bot, question: Question): Promise<Question[]> {
  const chain = [question];
  for (let last: Question | undefined = question; last?.replaces && chain.length < mostEarlier; ) {
    last = await knownQuestion(bot, { answerId: last.replaces.answerId, finding: 0 }, question.channel);
    if (last) chain.push(last);
  }
  return chain;
}

/** A part is known by its message's ts, or, for a picture, by its file's id: the file takes its message along. */
async function remove(bot: Bot, channel: string, part: string): Promise<void> {
  try {
    if (/^\d+\.\d+$/.test(part)) await bot.client.chat.delete({ channel, ts: part });
    else if (/^F[A-Z0-9]{2,}$/.test(part)) await bot.client.files.delete({ file: part });
  } catch (error) {
    const said = slackError(error);
    if (said !== 'message_not_found' && said !== 'file_not_found' && said !== 'file_deleted') throw error;
  }
}
