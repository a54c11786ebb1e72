import { z } from 'zod';
import type { AnswerContext, StepMark } from '../blocks/message.ts';
import type { Bot } from '../bot.ts';
import { widenCost } from './widen.ts';

const marksSchema = z.array(
  z.object({
    finding: z.int().nonnegative(),
    step: z.int().min(1).max(15),
    user: z.string(),
    atMs: z.number(),
  }),
);

/** Checklist steps that people marked done; empty where nobody did. */
export function readMarks(stored: unknown): StepMark[] {
  const read = marksSchema.safeParse(stored);
  return read.success ? read.data : [];
}

/** Aliases by account id. */
export function aliasesOf({ accounts }: Bot['config']): Record<string, string> {
  return Object.fromEntries(accounts.flatMap(({ id, alias }) => (alias === undefined ? [] : [[id, alias]])));
}

/** All that the messages of an answer need beside the answer. */
export async function answerContext(
  bot: Bot,
  { answerId, user }: { answerId: string; user: string },
): Promise<AnswerContext> {
  const cost = widenCost(bot, await bot.jobs.state.get('bundles', answerId));
  return {
    templates: bot.templates,
    answerId,
    askedBy: user,
    accounts: aliasesOf(bot.config),
    marks: readMarks(await bot.jobs.state.get('marks', answerId)),
    ...(cost === undefined ? {} : { widenCost: cost }),
  };
}
