import { readAnswer } from '../ask/answers.ts';
import type { Question } from '../ask/question.ts';
import { rootMessage } from '../blocks/root-message.ts';
import type { Bot } from '../bot.ts';
import { readDelivery } from '../deliver/delivery.ts';
import type { Message } from '../deliver/send.ts';
import { answerContext } from './answer-context.ts';

/**
 * How a search ended without an answer, above the answer that it was to replace: "run again" must not cost anybody the
 * verdict that stood there. The message itself where there was none, or it is gone.
 */
export async function withEarlierAnswer(bot: Bot, question: Question, message: Message): Promise<Message> {
  const earlierId = question.replaces?.answerId;
  const earlier = earlierId === undefined ? undefined : await readAnswer(bot, earlierId);
  if (!earlier || earlierId === undefined) return message;
  if ((await readDelivery(bot, earlierId))?.state === 'deleted') return message;
  const root = rootMessage(earlier.answer, await answerContext(bot, earlier.question));
  const [ending] = message.blocks;
  return {
    text: `${message.text} ${bot.say('answering:earlier')} ${root.text}`,
    // The answer brings its own buttons along, "run again" among them.
    blocks: [...(ending ? [ending] : []), ...root.blocks],
  };
}
