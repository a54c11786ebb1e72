import type { ChannelConfig } from '../../config-schema.ts';
import { isTakenOver, type JobHandler } from '../../jobs/jobs.ts';
import type { Progress } from '../../progress.ts';
import type { Answer } from '../../report/report.ts';
import { inStage } from '../../stage.ts';
import { keepAnswer, readAnswer } from '../ask/answers.ts';
import { audit } from '../ask/audit.ts';
import { type Asker, authoriseAgain, type Permission } from '../ask/authorise.ts';
import type { Question } from '../ask/question.ts';
import { markAccepted } from '../ask/take-question.ts';
import { stoppedMessage } from '../blocks/ending-messages.ts';
import { progressMessage } from '../blocks/progress-message.ts';
import type { Bot } from '../bot.ts';
import { changeDelivery, readDelivery } from '../deliver/delivery.ts';
import { postOnce } from '../deliver/post-once.ts';
import { edit, type Message, slackError } from '../deliver/send.ts';
import { markThread } from '../deliver/threads.ts';
import { deliverAnswer } from './deliver-answer.ts';
import { endInDenial, endInFailure, postingProblem } from './end-badly.ts';
import { runQuestion } from './run-question.ts';
import { showProgress } from './show-progress.ts';
import { drawStopped, listenForStop } from './stop-answer.ts';
import { whatIsAskedPlainly } from './what-is-asked.ts';

/**
 * One question to one final answer. Runs again after a crash without asking AWS or posting twice: each step looks first
 * at what an earlier run has done.
 */
export function answerQuestion(bot: Bot): JobHandler<Question> {
  return async ({ jobId, data: question, isExhausted, signal, hold }) => {
    // The process that took the question may have died before it could note this.
    await markAccepted(bot, jobId, question);
    const before = await readDelivery(bot, question.answerId);
    if (before?.state === 'stopped') return drawStopped(bot, question);
    if (before && before.state !== 'running' && before.state !== 'found') return;
    if (isExhausted) return endInFailure(bot, question, bot.say('answering:gave-up'));
    try {
      const stage = { 'gw504.investigation_id': question.answerId, 'gw504.entry': question.entry };
      await inStage('question', stage, () => answer(bot, question, { signal, hold }));
    } catch (error) {
      if (signal.aborted) {
        if (!isTakenOver(signal)) await sayInterrupted(bot, question);
        throw error;
      }
      const cure = postingProblem(bot, error);
      if (cure === undefined) throw error;
      await endInFailure(bot, question, cure);
    }
  };
}

/** What a run may do, and until when. */
type Run = Pick<Parameters<JobHandler<Question>>[0], 'signal' | 'hold'>;

async function answer(bot: Bot, question: Question, { signal, hold }: Run): Promise<void> {
  const asker: Asker = { team: question.team, channel: question.channel, user: question.user };
  // Already the progress names the request and where it is looked for.
  const permission = await authoriseAgain(bot, asker);
  if (permission.status === 'denied') return refused(bot, question, permission);
  const stored = await readAnswer(bot, question.answerId);
  const root = await postRoot(bot, question);
  await markThread(bot, question.channel, question.threadTs ?? root.ts, question.answerId);
  const found =
    stored?.answer ?? (await search(bot, question, { root, signal, hold, channel: permission.channel }));
  if (!found) return drawStopped(bot, question);
  // The channel may have become shared while we looked.
  const still = await authoriseAgain(bot, asker);
  if (still.status === 'denied') return refused(bot, question, still);
  const denied = await inStage('deliver', {}, () =>
    deliverAnswer(bot, question, { asker, found, root, hold }),
  );
  if (denied) return refused(bot, question, denied);
  auditAnswer(bot, question, found, root.ts);
}

