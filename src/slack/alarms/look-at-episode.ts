import type { ChannelConfig } from '../../config-schema.ts';
import type { JobHandler } from '../../jobs/jobs.ts';
import type { WindowAnswer } from '../../report/window.ts';
import { aliasesOf } from '../answer/answer-context.ts';
import { postingProblem } from '../answer/end-badly.ts';
import { alarmsOf } from '../ask/alarm-switches.ts';
import { audit } from '../ask/audit.ts';
import { authorisePlace } from '../ask/authorise.ts';
import { forgetChannel } from '../ask/directory.ts';
import { raisedMessage } from '../blocks/raised-message.ts';
import type { Bot } from '../bot.ts';
import { changeDelivery, readDelivery } from '../deliver/delivery.ts';
import { postOnce } from '../deliver/post-once.ts';
import { edit } from '../deliver/send.ts';
import { sentence } from '../deliver/sentence.ts';
import { markThread } from '../deliver/threads.ts';
import { escapeMrkdwn } from '../escape.ts';
import { changeEpisode, readEpisode } from './episodes.ts';
import type { LookJob } from './kinds.ts';
import type { Episode } from './ledger.ts';
import { postExample, postMinutes, postPointers } from './post-details.ts';
import { backendOf } from './same-backend.ts';
import { nextLook } from './schedule-looks.ts';
import { keepWindow, showEpisode, showSharing } from './show-episode.ts';
import { hasThread } from './take-alarm.ts';
import { endOf } from './window-of.ts';

/** APIs of one episode that are looked at; of more than these their alarm alone tells. Our choice. */
const mostScopes = 3;
/** Looks at one episode, all in all. */
const mostLooks = 20;

/** Counts the failures behind an episode, and keeps its one reply up to date. */
export function lookAtEpisode(bot: Bot): JobHandler<LookJob> {
  return async ({ data: job, isExhausted, signal }) => {
    const episode = await readEpisode(bot, job);
    if (!episode || !bot.analyseWindow || episode.looks >= mostLooks) return;
    const isFirst = episode.looks === 0;
    if (isExhausted) {
      if (isFirst)
        await replaceRoot(bot, job.channel, episode, bot.say('alarms:failed')).catch(() => undefined);
      return note(bot, job.channel, episode, 'failed', 'gave-up');
    }
    // A first look that broke off after it had counted goes on; one that is done is done.
    if (job.look === 0 && (await readDelivery(bot, job.answerId))?.state === 'answered') return;
    if (episode.user === undefined && (await alarmsOf(bot, job.channel)) === 'off') {
      if (!isFirst) await showEpisode(bot, job.channel, episode);
      return note(bot, job.channel, episode, 'denied', 'switched-off');
    }
    try {
      await look(bot, job, episode, signal);
    } catch (error) {
      const problem = postingProblem(bot, error);
      if (problem === undefined) throw error;
      bot.logger.warn({ answerId: job.answerId, error: String(error) }, 'an alarm was not answered');
      await changeDelivery(bot, job.answerId, (before) => ({ ...before, state: 'failed' }));
      note(bot, job.channel, episode, 'failed', 'posting');
    }
  };
}

