import type { Picture } from '../../report/draw-png.ts';
import type { Bot } from '../bot.ts';
import { readDelivery } from './delivery.ts';
import { sendOnce } from './post-once.ts';
import { slackError } from './send.ts';
import { type Upload, upload } from './upload.ts';

/**
 * A picture as a reply of its own: a file can be used in a message only after Slack has scanned it. A message says the
 * same in words, so that a workspace without uploads loses nothing; never throws. Nothing is posted where nothing is drawn.
 */
export async function postPicture(
  bot: Bot,
  answerId: string,
  part: string,
  to: { channel: string; threadTs: string },
  { draw, ...named }: { draw: () => Picture | undefined } & Pick<Upload, 'filename' | 'title'>,
): Promise<void> {
  // An upload that broke off may stand all the same, and no search finds it: better none than two.
  if ((await readDelivery(bot, answerId))?.parts[part] !== undefined) return;
  try {
    const picture = draw();
    if (!picture) return;
    await sendOnce(bot, answerId, part, to, {
      canBeFound: false,
      send: () => upload(bot, to, { ...named, content: picture.png, altText: picture.altText }),
    });
  } catch (error) {
    bot.logger.warn(
      { answerId, part, error: slackError(error) ?? String(error) },
      'the picture was not posted',
    );
  }
}
