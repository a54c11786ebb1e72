import type { Bot } from '../bot.ts';

/** How long what Slack says of a user, group or channel is believed, ms. Short: somebody may have been removed. */
const believedMs = 5 * 60_000;

interface Kept<Value> {
  value: Promise<Value>;
  untilMs: number;
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
const memories = new WeakMap<Bot, Memory>();

function memoryOf(bot: Bot): Memory {
  const memory = memories.get(bot) ?? {
    channels: new Map(),
    users: new Map(),
    groups: new Map(),
  };
  memories.set(bot, memory);
  return memory;
}

/** What Slack says of a channel. Only the good case is remembered: somebody who mends what is wrong asks again at once. */
export async function lookAtChannel(bot: Bot, channel: string): Promise<Place> {
  const { channels } = memoryOf(bot);
  const place = await remembered(bot, channels, channel, async () => {
    const { channel: found } = await bot.client.conversations.info({ channel });
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

/** A channel was shared or unshared: what we believed of it no longer counts. */
export function forgetChannel(bot: Bot, channel: string): void {
  memoryOf(bot).channels.delete(channel);
}

export async function lookAtUser(bot: Bot, user: string): Promise<{ isGuest: boolean; isStranger: boolean }> {
  return remembered(bot, memoryOf(bot).users, user, async () => {
    const { user: found } = await bot.client.users.info({ user });
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
function isOurs(bot: Bot, team: string | undefined, enterprise: string | undefined): boolean {
  const { teamId, enterpriseId } = bot.self;
  return team === undefined || team === teamId || (enterpriseId !== undefined && enterprise === enterpriseId);
}

export async function lookAtGroup(bot: Bot, usergroup: string): Promise<string[]> {
  return remembered(bot, memoryOf(bot).groups, usergroup, async () => {
    const { users } = await bot.client.usergroups.users.list({ usergroup });
    return users ?? [];
  });
}

function remembered<Value>(
  bot: Bot,
  kept: Map<string, Kept<Value>>,
  key: string,
  look: () => Promise<Value>,
): Promise<Value> {
  const known = kept.get(key);
  if (known && known.untilMs > bot.now()) return known.value;
  const value = look();
  kept.set(key, { value, untilMs: bot.now() + believedMs });
  value.catch(() => kept.delete(key));
  return value;
}