async function look(bot: Bot, job: LookJob, told: Episode, signal: AbortSignal): Promise<void> {
  const { channel, answerId } = job;
  const allowed = await mayShow(bot, channel, told);
  if (!allowed) return withdraw(bot, channel, told);
  const before = hasThread(told.threadTs) ? told : await postAlarm(bot, job, told);
  const startedMs = bot.now();
  const thread = { channel, threadTs: before.threadTs };
  const isFirst = before.looks === 0;
  if (isFirst) {
    await markThread(bot, channel, before.threadTs, answerId);
    const name = escapeMrkdwn(before.alarms[0]?.name ?? '');
    await postOnce(bot, answerId, 'root', thread, sentence(bot.say('alarms:looking', { name })));
  }
  const answers = await analyse(bot, before, allowed, signal);
  if (!(await mayShow(bot, channel, before))) return withdraw(bot, channel, before);
  const isQuiet = answers.every(({ window }) => window.trend === 'over' || window.trend === 'none');
  const hasEnded = isQuiet && answers.some(({ window }) => window.failures > 0);
  const backend = backendOf(
    answers.map(({ window }) => window),
    before.scopes[0]?.region,
  );
  const episode = await changeEpisode(bot, job, (one) => ({
    ...one,
    ...(backend === undefined ? {} : { backend }),
    looks: Math.max(one.looks, before.looks + 1),
    // An alarm that came while the logs were read begins anew.
    isOver: hasEnded && one.lastMs === before.lastMs,
  }));
  if (!episode) return;
  const { isOver } = episode;
  const nextMs = isOver ? undefined : await nextLook(bot, job, episode);
  await keepWindow(bot, answerId, {
    answers,
    lookedMs: bot.now(),
    ...(nextMs === undefined ? {} : { nextMs }),
  });
  await showEpisode(bot, channel, episode);
  await showSharing(bot, channel, before, episode);
  await postMinutes(bot, answerId, thread, answers, isFirst ? 'first' : isOver ? 'last' : 'between');
  for (const [index, answer] of answers.entries()) {
    const [example] = answer.example;
    const id = index === 0 ? `${answerId}-1` : `${answerId}-${index + 1}`;
    if (example) await postExample(bot, id, channel, episode, { example, window: answer.window });
  }
  await postPointers(bot, channel, episode);
  await changeDelivery(bot, answerId, (delivery) => ({ ...delivery, state: 'answered' }));
  audit(bot, {
    decision: 'answered',
    entry: 'alarm',
    user: episode.user ?? '',
    team: bot.self.teamId,
    channel,
    answerId,
    causes: answers.flatMap(({ window }) => window.byCause.map(({ cause }) => cause)),
    bytesScanned: answers.reduce((sum, { window }) => sum + window.receipt.bytesScanned, 0),
    durationMs: bot.now() - startedMs,
  });
}

/** The alarm itself, where no app has posted it: it came from AWS, and its answer stands in its thread. */
async function postAlarm(bot: Bot, job: LookJob, episode: Episode): Promise<Episode> {
  const { templates, config } = bot;
  const [alarm = { name: '' }] = episode.alarms;
  const message = raisedMessage(alarm, episode.reason, { templates, accounts: aliasesOf(config) });
  const threadTs = await postOnce(bot, job.answerId, 'alarm', { channel: job.channel }, message);
  return (await changeEpisode(bot, job, (one) => ({ ...one, threadTs }))) ?? { ...episode, threadTs };
}

/** One window for each API, one after the other: each asks AWS in parallel already. */
async function analyse(
  bot: Bot,
  episode: Episode,
  channel: ChannelConfig,
  signal: AbortSignal,
): Promise<WindowAnswer[]> {
  const answers: WindowAnswer[] = [];
  for (const { account, region, api, stage } of episode.scopes.slice(0, mostScopes)) {
    const answer = await bot.analyseWindow?.(
      {
        scope: {
          ...(account === undefined ? {} : { account }),
          ...(region === undefined ? {} : { region }),
          ...(api === undefined ? {} : { api }),
          ...(stage === undefined ? {} : { stage }),
        },
        fromMs: episode.fromMs,
        toMs: endOf(episode, bot.now()),
        askedBy: episode.user ?? 'alarm',
      },
      { signal, channel },
    );
    if (answer) answers.push(answer);
  }
  return answers;
}

/** Looked at afresh each time: a channel can become shared while the logs are read. */
async function mayShow(bot: Bot, channel: string, episode: Episode): Promise<ChannelConfig | undefined> {
  forgetChannel(bot, channel);
  const permission = await authorisePlace(bot, { team: bot.self.teamId, channel });
  if (permission.status === 'allowed') return permission.channel;
  if (permission.why === 'cannot-check')
    throw new Error(`Permission in ${channel} could not be checked (${permission.args.error}).`);
  note(bot, channel, episode, 'denied', permission.why);
  return undefined;
}

/** Empties what stands; where nothing does, also of a run that broke off, nothing is said. */
async function withdraw(bot: Bot, channel: string, episode: Episode): Promise<void> {
  const ts = (await readDelivery(bot, episode.answerId))?.parts.root;
  if (ts) await edit(bot, { channel, ts }, sentence(bot.say('answering:withheld')));
}

/** One sentence in the alarm's thread, in the place of whatever stood there. */
async function replaceRoot(bot: Bot, channel: string, episode: Episode, words: string): Promise<void> {
  const ts = (await readDelivery(bot, episode.answerId))?.parts.root;
  const message = sentence(words);
  if (ts) await edit(bot, { channel, ts }, message);
  else await postOnce(bot, episode.answerId, 'root', { channel, threadTs: episode.threadTs }, message);
}

function note(
  bot: Bot,
  channel: string,
  { answerId, user }: Episode,
  decision: 'denied' | 'failed',
  why: string,
): void {
  audit(bot, { decision, entry: 'alarm', user: user ?? '', team: bot.self.teamId, channel, answerId, why });
}
