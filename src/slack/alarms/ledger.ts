import { z } from 'zod';

const scopeSchema = z.strictObject({
  account: z.string().optional(),
  region: z.string().optional(),
  api: z.string().optional(),
  apiName: z.string().optional(),
  stage: z.string().optional(),
});

/** One alarm of an episode, however often it came. */
const noticedSchema = z.strictObject({
  name: z.string(),
  region: z.string().optional(),
  account: z.string().optional(),
  /** ts of its first message. */
  ts: z.string(),
  times: z.int().positive(),
});

/** Alarms about the same APIs, one after the other: answered once, in the thread of the first. */
const episodeSchema = z.strictObject({
  answerId: z.string(),
  threadTs: z.string(),
  scopes: z.array(scopeSchema).min(1),
  alarms: z.array(noticedSchema).min(1),
  /** Alarms of other names beyond those. */
  more: z.int().nonnegative(),
  reason: z.string().optional(),
  /** Its alarms watch how long answers take, and no failures. */
  isLatency: z.literal(true).optional(),
  /** The function or host behind nearly all of its failures, as the last look found it. */
  backend: z.string().optional(),
  /** Where the window begins. */
  fromMs: z.number(),
  openedMs: z.number(),
  lastMs: z.number(),
  /** Whoever asked by hand. */
  user: z.string().optional(),
  looks: z.int().nonnegative(),
  isOver: z.boolean(),
  muted: z.strictObject({ untilMs: z.number(), user: z.string() }).optional(),
  /** Alarm messages that came while it was muted. */
  whileMuted: z.int().nonnegative(),
});
export type Episode = z.infer<typeof episodeSchema>;

/** Which bound an alarm met: that of its channel, that of all channels, or that of alarms looked up at once. */
const skipReasons = ['channel', 'overall', 'swarm'] as const;
export type SkipReason = (typeof skipReasons)[number];

const skippedSchema = z.strictObject({
  /** Names the message that says it. */
  answerId: z.string(),
  threadTs: z.string(),
  sinceMs: z.number(),
  lastMs: z.number(),
  count: z.int().positive(),
  names: z.array(z.string()),
  /** Of the latest of them. */
  why: z.enum(skipReasons).optional(),
});
export type Skipped = z.infer<typeof skippedSchema>;

/** All that is known of the alarms of one channel. Changed in one transaction for each swarm. */
const ledgerSchema = z.strictObject({
  episodes: z.array(episodeSchema),
  /** Messages that were sorted a moment ago, for a run that is repeated. */
  sorted: z.array(z.string()),
  skipped: skippedSchema.optional(),
});
export type Ledger = z.infer<typeof ledgerSchema>;

export function readLedger(stored: unknown): Ledger {
  return ledgerSchema.safeParse(stored).data ?? { episodes: [], sorted: [] };
}

/** Within this time after its last alarm an episode takes up further ones, ms, and so long at most. Our choices. */
const episodeMs = 30 * 60_000;
const longestEpisodeMs = 6 * 3_600_000;
/** Alarms of one swarm that are looked up by name; with more, the swarm is not about single alarms. Our choice. */
export const mostLookups = 100;
/** Replies are counted over this time, ms. */
export const stormMs = 10 * 60_000;

/** What names an alarm: two accounts or regions may have one of the same name each. */
export function isSameAlarm(
  one: Pick<Episode['alarms'][number], 'name' | 'region' | 'account'>,
  other: { name: string; region?: string | undefined; account?: string | undefined },
): boolean {
  return one.name === other.name && one.region === other.region && one.account === other.account;
}

/** Is an episode still open for further alarms? */
export function isOpen(episode: Episode, nowMs: number): boolean {
  return nowMs - episode.lastMs < episodeMs && nowMs - episode.openedMs < longestEpisodeMs;
}
