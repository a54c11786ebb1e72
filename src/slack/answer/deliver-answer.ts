import { drawWaterfall } from '../../report/picture.ts';
import type { Answer } from '../../report/report.ts';
import { type Asker, authoriseAgain, type Permission } from '../ask/authorise.ts';
import type { Question } from '../ask/question.ts';
import { rootMessage } from '../blocks/root-message.ts';
import { threadMessages } from '../blocks/thread-messages.ts';
import type { Bot } from '../bot.ts';
import { changeDelivery } from '../deliver/delivery.ts';
import { postOnce } from '../deliver/post-once.ts';
import { postPicture } from '../deliver/post-picture.ts';
import { edit } from '../deliver/send.ts';
import { answerContext } from './answer-context.ts';
import { carryMarks } from './mark-step.ts';

/**
 * The verdict in the message that showed the progress, then its replies, each once. Returns who said no where permission
 * is gone meanwhile; then nothing more is posted. Throws where another process has taken the job over.
 */
export async function deliverAnswer(
  bot: Bot,
  question: Question,
  {
    asker,
    found,
    root,
    hold,
  }: { asker: Asker; found: Answer; root: { channel: string; ts: string }; hold: () => Promise<void> },
): Promise<(Permission & { status: 'denied' }) | undefined> {
  await carryMarks(bot, question, found);
  const ctx = await answerContext(bot, question);
  await hold();
  await edit(bot, root, rootMessage(found, ctx));
  const thread = { channel: question.channel, threadTs: question.threadTs ?? root.ts };
  for (const { part, ...message } of threadMessages(found, ctx)) {
    await hold();
    const mayPost = await authoriseAgain(bot, asker);
    if (mayPost.status === 'denied') return mayPost;
    await postOnce(bot, question.answerId, part, thread, message);
    const [only, ...others] = found.findings;
    if (part === 'latency' && only && others.length === 0)
      await postPicture(bot, question.answerId, 'picture', thread, {
        draw: () => drawWaterfall(only, bot.templates),
        filename: 'latency.png',
        title: bot.say('answering:picture-title'),
      });
  }
  await changeDelivery(bot, question.answerId, (before) => ({ ...before, state: 'answered' }));
  return undefined;
}
