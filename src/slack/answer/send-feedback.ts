import { z } from 'zod';
import type { JobHandler } from '../../jobs/jobs.ts';
import { audit } from '../ask/audit.ts';
import { authorise } from '../ask/authorise.ts';
import { mayAdminister } from '../ask/may-administer.ts';
import type { Bot } from '../bot.ts';
import { edit, post, slackError } from '../deliver/send.ts';
import { sentence } from '../deliver/sentence.ts';
import { upload } from '../deliver/upload.ts';
import { zipFiles } from '../deliver/zip-files.ts';
import { whyRefused } from './end-badly.ts';

export const exportKind = 'slack-feedback';
export const exportSchema = z.strictObject({ team: z.string(), user: z.string() });
type Export = z.infer<typeof exportSchema>;

/** Within this time a second press joins the first, seconds. */
const joinSeconds = 30;
/** Most votes that one file holds, newest first. Our choice: some hundred kilobytes each before they are packed. */
const mostVotes = 500;

export async function takeExport(bot: Bot, job: Export): Promise<void> {
  await bot.jobs.accept({
    kind: exportKind,
    data: job,
    dedupeKeys: [{ key: `export:${job.user}`, ttlSeconds: joinSeconds }],
  });
}

/**
 * Sends feedback as test cases to the administrator who asked, in the direct conversation with them. Holds only what
 * they may see: votes on answers of channels where they may still ask.
 */
export function sendFeedback(bot: Bot): JobHandler<Export> {
  return async ({ data: { team, user }, isExhausted }) => {
    const tell = (words: string) => post(bot, { channel: user }, sentence(words));
    if (isExhausted) return void (await tell(bot.say('feedback:failed')));
    const note = (decision: 'exported' | 'denied' | 'failed', more: { why?: string; cases?: number } = {}) =>
      audit(bot, { decision, entry: exportKind, user, team, channel: '', ...more });
    if (!bot.exportFeedback || !(await mayAdminister(bot, { team, user })))
      return note('denied', { why: 'not-admin' });
    const votes = await bot.jobs.state.list('feedback', { limit: mostVotes });
    const permitted = await permittedOf(bot, { team, user }, votes);
    const { cases, right, wrong, unreadable } = bot.exportFeedback(permitted);
    const withheld = votes.length - permitted.length;
    if (cases.length === 0) await tell(bot.say('feedback:none', { withheld, unreadable }));
    else {
      const packed = zipFiles(
        cases.flatMap(({ folder, files }) =>
          files.map(({ name, text }) => ({ path: `${folder}/${name}`, text })),
        ),
      );
      const words = bot.say('feedback:cases', { count: cases.length, right, wrong, withheld, unreadable });
      // Posting to a person opens the conversation, and says by its id where the file goes.
      const { channel = user, ts = '' } = await bot.poster.chat.postMessage({
        channel: user,
        text: words,
        ...quiet,
      });
      try {
        const title = bot.say('feedback:file-title');
        await upload(bot, { channel }, { content: packed, filename: 'gw504-feedback.zip', title });
      } catch (error) {
        // Not run again: that would say all of it once more.
        const said = slackError(error) ?? String(error);
        bot.logger.warn({ error: said }, 'the feedback was not uploaded');
        const why = whyRefused(bot, error);
        const failed = why === undefined ? bot.say('feedback:failed') : bot.say('feedback:refused', { why });
        await edit(bot, { channel, ts }, sentence(failed));
        return note('failed', { why: said });
      }
    }
    note('exported', { cases: cases.length });
  };
}

const quiet = { unfurl_links: false, unfurl_media: false };

const placeSchema = z.object({ channel: z.string() });

async function permittedOf(
  bot: Bot,
  asker: { team: string; user: string },
  votes: { value: unknown }[],
): Promise<unknown[]> {
  const allowed = new Map<string, boolean>();
  const permitted: unknown[] = [];
  for (const { value } of votes) {
    const channel = placeSchema.safeParse(value).data?.channel;
    if (channel === undefined) continue;
    const isAllowed =
      allowed.get(channel) ?? (await authorise(bot, { ...asker, channel })).status === 'allowed';
    allowed.set(channel, isAllowed);
    if (isAllowed) permitted.push(value);
  }
  return permitted;
}
