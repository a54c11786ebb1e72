import { z } from 'zod';
import type { Answer } from '../../report/report.ts';
import { reportSchema } from '../../report/report.ts';
import type { Bot, Diagnosis } from '../bot.ts';
import { questionSchema } from './question.ts';

const findingSchema = z.object({
  report: reportSchema,
  words: z.object({
    title: z.string(),
    mark: z.string(),
    whoGaveUp: z.string(),
    phase: z.string(),
    confidence: z.string(),
    doFirst: z.array(z.string()),
    retry: z.string(),
    warning: z.string().optional(),
  }),
  evidence: z.array(
    z.object({
      source: z.string(),
      title: z.string(),
      status: z.enum(['found', 'absent', 'unavailable']),
      reason: z.string().optional(),
      detail: z.string(),
      lines: z.array(z.object({ at: z.string().optional(), text: z.string() })),
      link: z.string().optional(),
    }),
  ),
  hiddenValues: z.number(),
});

/** What buttons work on after a restart: the question, what was answered, and where it stands. */
const storedAnswerSchema = z.object({
  question: questionSchema,
  answer: z.object({
    findings: z.array(findingSchema),
    notes: z.array(z.string()),
  }),
  answeredAtMs: z.number(),
});
export type StoredAnswer = z.infer<typeof storedAnswerSchema>;

/** Undefined: never stored, removed, or written by a version whose form we no longer read. */
export async function readAnswer(bot: Bot, answerId: string): Promise<StoredAnswer | undefined> {
  const found = storedAnswerSchema.safeParse(await bot.jobs.state.get('answers', answerId));
  return found.success ? found.data : undefined;
}

/** Keeps the answer for its buttons and the bundle beside it, so that feedback can become a test case. */
export async function keepAnswer(
  bot: Bot,
  question: StoredAnswer['question'],
  answer: Answer,
  bundles: Pick<Diagnosis, 'evidences' | 'notes'>,
): Promise<void> {
  // As `gw504 replay` reads it, so that a vote can become a test case without another form.
  await bot.jobs.state.put('bundles', question.answerId, {
    bundleVersion: 1,
    evidences: bundles.evidences,
    notes: bundles.notes,
  });
  await bot.jobs.state.put('answers', question.answerId, {
    question,
    answer,
    answeredAtMs: bot.now(),
  });
  await bot.jobs.state.put('asked', `${question.user}:${question.answerId}`, {
    answerId: question.answerId,
    channel: question.channel,
    title: answer.findings[0]?.words.title ?? '',
    id: answer.findings[0]?.report.request.id ?? '',
    answeredAtMs: bot.now(),
  });
}
