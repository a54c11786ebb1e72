import { audit } from '../ask/audit.ts';
import type { Permission } from '../ask/authorise.ts';
import type { Question } from '../ask/question.ts';
import { failedMessage } from '../blocks/ending-messages.ts';
import type { Bot } from '../bot.ts';
import { changeDelivery, readDelivery } from '../deliver/delivery.ts';
import { denialMessage } from '../deliver/denial.ts';
import { isPassing } from '../deliver/is-passing.ts';
import { postOnce } from '../deliver/post-once.ts';
import { tellAsker } from '../deliver/replies.ts';
import { edit, slackError } from '../deliver/send.ts';
import { sentence } from '../deliver/sentence.ts';
import { withEarlierAnswer } from './earlier-answer.ts';
import { whatIsAskedPlainly } from './what-is-asked.ts';

/**
 * The last word where no answer can be given: in the message that showed the progress, or privately. Throws where it
 * reached nobody for a reason that may pass, so that the job brings it later.
 */
export async function endInFailure(bot: Bot, question: Question, why: string): Promise<void> {
  const ending = (earlier?: string) =>
    failedMessage({
      templates: bot.templates,
      answerId: question.answerId,
      what: whatIsAskedPlainly(bot, question),
      why: earlier === undefined ? why : `${why} ${earlier}`,
    });
  const message = await withEarlierAnswer(bot, question, ending);
  const root = (await readDelivery(bot, question.answerId))?.parts.root;
  const problem = await problemOf(bot, () =>
    root
      ? edit(bot, { channel: question.channel, ts: root }, message)
      : postOnce(bot, question.answerId, 'root', question, message),
  );
  const isTold = problem === undefined || (await tellAsker(bot, question, ending()));
  if (!isTold && isPassing(problem)) throw problem;
  await end(bot, question, problem === undefined ? 'shown' : 'private');
}

/** Permission is gone since the question was taken: nothing is posted, what stands is emptied, the asker hears why. */
export async function endInDenial(
  bot: Bot,
  question: Question,
  permission: Permission & { status: 'denied' },
): Promise<void> {
  const root = (await readDelivery(bot, question.answerId))?.parts.root;
  if (root)
    await problemOf(bot, () =>
      edit(bot, { channel: question.channel, ts: root }, sentence(bot.say('answering:withheld'))),
    );
  await tellAsker(bot, question, denialMessage(bot, permission));
  await end(bot, question, permission.why);
}

/** What Slack refused, in words and with the cure; undefined for what may pass by itself. */
export function postingProblem(bot: Bot, error: unknown): string | undefined {
  const why = whyRefused(bot, error);
  return why === undefined ? undefined : bot.say('asking:cannot-post', { why });
}

/** Why Slack refused to have something posted; undefined where that has no words. */
export function whyRefused(bot: Bot, error: unknown): string | undefined {
  const said = slackError(error);
  if (said === undefined) return undefined;
  const name = `posting:${said.startsWith('restricted_action') ? 'restricted_action' : said}`;
  return bot.hasWords(name) ? bot.say(name) : undefined;
}

/** What kept a last word from being shown, logged; undefined where it stands. */
export async function problemOf(bot: Bot, show: () => Promise<unknown>): Promise<unknown> {
  try {
    await show();
    return undefined;
  } catch (error) {
    bot.logger.warn({ error: slackError(error) ?? String(error) }, 'a last word was not delivered');
    return error;
  }
}

async function end(bot: Bot, question: Question, why: string): Promise<void> {
  await changeDelivery(bot, question.answerId, (before) => ({ ...before, state: 'failed' }));
  audit(bot, {
    decision: 'failed',
    entry: question.entry,
    user: question.user,
    team: question.team,
    channel: question.channel,
    answerId: question.answerId,
    why,
    durationMs: bot.now() - question.askedAtMs,
  });
}
