import { readAnswer } from '../ask/answers.ts';
import type { Question } from '../ask/question.ts';
import { rootMessage } from '../blocks/root-message.ts';
import type { Bot } from '../bot.ts';
import { readDelivery } from '../deliver/delivery.ts';
import type { Message } from '../deliver/send.ts';
import { answerContext } from './answer-context.ts';

/**
 * How a search ended without an answer, above the answer that it was to replace: "run again" must not cost anybody the
 * verdict that stood there. `ending` is given what to say of it; nothing where none stood there, or it is gone.
 */
export async function withEarlierAnswer(
  bot: Bot,
  question: Question,
  ending: (earlier: string | undefined) => Message,
): Promise<Message> {
  const earlierId = question.replaces?.answerId;
  const earlier = earlierId === undefined ? undefined : await readAnswer(bot, earlierId);
  if (!earlier || earlierId === undefined) return ending(undefined);
  if ((await readDelivery(bot, earlierId))?.state === 'deleted') return ending(undefined);
  const message = ending(bot.say('answering:earlier'));
  const root = rootMessage(earlier.answer, await answerContext(bot, earlier.question));
  const [said] = message.blocks;
  return {
    text: `${message.text} ${root.text}`,
    // The answer brings its own buttons along, "run again" among them.
    blocks: [...(said ? [said] : []), ...root.blocks],
  };
}
