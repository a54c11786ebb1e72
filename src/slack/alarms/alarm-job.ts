import { z } from 'zod';

export const alarmKind = 'slack-alarm';

/** One alarm that is to be answered in the thread of its message. */
export const alarmJobSchema = z.strictObject({
  /** Names the reply and its messages. */
  answerId: z.string(),
  team: z.string(),
  channel: z.string(),
  /** ts of the alarm's message. */
  threadTs: z.string(),
  /** Whoever asked by hand; missing where the message itself was enough. */
  user: z.string().optional(),
  name: z.string(),
  scope: z.strictObject({
    account: z.string().optional(),
    region: z.string().optional(),
    api: z.string().optional(),
    stage: z.string().optional(),
  }),
  fromMs: z.number(),
  toMs: z.number(),
  takenAtMs: z.number(),
});
export type AlarmJob = z.infer<typeof alarmJobSchema>;
