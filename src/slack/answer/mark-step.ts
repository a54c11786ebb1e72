import type { Answer } from '../../report/report.ts';
import { readAnswer } from '../ask/answers.ts';
import type { Question } from '../ask/question.ts';
import type { StepMark } from '../blocks/message.ts';
import { detailMessages } from '../blocks/thread-messages.ts';
import type { Bot } from '../bot.ts';
import { readDelivery } from '../deliver/delivery.ts';
import { edit } from '../deliver/send.ts';
import { answerContext, readMarks } from './answer-context.ts';
import { partOfFinding } from './posting.ts';

/** Redraws of one answer's checklist, one after the other: two people who mark at once must both be seen. */
const redraws = new Map<string, Promise<void>>();

/** Marks a step done, or takes the mark back; shared by everybody who sees the answer. The first mark of a step stays. */
export async function markStep(bot: Bot, answerId: string, mark: StepMark, isDone: boolean): Promise<void> {
  await bot.jobs.state.change('marks', answerId, (before) => {
    const marks = readMarks(before);
    const isSame = (other: StepMark) => other.finding === mark.finding && other.step === mark.step;
    if (isDone) return marks.some(isSame) ? marks : [...marks, mark];
    return marks.filter((other) => !isSame(other));
  });
  const before = redraws.get(answerId) ?? Promise.resolve();
  const redraw = before.catch(() => undefined).then(() => drawChecklist(bot, answerId, mark.finding));
  redraws.set(answerId, redraw);
  await redraw.finally(() => {
    if (redraws.get(answerId) === redraw) redraws.delete(answerId);
  });
}

/**
 * What people have done stays done when the same requests are looked up again: the new checklist begins with the marks
 * of the one that it replaces.
 */
export async function carryMarks(bot: Bot, question: Question, found: Answer): Promise<void> {
  if (!question.replaces) return;
  const earlier = await readAnswer(bot, question.replaces.answerId);
  const idsOf = ({ findings }: Pick<Answer, 'findings'>) => findings.map(({ report }) => report.request.id);
  if (!earlier || JSON.stringify(idsOf(earlier.answer)) !== JSON.stringify(idsOf(found))) return;
  const marks = readMarks(await bot.jobs.state.get('marks', question.replaces.answerId));
  if (marks.length > 0) await bot.jobs.state.change('marks', question.answerId, (before) => before ?? marks);
}

/** Most redraws for one mark, should another replica mark at the same time. */
const mostDraws = 3;

/** Edits the checklist's messages to the marks as they are now, until the marks have not changed meanwhile. */
async function drawChecklist(bot: Bot, answerId: string, finding: number): Promise<void> {
  const stored = await readAnswer(bot, answerId);
  const found = stored?.answer.findings[finding];
  const delivery = await readDelivery(bot, answerId);
  if (!stored || !found || !delivery) return;
  const isOnly = stored.answer.findings.length === 1;
  for (let draw = 0; draw < mostDraws; draw += 1) {
    const ctx = await answerContext(bot, stored.question);
    for (const { part, ...message } of detailMessages(found, ctx, finding)) {
      if (!part.startsWith('checklist')) continue;
      const ts = delivery.parts[isOnly ? part : partOfFinding(finding, part)];
      if (ts) await edit(bot, { channel: stored.question.channel, ts }, message);
    }
    const now = readMarks(await bot.jobs.state.get('marks', answerId));
    if (JSON.stringify(now) === JSON.stringify(ctx.marks)) return;
  }
}
