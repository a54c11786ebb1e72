import type { Fields } from '../fields.ts';
import { textOf } from '../fields.ts';

/** Slack's tiers (https://docs.slack.dev/apis/web-api/rate-limits); "post" is one message a second in a channel. */
export type Tier = 1 | 2 | 3 | 4 | 'post' | 'none';

const callsPerMinute = { 1: 1, 2: 20, 3: 50, 4: 100, post: 60 } as const;

export interface RateLimitOptions {
  /** Messages that a channel takes at once before the one-a-second rule is felt. Slack promises no number: "short bursts". */
  postBurst: number;
  /** False: no call is ever refused for coming too often. */
  isOn: boolean;
}

export interface RateLimits {
  /** Counts the call; seconds to wait when it comes too early. */
  take(method: string, tier: Tier, args: Fields): number | undefined;
}

/** One bucket a method, and for posts one a channel. It refills evenly and never holds more than a minute's calls. */
export function createRateLimits({ postBurst, isOn }: RateLimitOptions, now: () => number): RateLimits {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  return {
    take(method, tier, args) {
      if (!isOn || tier === 'none') return undefined;
      const perMs = callsPerMinute[tier] / 60_000;
      const most = tier === 'post' ? postBurst : callsPerMinute[tier];
      const key = tier === 'post' ? `post ${textOf(args, 'channel')}` : method;
      const atMs = now();
      const bucket = buckets.get(key) ?? { tokens: most, atMs };
      const tokens = Math.min(most, bucket.tokens + Math.max(0, atMs - bucket.atMs) * perMs);
      if (tokens < 1) {
        buckets.set(key, { tokens, atMs });
        return Math.max(1, Math.ceil((1 - tokens) / perMs / 1000));
      }
      buckets.set(key, { tokens: tokens - 1, atMs });
      return undefined;
    },
  };
}