/** Looks, showing the progress; undefined where somebody stopped it or deleted the message meanwhile. */
async function search(
  bot: Bot,
  question: Question,
  { root, signal, hold, channel }: Run & { root: { channel: string; ts: string }; channel: ChannelConfig },
): Promise<Answer | undefined> {
  // A run that broke off after it had found, and before that was kept, can be stopped again.
  await changeDelivery(bot, question.answerId, (before) =>
    before.state === 'found' ? { ...before, state: 'running' } : before,
  );
  const progress = showProgress(bot, root, { draw: (latest) => progressOf(bot, question, latest), hold });
  const stop = listenForStop(bot, question.answerId);
  try {
    const diagnosis = await runQuestion(bot, question, {
      channel,
      signal: AbortSignal.any([signal, stop.signal]),
      onProgress: progress.tell,
    });
    await hold();
    const { state } = await changeDelivery(bot, question.answerId, (before) =>
      before.state === 'running' ? { ...before, state: 'found' } : before,
    );
    if (state !== 'found') return undefined;
    await keepAnswer(bot, question, diagnosis.answer, diagnosis);
    return diagnosis.answer;
  } catch (error) {
    if (stop.signal.aborted && !signal.aborted) return undefined;
    throw error;
  } finally {
    stop.end();
    await progress.end();
  }
}

function progressOf(bot: Bot, question: Question, latest: Progress[]): Message {
  return progressMessage(latest, {
    templates: bot.templates,
    answerId: question.answerId,
    what: whatIsAskedPlainly(bot, question),
    elapsedMs: Math.max(0, bot.now() - question.askedAtMs),
  });
}

/** Somebody said no: that is the end. Nobody could be asked: the job runs again, and ends only when it always fails. */
async function refused(
  bot: Bot,
  question: Question,
  permission: Permission & { status: 'denied' },
): Promise<void> {
  if (permission.why === 'cannot-check')
    throw new Error(`Permission in ${question.channel} could not be checked (${permission.args.error}).`);
  await endInDenial(bot, question, permission);
}

/** The message that shows the progress and then the verdict: a new one, or that of the answer which this one replaces. */
async function postRoot(bot: Bot, question: Question): Promise<{ channel: string; ts: string }> {
  const first = progressOf(bot, question, []);
  const { replaces } = question;
  if (replaces) {
    await changeDelivery(bot, question.answerId, (before) => ({
      ...before,
      parts: { ...before.parts, root: replaces.rootTs },
    }));
    const at = { channel: question.channel, ts: replaces.rootTs };
    await edit(bot, at, first);
    return at;
  }
  const ts = await postOnce(
    bot,
    question.answerId,
    'root',
    { channel: question.channel, threadTs: question.threadTs },
    first,
  );
  return { channel: question.channel, ts };
}

/** The process has to stop. The job runs again after the next start, so this is not the last word. */
async function sayInterrupted(bot: Bot, question: Question): Promise<void> {
  const root = (await readDelivery(bot, question.answerId))?.parts.root;
  if (!root) return;
  const message = stoppedMessage('restart', {
    templates: bot.templates,
    answerId: question.answerId,
    what: whatIsAskedPlainly(bot, question),
  });
  await edit(bot, { channel: question.channel, ts: root }, message, bot.poster).catch((error: unknown) =>
    bot.logger.warn({ error: slackError(error) ?? String(error) }, 'the interruption could not be shown'),
  );
}

function auditAnswer(bot: Bot, question: Question, { findings }: Answer, rootTs: string): void {
  audit(bot, {
    decision: 'answered',
    entry: question.entry,
    user: question.user,
    team: question.team,
    channel: question.channel,
    answerId: question.answerId,
    requestIds: findings.map(({ report }) => report.request.id),
    causes: findings.map(({ report }) => report.verdict.cause),
    bytesScanned: findings.reduce((sum, { report }) => sum + report.receipt.bytesScanned, 0),
    roleSession: findings.find(({ report }) => report.receipt.roleSession)?.report.receipt.roleSession,
    rootTs,
    durationMs: bot.now() - question.askedAtMs,
  });
}
