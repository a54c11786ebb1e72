import { z } from 'zod';

/** Sorts the alarm messages that wait in a channel: which are answered, which join an answer, which are too many. */
export const sortKind = 'slack-alarm';
export const sortSchema = z.strictObject({ channel: z.string() });
export type SortJob = z.infer<typeof sortSchema>;

/** Looks at the failures behind one episode, for the first time or again. */
export const lookKind = 'slack-alarm-look';
export const lookSchema = z.strictObject({
  channel: z.string(),
  answerId: z.string(),
  /** 0: the first time. `extra`: an alarm joined, or somebody asked for it; another look may be due besides. */
  look: z.union([z.int().nonnegative(), z.literal('extra')]),
});
export type LookJob = z.infer<typeof lookSchema>;
