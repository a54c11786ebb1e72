import { z } from 'zod';
import type { Bot } from '../bot.ts';

const deliverySchema = z.object({
  /** ts of each message that was posted, by part; '' while it is being posted. */
  parts: z.record(z.string(), z.string()),
  /** When each part was first about to be posted, epoch ms: no message of it can be older. */
  begunMs: z.record(z.string(), z.number()).optional(),
  /** `found`: the search has ended and its answer is being posted; nobody can stop it any more. */
  state: z.enum(['running', 'found', 'answered', 'failed', 'stopped', 'deleted']),
  /** Who stopped it. */
  stopped: z.object({ user: z.string(), atMs: z.number() }).optional(),
});
/** Which messages of an answer stand in Slack. Written before and after each post, so that a job run twice posts once. */
export type Delivery = z.infer<typeof deliverySchema>;

export async function readDelivery(bot: Bot, answerId: string): Promise<Delivery | undefined> {
  const read = deliverySchema.safeParse(await bot.jobs.state.get('deliveries', answerId));
  return read.success ? read.data : undefined;
}

export async function changeDelivery(
  bot: Bot,
  answerId: string,
  change: (before: Delivery) => Delivery,
): Promise<Delivery> {
  const after = await bot.jobs.state.change('deliveries', answerId, (before) => {
    const read = deliverySchema.safeParse(before);
    return change(read.success ? read.data : { parts: {}, state: 'running' });
  });
  return deliverySchema.parse(after);
}
