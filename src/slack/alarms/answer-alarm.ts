import { classifyId } from '../../inquiry/request-id.ts';
import type { JobHandler } from '../../jobs/jobs.ts';
import type { Finding } from '../../report/report.ts';
import { answerContext } from '../answer/answer-context.ts';
import { postingProblem } from '../answer/end-badly.ts';
import { keepAnswer } from '../ask/answers.ts';
import { audit } from '../ask/audit.ts';
import { authorisePlace } from '../ask/authorise.ts';
import { forgetChannel } from '../ask/directory.ts';
import type { Question } from '../ask/question.ts';
import { rootMessage } from '../blocks/root-message.ts';
import { windowMessage } from '../blocks/window-message.ts';
import type { Bot } from '../bot.ts';
import { changeDelivery, readDelivery } from '../deliver/delivery.ts';
import { postOnce } from '../deliver/post-once.ts';
import { edit } from '../deliver/send.ts';
import { sentence } from '../deliver/sentence.ts';
import { markThread } from '../deliver/threads.ts';
import { escapeMrkdwn } from '../escape.ts';
import type { AlarmJob } from './alarm-job.ts';
import { countReply, mostReplies, stormMs } from './take-alarm.ts';

/**
 * The reply to an alarm, in its thread: every 5xx around it, and the request to look at first, diagnosed in full.
 * Nobody asked, so nobody is told privately; what cannot be shown is not shown.
 */
export function answerAlarm(bot: Bot): JobHandler<AlarmJob> {
  return async ({ data: job, attempt, isExhausted, signal }) => {
    const before = await readDelivery(bot, job.answerId);
    if (before && before.state !== 'running') return;
    const end = (state: 'answered' | 'failed') =>
      changeDelivery(bot, job.answerId, (delivery) => ({ ...delivery, state }));
    if (isExhausted) {
      await replace(bot, job, bot.say('alarms:failed')).catch(() => undefined);
      await end('failed');
      return;
    }
    try {
      if (job.user === undefined && attempt === 1) {
        const turn = await countReply(bot, job.channel);
        if (turn !== 'answer') {
          if (turn === 'skip-first') await replace(bot, job, stormWords(bot));
          await end('failed');
          auditAlarm(bot, job, 'denied', 'storm');
          return;
        }
      }
      await reply(bot, job, signal);
      await end('answered');
    } catch (error) {
      if (postingProblem(bot, error) === undefined) throw error;
      bot.logger.warn({ answerId: job.answerId, error: String(error) }, 'an alarm was not answered');
      await end('failed');
    }
  };
}

async function reply(bot: Bot, job: AlarmJob, signal: AbortSignal): Promise<void> {
  const thread = { channel: job.channel, threadTs: job.threadTs };
  const allowed = await mayShow(bot, job);
  if (!allowed || !bot.analyseWindow) return;
  await markThread(bot, job.channel, job.threadTs, job.answerId);
  const ts = await postOnce(
    bot,
    job.answerId,
    'root',
    thread,
    sentence(bot.say('alarms:looking', { name: escapeMrkdwn(job.name) })),
  );
  const window = await bot.analyseWindow(
    { scope: job.scope, fromMs: job.fromMs, toMs: job.toMs, askedBy: job.user ?? 'alarm' },
    { signal, channel: allowed },
  );
  if (!(await mayShow(bot, job))) {
    await edit(bot, { channel: job.channel, ts }, sentence(bot.say('answering:withheld')));
    return;
  }
  await edit(
    bot,
    { channel: job.channel, ts },
    windowMessage(window, { templates: bot.templates, about: job.name, muteValue: job.name }),
  );
  const [example] = window.example;
  if (example) await postExample(bot, job, example);
  auditAlarm(bot, job, 'answered', undefined, window.window.receipt.bytesScanned);
}

/** The request to look at first, with the buttons of any other answer. */
async function postExample(bot: Bot, job: AlarmJob, example: Finding): Promise<void> {
  const { request } = example.report;
  const id = classifyId(request.id) ?? classifyId(request.extendedRequestId ?? '');
  const question: Question = {
    answerId: `${job.answerId}-1`,
    entry: 'alarm',
    team: job.team,
    channel: job.channel,
    user: job.user ?? bot.self.userId,
    threadTs: job.threadTs,
    inquiries: id ? [{ id, scope: { ...job.scope } }] : [],
    askedAtMs: job.takenAtMs,
    source: `alarm:${job.answerId}`,
  };
  await bot.jobs.state.put('questions', question.answerId, question);
  await keepAnswer(bot, question, { findings: [example], notes: [] }, { evidences: [], notes: [] });
  await postOnce(
    bot,
    question.answerId,
    'root',
    { channel: job.channel, threadTs: job.threadTs },
    rootMessage({ findings: [example], notes: [] }, await answerContext(bot, question)),
  );
  await changeDelivery(bot, question.answerId, (before) => ({ ...before, state: 'answered' }));
}

/** Looked at afresh each time: a channel can become shared while the logs are read. */
async function mayShow(bot: Bot, job: AlarmJob) {
  forgetChannel(bot, job.channel);
  const permission = await authorisePlace(bot, job);
  if (permission.status === 'allowed') return permission.channel;
  if (permission.why === 'cannot-check')
    throw new Error(`Permission in ${job.channel} could not be checked (${permission.args.error}).`);
  auditAlarm(bot, job, 'denied', permission.why);
  return undefined;
}

/** One sentence in the alarm's thread, in the place of whatever stood there. */
async function replace(bot: Bot, job: AlarmJob, words: string): Promise<void> {
  const ts = (await readDelivery(bot, job.answerId))?.parts.root;
  const message = sentence(words);
  if (ts) await edit(bot, { channel: job.channel, ts }, message);
  else await postOnce(bot, job.answerId, 'root', { channel: job.channel, threadTs: job.threadTs }, message);
}

function stormWords(bot: Bot): string {
  return bot.say('alarms:storm', { most: mostReplies, minutes: Math.round(stormMs / 60_000) });
}

function auditAlarm(
  bot: Bot,
  job: AlarmJob,
  decision: 'answered' | 'denied',
  why?: string,
  bytesScanned?: number,
): void {
  audit(bot, {
    decision,
    entry: 'alarm',
    user: job.user ?? '',
    team: job.team,
    channel: job.channel,
    answerId: job.answerId,
    durationMs: bot.now() - job.takenAtMs,
    ...(why ? { why } : {}),
    ...(bytesScanned === undefined ? {} : { bytesScanned }),
  });
}
