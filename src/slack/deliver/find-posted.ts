import type { Bot } from '../bot.ts';
import { isPassing } from './is-passing.ts';

/** Slack's clock, which stamps messages, may differ from ours by this much, ms. */
const skewMs = 60_000;
/** Slack advises no more than 200 (https://docs.slack.dev/reference/methods/conversations.history#pagination). */
const perPage = 200;
/** Pages that are read: ten thousand messages since one was about to be posted. Beyond that nobody would see it twice. */
const mostPages = 50;

/** One of our own messages, by its mark. */
interface Posted {
  ts: string;
  part: string;
}

/**
 * The ts of a part that stands already, although we were not told so: looks through all that was said since it was about
 * to be posted, in its thread or its channel, for our own metadata. Undefined where it is not there, or where nobody may
 * look (no history scopes); then the part is posted again. Throws while Slack is ill.
 */
export async function findPosted(
  bot: Pick<Bot, 'client' | 'logger'>,
  { answerId, part, sinceMs }: { answerId: string; part: string; sinceMs: number },
  to: { channel: string; threadTs?: string | undefined },
): Promise<string | undefined> {
  const isIt = (posted: Posted) => posted.part === part;
  return (await readPosted(bot, { answerId, sinceMs }, to, (page) => page.some(isIt))).find(isIt)?.ts;
}

/**
 * Every message of an answer that was said in a thread or a channel since then, oldest pages last; reads no further once
 * `isEnough`. Empty where nobody may look. Throws while Slack is ill.
 */
export async function readPosted(
  bot: Pick<Bot, 'client' | 'logger'>,
  { answerId, sinceMs }: { answerId: string; sinceMs: number },
  to: { channel: string; threadTs?: string | undefined },
  isEnough: (page: Posted[]) => boolean,
): Promise<Posted[]> {
  const all: Posted[] = [];
  const oldest = ((sinceMs - skewMs) / 1000).toFixed(6);
  let cursor: string | undefined;
  try {
    for (let page = 0; page < mostPages; page += 1) {
      const read = await readPage(bot, to, oldest, cursor);
      const own = (read.messages ?? []).flatMap(({ ts, metadata }) => {
        const { answer, part } = Object(metadata?.event_payload);
        return ts !== undefined && answer === answerId && typeof part === 'string' ? [{ ts, part }] : [];
      });
      all.push(...own);
      cursor = read.response_metadata?.next_cursor || undefined;
      if (cursor === undefined || isEnough(own)) return all;
    }
  } catch (error) {
    // Slack is ill: to post now might say it twice, so whoever asked comes again.
    if (isPassing(error)) throw error;
    bot.logger.info({ error: String(error) }, 'cannot look for a message that may stand already');
  }
  return all;
}

function readPage(
  { client }: Pick<Bot, 'client'>,
  { channel, threadTs }: { channel: string; threadTs?: string | undefined },
  oldest: string,
  cursor: string | undefined,
): Promise<Page> {
  const asked = {
    channel,
    oldest,
    include_all_metadata: true,
    limit: perPage,
    ...(cursor === undefined ? {} : { cursor }),
  };
  return threadTs
    ? client.conversations.replies({ ...asked, ts: threadTs })
    : client.conversations.history(asked);
}

interface Page {
  messages?: { ts?: string; metadata?: { event_payload?: unknown } }[];
  response_metadata?: { next_cursor?: string };
}
