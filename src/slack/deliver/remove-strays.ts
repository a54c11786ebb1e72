import { z } from 'zod';
import type { JobHandler } from '../../jobs/jobs.ts';
import type { Bot } from '../bot.ts';
import { readDelivery } from './delivery.ts';
import { readPosted } from './find-posted.ts';
import { slackError } from './send.ts';

export const straysKind = 'slack-strays';
export const straysSchema = z.strictObject({
  answerId: z.string(),
  channel: z.string(),
  threadTs: z.string().optional(),
});
type StraysJob = z.infer<typeof straysSchema>;

/**
 * When to look, seconds after a message was sent whose fate is not known: after the longest wait for an answer, and once
 * more for what Slack held up. Our choice.
 */
const lookAfterSeconds = [15, 120];

/**
 * Has somebody look later whether a message arrived that nobody was told of: a request that was given up, or that a
 * killed process left behind, can still be carried out after we looked.
 */
export async function expectStrays(
  bot: Pick<Bot, 'jobs'>,
  answerId: string,
  to: { channel: string; threadTs?: string | undefined },
): Promise<void> {
  const data: StraysJob = {
    answerId,
    channel: to.channel,
    ...(to.threadTs === undefined ? {} : { threadTs: to.threadTs }),
  };
  for (const seconds of lookAfterSeconds)
    await bot.jobs.accept({
      kind: straysKind,
      data,
      startAfterSeconds: seconds,
      // One look for all that is expected within these seconds, in this thread or channel.
      dedupeKeys: [
        { key: `strays:${answerId}:${to.threadTs ?? ''}:${seconds}`, ttlSeconds: Math.ceil(seconds / 3) },
      ],
    });
}

/** Takes back each message of the answer that is not the one which was noted for its part; an answer says nothing twice. */
export function removeStrays(bot: Bot): JobHandler<StraysJob> {
  return async ({ data: { answerId, channel, threadTs }, isExhausted }) => {
    const delivery = isExhausted ? undefined : await readDelivery(bot, answerId);
    if (!delivery) return;
    const begun = Object.values(delivery.begunMs ?? {});
    if (begun.length === 0) return;
    const standing = await readPosted(
      bot,
      { answerId, sinceMs: Math.min(...begun) },
      { channel, threadTs },
      () => false,
    );
    for (const { ts, part } of standing) {
      const noted = delivery.parts[part];
      if (noted && noted !== ts) await takeBack(bot, channel, ts);
    }
  };
}

/** Deletes a message of ours, or a file, that says what another one says already. Never throws. */
export async function takeBack(
  { client, logger }: Pick<Bot, 'client' | 'logger'>,
  channel: string,
  ts: string,
): Promise<void> {
  try {
    if (/^\d+\.\d+$/.test(ts)) await client.chat.delete({ channel, ts });
    else await client.files.delete({ file: ts });
    logger.warn({ channel, ts }, 'a message that stood twice was taken back');
  } catch (error) {
    logger.warn(
      { channel, ts, error: slackError(error) ?? String(error) },
      'a message that stands twice could not be taken back',
    );
  }
}
