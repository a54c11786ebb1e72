import { z } from 'zod';
import { audit } from '../ask/audit.ts';
import { questionKind } from '../ask/question.ts';
import type { Bot } from '../bot.ts';
import { changeDelivery, readDelivery } from '../deliver/delivery.ts';
import { tellAsker } from '../deliver/replies.ts';
import { edit } from '../deliver/send.ts';
import { sentence } from '../deliver/sentence.ts';
import { problemOf } from './end-badly.ts';

/** What every version of a question has: who asked, and where. */
const askedSchema = z.object({
  answerId: z.string(),
  team: z.string(),
  channel: z.string(),
  user: z.string(),
  threadTs: z.string().optional(),
});

/**
 * The last word on a question that another version stored in a form which this one cannot read: in the message that
 * showed the progress, or privately. Rejects where it reached nobody, so that it is brought later.
 */
export function endUnreadable(bot: Bot): (data: unknown) => Promise<void> {
  return async (data) => {
    const asked = askedSchema.safeParse(data).data;
    if (!asked) return; // nobody to tell; the log says so
    const { answerId, channel, user, team } = asked;
    const before = await readDelivery(bot, answerId);
    if (before && before.state !== 'running' && before.state !== 'found') return;
    const message = sentence(bot.say('answering:unreadable'));
    const root = before?.parts.root;
    const isShown =
      root !== undefined &&
      root !== '' &&
      (await problemOf(bot, () => edit(bot, { channel, ts: root }, message))) === undefined;
    if (!isShown && !(await tellAsker(bot, asked, message)))
      throw new Error('Nobody could be told that a question cannot be read.');
    // So that asking again joins no answer that never comes.
    await changeDelivery(bot, answerId, (now) => ({ ...now, state: 'failed' }));
    audit(bot, { decision: 'failed', entry: questionKind, user, team, channel, answerId, why: 'unreadable' });
  };
}
