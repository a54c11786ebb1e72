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

/**
 * Sends. A workspace that refuses a newer block is remembered, and gets the plainer form from then on. A block that is
 * refused for what it holds is made plain in this message only; and where Slack takes no block at all, the sentence
 * goes alone: it is the verdict.
 */
async function accepted<Sent>(
  bot: Bot,
  message: Message,
  call: (blocks: KnownBlock[]) => Promise<Sent>,
): Promise<Sent> {
  const known = capabilitiesSchema.safeParse(await bot.jobs.state.get('capabilities', bot.self.teamId));
  const refused = new Set(known.success ? known.data.refused : []);
  const leftOut = new Set<KnownBlock>();
  for (;;) {
    const kept = message.blocks.filter((block) => !leftOut.has(block));
    const blocks = degrade(kept, refused).slice(0, limits.blocksInMessage);
    try {
      return await call(withFreshIds(blocks));
    } catch (error) {
      if (!formErrors.includes(slackError(error) ?? '') || blocks.length === 0) throw error;
      const complaint = complaintOf(error);
      const old = pointedAt(complaint, blocks).filter(
        (block) => !isDegradable(block) && kept.includes(block),
      );
      if (old.length > 0) {
        // Every workspace has these; something in this one is wrong, and the rest of the message is not.
        bot.logger.warn({ complaint, leftOut: old.map(({ type }) => type) }, 'Slack refused a block');
        for (const block of old) leftOut.add(block);
        continue;
      }
      const next = refusedTypes(complaint, blocks);
      bot.logger.warn({ complaint, plainer: next }, 'Slack refused the form of a message');
      if (next.length === 0) return await call([]);
      for (const type of next) refused.add(type);
      if (isAboutTypes(complaint))
        await bot.jobs.state.put('capabilities', bot.self.teamId, { refused: [...refused] });
    }
  }
}

/** Slack's words for a message whose blocks it does not take. */
const formErrors = ['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long'];

/** What Slack says of the blocks: places and limits, nothing that stands in them. */
function complaintOf(error: unknown): string {
  const messages = error instanceof WebAPIPlatformError ? error.data.response_metadata?.messages : undefined;
  return (messages ?? []).join(' ').slice(0, 500);
}

/** "unsupported type: plan [json-pointer:/blocks/2/type]": the workspace does not have it, whatever it holds. */
const isAboutTypes = (complaint: string) => /unsupported type|\/type\]/.test(complaint);

const isDegradable = ({ type }: KnownBlock) => degradable.some((known) => known === type);

/** The blocks that Slack names ("[json-pointer:/blocks/2/type]"). */
function pointedAt(complaint: string, blocks: KnownBlock[]): KnownBlock[] {
  return [...complaint.matchAll(/\/blocks\/(\d+)/g)].flatMap((match) => blocks[Number(match[1])] ?? []);
}

/** The newer ones among those that Slack names; without a name every newer block of the message is suspect. */
function refusedTypes(complaint: string, blocks: KnownBlock[]): string[] {
  const pointed = pointedAt(complaint, blocks).filter(isDegradable);
  return [
    ...new Set((pointed.length > 0 ? pointed : blocks.filter(isDegradable)).map((block) => block.type)),
  ];
}

function withFreshIds(blocks: KnownBlock[]): KnownBlock[] {
  const run = Math.random().toString(36).slice(2, 10);
  return blocks.map((block, index) => ({
    ...block,
    block_id: block.block_id ?? `${run}-${index}`,
  }));
}
