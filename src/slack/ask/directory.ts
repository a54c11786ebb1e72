import { setTimeout as pause } from 'node:timers/promises';
import { WebAPIRateLimitedError } from '@slack/web-api';
import type { Bot } from '../bot.ts';

/** How long what Slack says of a user, group or channel is believed, ms. Short: somebody may have been removed. */
const believedMs = 5 * 60_000;

/**
 * What was learnt of a channel so many ms ago still counts right before a post. Long enough for an answer's five messages,
 * or many answers at once, to share one look (Slack allows about fifty a minute); short enough that sharing a channel
 * leaves no time to read there, should its event be late.
 */
export const justNowMs = 5_000;

/** Longest that one look waits for its turn where Slack says that there were too many, ms; then nobody could be asked. */
const longestTurnMs = 2 * 60_000;

const shortestTurnMs = 100;

/** What a look needs of the bot; the memory belongs to the very object that is given. */
type Looking = Pick<Bot, 'looker' | 'now' | 'self'>;

interface Kept<Value> {
  value: Promise<Value>;
  atMs: number;
}
interface Place {
  /** With another organisation, or about to be (Slack Connect). */
  isShared: boolean;
  isArchived: boolean;
  /** We are not in it, so we cannot post. */
  isForeign: boolean;
  name: string;
}
interface Memory {
  channels: Map<string, Kept<Place>>;
  users: Map<string, Kept<{ isGuest: boolean; isStranger: boolean }>>;
  groups: Map<string, Kept<string[]>>;
}
/** One memory a bot, so that two bots in a process never share one. */
const memories = new WeakMap<Looking, Memory>();

function memoryOf(bot: Looking): Memory {
  const memory = memories.get(bot) ?? {
    channels: new Map(),
    users: new Map(),
    groups: new Map(),
  };
  memories.set(bot, memory);
  return memory;
}

/** What Slack says of a channel. Only the good case is remembered: somebody who mends what is wrong asks again at once. */
export async function lookAtChannel(bot: Looking, channel: string): Promise<Place> {
  const { channels } = memoryOf(bot);
  const place = await remembered(bot, channels, channel, async () => {
    const { channel: found } = await bot.looker.conversations.info({ channel });
    return {
      isShared: Boolean(found?.is_ext_shared || found?.is_pending_ext_shared),
      isArchived: Boolean(found?.is_archived),
      isForeign: found?.is_member === false,
      name: found?.name ?? channel,
    };
  });
  if (place.isShared || place.isArchived || place.isForeign) channels.delete(channel);
  return place;
}

/** A channel was shared, unshared or renumbered: what we believed of it no longer counts. */
export function forgetChannel(bot: Looking, channel: string): void {
  memoryOf(bot).channels.delete(channel);
}

/** Something is about to be shown in the channel: only what was learnt {@link justNowMs} ago at most counts. */
export function doubtChannel(bot: Looking, channel: string): void {
  const { channels } = memoryOf(bot);
  const known = channels.get(channel);
  if (known && known.atMs + justNowMs <= bot.now()) channels.delete(channel);
}

export async function lookAtUser(
  bot: Looking,
  user: string,
): Promise<{ isGuest: boolean; isStranger: boolean }> {
  return remembered(bot, memoryOf(bot).users, user, async () => {
    const { user: found } = await bot.looker.users.info({ user });
    return {
      isGuest: Boolean(found?.is_restricted || found?.is_ultra_restricted),
      isStranger:
        !found ||
        Boolean(found.is_stranger || found.deleted || found.is_bot) ||
        !isOurs(bot, found.team_id, found.enterprise_user?.enterprise_id),
    };
  });
}

/** Of our workspace, or of another workspace of the same organisation (Enterprise Grid). */
function isOurs(bot: Looking, team: string | undefined, enterprise: string | undefined): boolean {
  const { teamId, enterpriseId } = bot.self;
  return team === undefined || team === teamId || (enterpriseId !== undefined && enterprise === enterpriseId);
}

export async function lookAtGroup(bot: Looking, usergroup: string): Promise<string[]> {
  return remembered(bot, memoryOf(bot).groups, usergroup, async () => {
    const { users } = await bot.looker.usergroups.users.list({ usergroup });
    return users ?? [];
  });
}

function remembered<Value>(
  bot: Looking,
  kept: Map<string, Kept<Value>>,
  key: string,
  look: () => Promise<Value>,
): Promise<Value> {
  const known = kept.get(key);
  if (known && known.atMs + believedMs > bot.now()) return known.value;
  const entry = { value: inTurn(look), atMs: bot.now() };
  kept.set(key, entry);
  entry.value.catch(() => {
    if (kept.get(key) === entry) kept.delete(key);
  });
  return entry.value;
}

/** Slack's rate limit is no refusal: the look waits as long as Slack asks. Everybody who wants to know shares the wait. */
async function inTurn<Value>(look: () => Promise<Value>): Promise<Value> {
  for (let waitedMs = 0; ; ) {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof WebAPIRateLimitedError)) throw error;
      // Spread a little, or those that were refused together come back together.
      const waitMs = Math.max(shortestTurnMs, error.retryAfter * 1000) * (1 + Math.random() / 4);
      if (waitedMs + waitMs > longestTurnMs) throw error;
      waitedMs += waitMs;
      await pause(waitMs, undefined, { ref: false });
    }
  }
}
