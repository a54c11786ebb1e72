import { drawWaterfall } from '../../report/picture.ts';
import type { Finding } from '../../report/report.ts';
import type { Bot } from '../bot.ts';
import { limits, truncate } from '../limits.ts';
import { readDelivery } from './delivery.ts';
import { sendOnce } from './post-once.ts';
import { slackError } from './send.ts';

/**
 * The latency picture as a reply of its own: a file can be used in a message only after Slack has scanned it.
 * The table says the same, so that a workspace without uploads loses nothing; never throws.
 */
export async function postPicture(
  bot: Bot,
  answerId: string,
  part: string,
  to: { channel: string; threadTs: string },
  finding: Finding,
): Promise<void> {
  // An upload that broke off may stand all the same, and no search finds it: better none than two.
  if ((await readDelivery(bot, answerId))?.parts[part] !== undefined) return;
  try {
    const picture = drawWaterfall(finding, bot.templates);
    if (!picture) return;
    await sendOnce(bot, answerId, part, to, async () => {
      const { files } = await bot.client.filesUploadV2({
        channel_id: to.channel,
        thread_ts: to.threadTs,
        file: picture.png,
        filename: 'latency.png',
        title: bot.say('answering:picture-title'),
        alt_text: truncate(picture.altText, limits.fileAlt),
      });
      return files?.[0]?.files?.[0]?.id ?? 'uploaded';
    });
  } catch (error) {
    bot.logger.warn({ answerId, error: slackError(error) ?? String(error) }, 'the picture was not posted');
  }
}
