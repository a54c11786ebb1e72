import type { Bot } from '../bot.ts';
import { limits, truncate } from '../limits.ts';

/** A file. */
export interface Upload {
  content: Buffer | string;
  filename: string;
  title: string;
  /** What a picture shows, in words; cut to what Slack takes. */
  altText?: string;
}

/** Puts a file into a thread, or into a conversation, and returns its id, or "uploaded" where Slack tells none. */
export async function upload(
  { client }: Pick<Bot, 'client'>,
  to: { channel: string; threadTs?: string | undefined },
  { content, filename, title, altText }: Upload,
): Promise<string> {
  const { files } = await client.filesUploadV2({
    ...(to.threadTs === undefined
      ? { channel_id: to.channel }
      : { channel_id: to.channel, thread_ts: to.threadTs }),
    file: typeof content === 'string' ? Buffer.from(content) : content,
    filename,
    title,
    ...(altText === undefined ? {} : { alt_text: truncate(altText, limits.fileAlt) }),
  });
  return files?.[0]?.files?.[0]?.id ?? 'uploaded';
}
