import { z } from 'zod';
import type { JobHandler } from '../../jobs/jobs.ts';
import { readAnswer, type StoredAnswer } from '../ask/answers.ts';
import { authoriseAgain } from '../ask/authorise.ts';
import { evidenceMessages } from '../blocks/evidence-messages.ts';
import { integrationMessage } from '../blocks/integration-message.ts';
import type { Message } from '../blocks/message.ts';
import { phaseMessage } from '../blocks/phase-message.ts';
import { queriesMessages } from '../blocks/queries-messages.ts';
import { spokenVerdict, verdictBlocks } from '../blocks/root-message.ts';
import { summaryMarkdown, summaryMessage } from '../blocks/summary-markdown.ts';
import { detailMessages } from '../blocks/thread-messages.ts';
import { windowMessage } from '../blocks/window-message.ts';
import type { AnalyseWindow, Bot } from '../bot.ts';
import { readDelivery } from '../deliver/delivery.ts';
import { denialMessage } from '../deliver/denial.ts';
import { postOnce, sendOnce } from '../deliver/post-once.ts';
import { tellAsker } from '../deliver/replies.ts';
import { sentence } from '../deliver/sentence.ts';
import { upload } from '../deliver/upload.ts';
import { answerContext } from './answer-context.ts';
import { postingProblem } from './end-badly.ts';
import { othersLike } from './others-like.ts';

/** What a button adds to the thread of an answer, once for everybody. */
export const postings = [
  'evidence',
  'queries',
  'details',
  'integration',
  'phase',
  'others',
  'share',
] as const;
export type Posting = (typeof postings)[number];

export const postingKind = 'slack-posting';
export const postingSchema = z.strictObject({
  answerId: z.string(),
  /** Index in the answer's findings. */
  finding: z.int().nonnegative(),
  what: z.enum(postings),
  team: z.string(),
  channel: z.string(),
  threadTs: z.string(),
  user: z.string(),
});
export type PostingJob = z.infer<typeof postingSchema>;

/** Within this time a second press joins the first, seconds; afterwards the posted message itself is found. */
const joinSeconds = 60;

/** Name of the first message of a posting in the delivery. */
const firstPart = ({ what, finding }: Pick<PostingJob, 'what' | 'finding'>) => `${what}-${finding}-0`;

/** `posted`: it stands already, with its ts. `joined`: somebody pressed just before. */
export async function takePosting(
  bot: Bot,
  job: PostingJob,
): Promise<{ status: 'accepted' } | { status: 'joined' } | { status: 'posted'; ts: string }> {
  const ts = (await readDelivery(bot, job.answerId))?.parts[firstPart(job)];
  if (ts) return { status: 'posted', ts };
  const { isNew } = await bot.jobs.accept({
    kind: postingKind,
    data: job,
    dedupeKeys: [{ key: `posting:${job.answerId}:${job.what}:${job.finding}`, ttlSeconds: joinSeconds }],
  });
  return { status: isNew ? 'accepted' : 'joined' };
}

/** Posts what was asked for into the thread of the answer; authorises again, for the channel may have become shared. */
export function postMore(bot: Bot): JobHandler<PostingJob> {
  return async ({ data: job, isExhausted, signal }) => {
    const tell = (words: string) => tellAsker(bot, job, sentence(words));
    if (isExhausted) return void (await tell(bot.say('clicks:failed')));
    const permission = await authoriseAgain(bot, job);
    if (permission.status === 'denied')
      return void (await tellAsker(bot, job, denialMessage(bot, permission)));
    const stored = await readAnswer(bot, job.answerId);
    const delivery = await readDelivery(bot, job.answerId);
    if (!stored || stored.question.channel !== job.channel || delivery?.state === 'deleted')
      return void (await tell(bot.say('clicks:gone')));
    try {
      await postAll(bot, job, stored, { signal, channel: permission.channel });
    } catch (error) {
      const problem = postingProblem(bot, error);
      if (problem === undefined) throw error;
      await tell(problem);
    }
  };
}

async function postAll(
  bot: Bot,
  job: PostingJob,
  stored: StoredAnswer,
  look: Parameters<AnalyseWindow>[1],
): Promise<void> {
  const messages = await messagesOf(bot, job, stored, look);
  for (const [index, message] of messages.entries()) {
    // Counting others takes its time, and the channel may have become shared meanwhile.
    const still = await authoriseAgain(bot, job);
    if (still.status === 'denied' && still.why === 'cannot-check')
      throw new Error(`Permission in ${job.channel} could not be checked (${still.args.error}).`);
    if (still.status === 'denied') return void (await tellAsker(bot, job, denialMessage(bot, still)));
    await postOnce(bot, job.answerId, message.part ?? `${job.what}-${job.finding}-${index}`, job, message);
  }
  if (job.what === 'share') await attachSummary(bot, job, stored);
}

async function messagesOf(
  bot: Bot,
  job: PostingJob,
  { question, answer }: StoredAnswer,
  look: Parameters<AnalyseWindow>[1],
): Promise<(Message & { part?: string })[]> {
  const ctx = await answerContext(bot, question);
  const finding = answer.findings[job.finding];
  if (!finding) return [];
  switch (job.what) {
    case 'evidence':
      return evidenceMessages(finding, ctx);
    case 'queries':
      return queriesMessages(finding, ctx);
    case 'integration':
      return [integrationMessage(finding, ctx)];
    case 'phase':
      return [phaseMessage(finding, ctx)];
    case 'others': {
      const like = othersLike(finding, bot.now());
      if (!like || !bot.analyseWindow) return [sentence(bot.say('clicks:no-others'))];
      const window = await bot.analyseWindow({ ...like, askedBy: job.user }, look);
      return [windowMessage(window, { templates: bot.templates, like: finding })];
    }
    case 'share':
      return [summaryMessage(answer, ctx)];
    case 'details':
      return [
        {
          text: spokenVerdict(finding, ctx),
          blocks: verdictBlocks(finding, ctx),
          part: firstPart(job),
        },
        ...detailMessages(finding, ctx, job.finding).map((message) => ({
          ...message,
          part: partOfFinding(job.finding, message.part),
        })),
      ];
  }
}

/** Parts of one request of several are named apart from those of the others. */
export function partOfFinding(finding: number, part: string): string {
  return `f${finding}-${part}`;
}

/** A summary that is longer than a message holds comes as a file too. */
async function attachSummary(bot: Bot, job: PostingJob, { question, answer }: StoredAnswer): Promise<void> {
  const ctx = await answerContext(bot, question);
  if (summaryMessage(answer, ctx).isComplete) return;
  await sendOnce(bot, job.answerId, 'share-file', job, {
    canBeFound: false,
    send: () =>
      upload(bot, job, {
        content: summaryMarkdown(answer, ctx),
        filename: 'gw504-summary.md',
        title: bot.say('clicks:file-title'),
      }),
  });
}
