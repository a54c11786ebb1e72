import { z } from 'zod';

const requestId = z.strictObject({
  kind: z.enum(['uuid', 'extended', 'trace', 'cloudfront', 'replaced', 'test-invoke']),
  value: z.string(),
  atMs: z.number().optional(),
});

const inquirySchema = z.strictObject({
  id: requestId,
  scope: z.strictObject({
    account: z.string().optional(),
    region: z.string().optional(),
    api: z.string().optional(),
    stage: z.string().optional(),
  }),
  aroundMs: z.number().optional(),
  windowMs: z.number().optional(),
  pasted: z.string().optional(),
  askedBy: z.string().optional(),
  allowBytes: z.number().optional(),
});

export const entries = ['command', 'mention', 'message', 'shortcut', 'form', 'button', 'alarm'] as const;
/** The ways in. */
export type Entry = (typeof entries)[number];

/** Kind of the one job that this room gives to `jobs`. */
export const questionKind = 'slack-question';

/** One question as it waits in the queue. It is answered by exactly one root message, whoever else asks the same. */
export const questionSchema = z.strictObject({
  /** Names the answer, its messages, its buttons. */
  answerId: z.string(),
  entry: z.enum(entries),
  team: z.string(),
  channel: z.string(),
  user: z.string(),
  /** Thread to answer in (its parent's ts). Missing: a new root message in the channel. */
  threadTs: z.string().optional(),
  /** One for each id. Empty: only `pasted` is judged. */
  inquiries: z.array(inquirySchema),
  pasted: z.string().optional(),
  askedAtMs: z.number(),
  /** Names the one delivery that asked (a message, a click), to tell a repeated delivery from a second asker. */
  source: z.string(),
  /** The root message of an earlier answer that this one takes over: somebody pressed "run again" or "widen". */
  replaces: z.strictObject({ answerId: z.string(), rootTs: z.string() }).optional(),
});
export type Question = z.infer<typeof questionSchema>;
