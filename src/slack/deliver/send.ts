import type { KnownBlock } from '@slack/types';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Bot } from '../bot.ts';
import { limits, truncate } from '../limits.ts';
import { degradable, degrade } from './degrade.ts';

/** A message as it goes out: a full sentence for notifications and screen readers, and its blocks. */
export interface Message {
  /** mrkdwn; values in it are escaped already. */
  text: string;
  blocks: KnownBlock[];
}

/** Slack's own word for what went wrong ("not_in_channel"), or undefined for anything that Slack did not say. */
export function slackError(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError ? error.data.error : undefined;
}

/**
 * Posts a message and returns its ts. Nothing is unfurled, nobody is called, nothing is broadcast. Tried once: a lost
 * response does not tell whether the message stands; `sendOnce` looks before it tries again.
 */
export async function post(
  bot: Bot,
  to: { channel: string; threadTs?: string | undefined },
  message: Message,
  mark?: { answerId: string; part: string },
): Promise<string> {
  const posted = await accepted(bot, message, (blocks) =>
    bot.poster.chat.postMessage({
      channel: to.channel,
      text: truncate(message.text, limits.fallbackText),
      blocks,
      unfurl_links: false,
      unfurl_media: false,
      ...(to.threadTs ? { thread_ts: to.threadTs } : {}),
      ...(mark
        ? {
            metadata: {
              event_type: 'gw504_answer',
              event_payload: { answer: mark.answerId, part: mark.part },
            },
          }
        : {}),
    }),
  );
  return posted.ts ?? '';
}

/** Replaces one of our messages. Blocks get new ids with each edit, or clients may keep the old ones. */
export async function edit(
  bot: Bot,
  at: { channel: string; ts: string },
  message: Message,
  client: WebClient = bot.client,
): Promise<void> {
  await accepted(bot, message, (blocks) =>
    client.chat.update({
      ...at,
      text: truncate(message.text, limits.fallbackText),
      blocks,
    }),
  );
}

/** Says something to one person only; false where Slack would not. Never throws, and never says it in public instead. */
export async function whisper(
  bot: Bot,
  to: { channel: string; user: string; threadTs?: string | undefined },
  message: Message,
): Promise<boolean> {
  try {
    await accepted(bot, message, (blocks) =>
      bot.client.chat.postEphemeral({
        channel: to.channel,
        user: to.user,
        text: truncate(message.text, limits.fallbackText),
        blocks,
        ...(to.threadTs ? { thread_ts: to.threadTs } : {}),
      }),
    );
    return true;
  } catch (error) {
    bot.logger.warn(
      { channel: to.channel, error: slackError(error) ?? String(error) },
      'private reply not delivered',
    );
    return false;
  }
}

const capabilitiesSchema = z.object({ refused: z.array(z.string()) });

/** Sends; when the workspace refuses a newer block, learns that, and sends the plainer form. */
async function accepted<Sent>(
  bot: Bot,
  message: Message,
  call: (blocks: KnownBlock[]) => Promise<Sent>,
): Promise<Sent> {
  const known = capabilitiesSchema.safeParse(await bot.jobs.state.get('capabilities', bot.self.teamId));
  const refused = new Set(known.success ? known.data.refused : []);
  for (;;) {
    const blocks = degrade(message.blocks, refused).slice(0, limits.blocksInMessage);
    try {
      return await call(withFreshIds(blocks));
    } catch (error) {
      const next = slackError(error) === 'invalid_blocks' ? refusedType(error, blocks) : [];
      if (next.length === 0) throw error;
      for (const type of next) refused.add(type);
      bot.logger.warn(
        { refused: [...refused] },
        'this workspace refuses a newer block; the plainer form is used',
      );
      await bot.jobs.state.put('capabilities', bot.self.teamId, {
        refused: [...refused],
      });
    }
  }
}

/** Slack names the place ("[json-pointer:/blocks/2/type]"); without one every newer block of the message is suspect. */
function refusedType(error: unknown, blocks: KnownBlock[]): string[] {
  const messages =
    error instanceof WebAPIPlatformError ? (error.data.response_metadata?.messages ?? []).join(' ') : '';
  const isDegradable = (type: string) => degradable.some((known) => known === type);
  const pointed = [...messages.matchAll(/\/blocks\/(\d+)/g)].flatMap((match) => {
    const block = blocks[Number(match[1])];
    return block && isDegradable(block.type) ? [block.type] : [];
  });
  return pointed.length > 0
    ? [...new Set(pointed)]
    : [...new Set(blocks.map((block) => block.type).filter(isDegradable))];
}

function withFreshIds(blocks: KnownBlock[]): KnownBlock[] {
  const run = Math.random().toString(36).slice(2, 10);
  return blocks.map((block, index) => ({
    ...block,
    block_id: block.block_id ?? `${run}-${index}`,
  }));
}
