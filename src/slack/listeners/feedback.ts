import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { StoredAnswer } from '../ask/answers.ts';
import { authorise } from '../ask/authorise.ts';
import { knownAnswer } from '../ask/known-answer.ts';
import {
  actionIds,
  callbackIds,
  feedbackFields,
  inputAction,
  readFeedbackValue,
} from '../blocks/action-ids.ts';
import { feedbackModal } from '../blocks/feedback-modal.ts';
import type { Bot } from '../bot.ts';
import { whisper } from '../deliver/send.ts';
import { sentence } from '../deliver/sentence.ts';
import { onClick } from './click.ts';
import { openForm } from './open-form.ts';
import { speedily } from './speedily.ts';

/** What the form must remember. Untrusted when it comes back. */
const placeSchema = z.object({
  answerId: z.string(),
  finding: z.int().nonnegative(),
  channel: z.string(),
  threadTs: z.string(),
});

/** "This was right" and "this was wrong": kept with the verdict, and its evidence stays in the bundle beside it. */
export function listenToFeedback(app: App, bot: Bot): void {
  onClick(app, bot, actionIds.feedback, async (click) => {
    const read = readFeedbackValue(click.value);
    const { channel, user } = click.asker;
    const known = await knownAnswer(bot, read?.target, channel);
    if (!read || !known) return sentence(bot.say('clicks:gone'));
    if (read.vote === 'right') {
      await keepFeedback(bot, known, user, { vote: 'right' });
      return sentence(bot.say('clicks:thanks-right'));
    }
    const place = { ...read.target, channel, threadTs: click.threadTs };
    return openForm(
      bot,
      click.triggerId,
      feedbackModal({ templates: bot.templates, privateMetadata: JSON.stringify(place) }),
    );
  });

  app.view(callbackIds.feedbackForm, async ({ ack, body, view }) => {
    const place = readPlace(view.private_metadata);
    const user = body.user.id;
    const team = body.user.team_id ?? body.team?.id;
    const keep = async (): Promise<string | undefined> => {
      const permission = place && (await authorise(bot, { team, channel: place.channel, user }));
      const known =
        place && permission?.status === 'allowed' ? await knownAnswer(bot, place, place.channel) : undefined;
      if (!known) return bot.say('clicks:gone');
      const value = (block: string) => view.state.values[block]?.[inputAction];
      await keepFeedback(bot, known, user, {
        vote: 'wrong',
        cause: value(feedbackFields.cause)?.selected_option?.value,
        reason: bot.redact(value(feedbackFields.reason)?.value ?? ''),
      });
      return undefined;
    };
    const work = keep().catch((error: unknown) => {
      bot.logger.error({ error: String(error) }, 'feedback could not be kept');
      return bot.say('clicks:failed');
    });
    const problem = await speedily(work);
    if (problem !== undefined)
      return ack({ response_action: 'errors', errors: { [feedbackFields.reason]: problem } });
    await ack();
    const words = (await work) ?? bot.say('clicks:thanks-wrong');
    if (place) await whisper(bot, { ...place, user }, sentence(words));
  });
}

/**
 * One vote a person and request; the last one counts. Verdict and evidence are kept with it, as `gw504 replay` reads
 * them, for the answer itself goes after a while and may be deleted.
 */
async function keepFeedback(
  bot: Bot,
  { answer, question, finding }: StoredAnswer & { finding: number },
  user: string,
  vote: { vote: 'right' | 'wrong'; cause?: string | undefined; reason?: string },
): Promise<void> {
  const report = answer.findings[finding]?.report;
  if (!report) return;
  const { apiCalls, roleSession } = report.receipt;
  const kept = bundleSchema.safeParse(await bot.jobs.state.get('bundles', question.answerId)).data;
  await bot.jobs.state.put('feedback', `${question.answerId}:${finding}:${user}`, {
    answerId: question.answerId,
    finding,
    user,
    channel: question.channel,
    atMs: bot.now(),
    ...vote,
    report,
    ...(kept && kept.evidences[finding] !== undefined
      ? {
          bundle: {
            bundleVersion: 1,
            evidences: [kept.evidences[finding]],
            notes: kept.notes,
            receipt: { apiCalls, ...(roleSession === undefined ? {} : { roleSession }) },
          },
        }
      : {}),
  });
}

const bundleSchema = z.object({ evidences: z.array(z.unknown()), notes: z.array(z.unknown()) });

function readPlace(text: string): z.infer<typeof placeSchema> | undefined {
  try {
    return placeSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
