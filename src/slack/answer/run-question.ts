import PQueue from 'p-queue';
import type { ChannelConfig } from '../../config-schema.ts';
import { mostIds } from '../../inquiry/parse-question.ts';
import type { Progress } from '../../progress.ts';
import type { Question } from '../ask/question.ts';
import type { Bot, Diagnosis } from '../bot.ts';

/** Requests of one question that are looked up at the same time; AWS's own limits are kept elsewhere. Our choice. */
const atOnce = 3;

/**
 * All that the question asks, as one diagnosis: findings oldest first, each note once. One request that cannot be
 * looked up does not spoil the others; throws only where none could be.
 */
export async function runQuestion(
  bot: Bot,
  question: Question,
  options: { channel: ChannelConfig; signal: AbortSignal; onProgress: (progress: Progress) => void },
): Promise<Diagnosis> {
  if (question.inquiries.length === 0)
    return await bot.explain(question.pasted ?? '', { nowMs: question.askedAtMs });
  const queue = new PQueue({ concurrency: atOnce });
  const looks = await Promise.allSettled(
    question.inquiries.map((inquiry) =>
      queue.add(() =>
        bot.diagnose(
          question.pasted === undefined ? inquiry : { ...inquiry, pasted: question.pasted },
          options,
        ),
      ),
    ),
  );
  options.signal.throwIfAborted();
  const diagnoses = looks.flatMap((look) => (look.status === 'fulfilled' ? [look.value] : []));
  const failures = looks.flatMap((look) => (look.status === 'rejected' ? [look.reason] : []));
  for (const failure of failures)
    bot.logger.error({ answerId: question.answerId, error: String(failure) }, 'a request was not diagnosed');
  if (diagnoses.length === 0) throw failures[0];
  return merge(bot, question, [...diagnoses, ...(await restOfPaste(bot, question))], failures.length);
}

/** Pasted text may name more requests than are looked up; the others are judged by the text alone. */
async function restOfPaste(bot: Bot, { pasted, inquiries, askedAtMs }: Question): Promise<Diagnosis[]> {
  if (pasted === undefined || inquiries.length < mostIds) return [];
  const { answer, evidences } = await bot.explain(pasted, { nowMs: askedAtMs });
  const isLookedUp = (id: string | undefined) => inquiries.some((inquiry) => inquiry.id.value === id);
  const rest = answer.findings.map(
    ({ report: { request } }) => !isLookedUp(request.id) && !isLookedUp(request.extendedRequestId),
  );
  return [
    {
      answer: { findings: answer.findings.filter((_, index) => rest[index]), notes: answer.notes },
      evidences: evidences.filter((_, index) => rest[index]),
      notes: [],
    },
  ];
}

function merge(bot: Bot, question: Question, diagnoses: Diagnosis[], failed: number): Diagnosis {
  const notes = diagnoses.flatMap(({ answer }) => answer.notes);
  if (failed > 0) notes.push(bot.say('answering:some-failed', { failed, asked: question.inquiries.length }));
  const seen = new Set<string>();
  // Each finding keeps its own evidence at its side: a vote on one of them takes that along.
  const found = diagnoses
    .flatMap(({ answer, evidences }) =>
      answer.findings.map((finding, index) => ({ finding, evidence: evidences[index] })),
    )
    .filter(
      ({
        finding: {
          report: { request },
        },
      }) => {
        const key = `${request.id} ${request.extendedRequestId ?? ''} ${request.at ?? ''}`;
        return !seen.has(key) && Boolean(seen.add(key));
      },
    )
    .sort(({ finding: one }, { finding: other }) =>
      (one.report.request.at ?? '~').localeCompare(other.report.request.at ?? '~'),
    );
  return {
    answer: { findings: found.map(({ finding }) => finding), notes: [...new Set(notes)] },
    evidences: found.map(({ evidence }) => evidence),
    notes: diagnoses.flatMap((diagnosis) => diagnosis.notes),
  };
}
