import type { App } from '@slack/bolt';
import { inquire } from '../../inquiry/parse-question.ts';
import { classifyId } from '../../inquiry/request-id.ts';
import { deleteAnswer, mayDelete } from '../answer/delete-answer.ts';
import { markStep } from '../answer/mark-step.ts';
import { audit } from '../ask/audit.ts';
import { knownAnswer, knownQuestion } from '../ask/known-answer.ts';
import { takeQuestion } from '../ask/take-question.ts';
import { actionIds, readMoreValue, readStepValue } from '../blocks/action-ids.ts';
import type { Message } from '../blocks/message.ts';
import type { Bot } from '../bot.ts';
import { sentence } from '../deliver/sentence.ts';
import { addToThread } from './answer-buttons.ts';
import { takenMessage } from './asking-words.ts';
import { type Click, onClick } from './click.ts';

/** The overflow menu of an answer, and the steps of its checklist. */
export function listenToThreadButtons(app: App, bot: Bot): void {
  const marks = (actionId: string, isDone: boolean) =>
    onClick(app, bot, actionId, async (click) => {
      const read = readStepValue(click.value);
      const known = await knownAnswer(bot, read?.target, click.asker.channel);
      if (!read || !known) return sentence(bot.say('clicks:gone'));
      const mark = {
        finding: known.finding,
        step: read.step,
        user: click.asker.user,
        atMs: bot.now(),
      };
      await markStep(bot, known.question.answerId, mark, isDone);
      return undefined;
    });
  marks(actionIds.markStep, true);
  marks(actionIds.unmarkStep, false);
  onClick(app, bot, actionIds.more, (click) => chosen(bot, click));
  onClick(app, bot, actionIds.pickRequest, (click) => askOne(bot, click));
}

async function chosen(bot: Bot, click: Click): Promise<Message | undefined> {
  const read = readMoreValue(click.value);
  switch (read?.choice) {
    case 'share':
    case 'integration':
    case 'phase':
      return addToThread(bot, click, read.target, read.choice);
    case 'delete':
      return remove(bot, click);
    case 'others':
      return (await addToThread(bot, click, read.target, 'others')) ?? sentence(bot.say('clicks:counting'));
    case undefined:
      return sentence(bot.say('clicks:gone'));
  }
}

/** One of the requests that a window names, answered in the same thread. */
async function askOne(bot: Bot, click: Click): Promise<Message | undefined> {
  const id = classifyId(click.value ?? '');
  if (!id) return sentence(bot.say('clicks:gone'));
  const taken = await takeQuestion(bot, {
    asker: click.asker,
    entry: 'button',
    inquiries: inquire([id], { scope: {} }),
    threadTs: click.threadTs,
    source: click.source,
  });
  return taken.status === 'accepted' ? undefined : takenMessage(bot, taken);
}

async function remove(bot: Bot, click: Click): Promise<Message> {
  const { channel, user, team } = click.asker;
  const question = await knownQuestion(bot, readMoreValue(click.value)?.target, channel);
  if (!question) return sentence(bot.say('clicks:gone'));
  if (!mayDelete(bot, question, user)) return sentence(bot.say('denials:not-yours'));
  await deleteAnswer(bot, question);
  audit(bot, {
    decision: 'deleted',
    entry: actionIds.more,
    user,
    team,
    channel,
    answerId: question.answerId,
  });
  return sentence(bot.say('clicks:deleted'));
}
