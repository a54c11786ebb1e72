import type { App } from '@slack/bolt';
import { type Posting, takePosting } from '../answer/posting.ts';
import { stopAnswer } from '../answer/stop-answer.ts';
import { widen } from '../answer/widen.ts';
import { readAnswer } from '../ask/answers.ts';
import { audit } from '../ask/audit.ts';
import { knownAnswer, knownQuestion } from '../ask/known-answer.ts';
import type { Question } from '../ask/question.ts';
import { takeQuestion } from '../ask/take-question.ts';
import { actionIds, type ButtonTarget, readButtonValue } from '../blocks/action-ids.ts';
import type { Message } from '../blocks/message.ts';
import type { Bot } from '../bot.ts';
import { readDelivery } from '../deliver/delivery.ts';
import { sentence } from '../deliver/sentence.ts';
import { takenMessage } from './asking-words.ts';
import { type Click, onClick } from './click.ts';

/** Run again, widen, stop, and what adds to the thread. */
export function listenToAnswerButtons(app: App, bot: Bot): void {
  onClick(app, bot, actionIds.runAgain, (click) =>
    askAgain(bot, click, async (question) => question.inquiries),
  );
  onClick(app, bot, actionIds.widen, (click) =>
    askAgain(bot, click, async (question) => {
      const stored = await readAnswer(bot, question.answerId);
      const bundle = await bot.jobs.state.get('bundles', question.answerId);
      return widen(bot, question.inquiries, stored?.answer ?? { findings: [], notes: [] }, bundle);
    }),
  );
  const adds = (actionId: string, what: Posting) =>
    onClick(app, bot, actionId, (click) => addToThread(bot, click, readButtonValue(click.value), what));
  adds(actionIds.showEvidence, 'evidence');
  adds(actionIds.showQueries, 'queries');
  adds(actionIds.showDetails, 'details');
  onClick(app, bot, actionIds.stop, (click) => stop(bot, click));
}

/** Ends the search for everybody who waits for it; whoever may ask may stop. */
async function stop(bot: Bot, click: Click): Promise<Message | undefined> {
  const { channel, user, team } = click.asker;
  const question = await knownQuestion(bot, readButtonValue(click.value), channel);
  if (!question) return sentence(bot.say('clicks:gone'));
  if (!(await stopAnswer(bot, question, user))) return sentence(bot.say('clicks:ended'));
  const { answerId } = question;
  audit(bot, { decision: 'stopped', entry: actionIds.stop, user, team, channel, answerId });
  return undefined;
}

/** The same question once more, in the same message: two people who press at once start one search. */
async function askAgain(
  bot: Bot,
  click: Click,
  inquiriesOf: (question: Question) => Promise<Question['inquiries']>,
): Promise<Message | undefined> {
  const question = await knownQuestion(bot, readButtonValue(click.value), click.asker.channel);
  if (!question) return sentence(bot.say('clicks:gone'));
  const root = (await readDelivery(bot, question.answerId))?.parts.root;
  const taken = await takeQuestion(bot, {
    asker: click.asker,
    entry: 'button',
    inquiries: await inquiriesOf(question),
    pasted: question.pasted,
    threadTs: question.threadTs,
    source: click.source,
    replaces: { answerId: question.answerId, rootTs: root || click.messageTs },
  });
  if (taken.status === 'joined') return sentence(bot.say('clicks:running'));
  return taken.status === 'denied' ? takenMessage(bot, taken) : undefined;
}

/** Adds to the thread once, whoever presses however often. */
export async function addToThread(
  bot: Bot,
  click: Click,
  target: ButtonTarget | undefined,
  what: Posting,
): Promise<Message | undefined> {
  const known = await knownAnswer(bot, target, click.asker.channel);
  if (!known) return sentence(bot.say('clicks:gone'));
  const { question, finding } = known;
  const { channel, user } = click.asker;
  const taken = await takePosting(bot, {
    answerId: question.answerId,
    finding,
    what,
    team: bot.self.teamId,
    channel,
    threadTs: click.threadTs,
    user,
  });
  if (taken.status === 'joined') return sentence(bot.say('clicks:coming'));
  if (taken.status === 'accepted') return undefined;
  const { permalink } = await bot.client.chat
    .getPermalink({ channel, message_ts: taken.ts })
    .catch(() => ({ permalink: undefined }));
  return sentence(bot.say('clicks:already', { link: permalink ?? '' }));
}
