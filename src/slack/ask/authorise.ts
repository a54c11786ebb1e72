import type { ChannelConfig } from '../../config-schema.ts';
import type { Inquiry } from '../../inquiry/inquiry.ts';
import type { Bot } from '../bot.ts';
import { slackError } from '../deliver/send.ts';
import { doubtChannel, lookAtChannel, lookAtGroup, lookAtUser } from './directory.ts';

/** Why not. Each has its sentence in templates/messages/slack/denials.yaml. */
export type Denial =
  | 'workspace'
  | 'channel'
  | 'direct'
  | 'shared'
  | 'archived'
  | 'guest'
  | 'stranger'
  | 'not-listed'
  | 'not-invited'
  | 'account'
  | 'stage'
  | 'api'
  | 'unknown-account'
  | 'cannot-check';

export type Permission =
  | { status: 'allowed'; channel: ChannelConfig }
  | { status: 'denied'; why: Denial; args: Record<string, string> };

/** Who asks, and where. `team` as Slack states it for this very event. */
export interface Asker {
  team: string | undefined;
  channel: string;
  user: string;
}

/**
 * May this person ask here? Fails closed: what cannot be checked is refused. Called on every way in, every click and
 * every form, and again before an answer is posted, because a channel can become shared while we look.
 */
export async function authorise(bot: Bot, asker: Asker): Promise<Permission> {
  const denied = (why: Denial, args: Record<string, string> = {}): Permission => ({
    status: 'denied',
    why,
    args,
  });
  try {
    const place = await authorisePlace(bot, asker);
    if (place.status === 'denied') return place;
    const { channel } = place;
    const user = await lookAtUser(bot, asker.user);
    if (user.isGuest) return denied('guest');
    if (user.isStranger) return denied('stranger');
    const isOpen = channel.users.length === 0 && channel.userGroups.length === 0;
    if (
      !isOpen &&
      !channel.users.includes(asker.user) &&
      !(await isInGroup(bot, channel.userGroups, asker.user))
    )
      return denied('not-listed');
    return { status: 'allowed', channel };
  } catch (error) {
    return uncheckable(bot, asker.channel, error);
  }
}

/** {@link authorise} right before something is shown: the channel may have become shared since it was asked for. */
export async function authoriseAgain(bot: Bot, asker: Asker): Promise<Permission> {
  doubtChannel(bot, asker.channel);
  return authorise(bot, asker);
}

/**
 * May anything be shown here at all? Everything that {@link authorise} asks of the place; for replies to alarms, which
 * nobody asked for.
 */
export async function authorisePlace(bot: Bot, place: Pick<Asker, 'team' | 'channel'>): Promise<Permission> {
  if (place.team !== bot.self.teamId) return { status: 'denied', why: 'workspace', args: {} };
  const channel = bot.config.channels.find((known) => known.id === place.channel);
  // Slack names direct messages so; nobody can list one.
  if (!channel && place.channel.startsWith('D')) return { status: 'denied', why: 'direct', args: {} };
  if (!channel) return { status: 'denied', why: 'channel', args: { channel: place.channel } };
  try {
    const { isShared, isArchived, isForeign } = await lookAtChannel(bot, place.channel);
    if (isShared) return { status: 'denied', why: 'shared', args: {} };
    if (isArchived) return { status: 'denied', why: 'archived', args: {} };
    if (isForeign) return { status: 'denied', why: 'not-invited', args: {} };
    return { status: 'allowed', channel };
  } catch (error) {
    return uncheckable(bot, place.channel, error);
  }
}

function uncheckable(bot: Bot, channel: string, error: unknown): Permission {
  const said = slackError(error);
  bot.logger.warn({ channel, error: said ?? String(error) }, 'permission could not be checked');
  return said === 'channel_not_found' || said === 'not_in_channel'
    ? { status: 'denied', why: 'not-invited', args: {} }
    : { status: 'denied', why: 'cannot-check', args: { error: said ?? 'no answer' } };
}

/** May this channel ask about that account, stage and API? */
export function mayAskAbout(bot: Bot, channel: ChannelConfig, scope: Inquiry['scope']): Permission {
  const denied = (why: Denial, args: Record<string, string>): Permission => ({
    status: 'denied',
    why,
    args,
  });
  if (scope.account !== undefined) {
    const account = bot.config.accounts.find(
      (known) => known.id === scope.account || known.alias === scope.account,
    );
    if (!account && bot.config.accounts.length > 0)
      return denied('unknown-account', { account: scope.account });
    const names = [scope.account, account?.id, account?.alias];
    if (channel.accounts.length > 0 && !channel.accounts.some((allowed) => names.includes(allowed)))
      return denied('account', { account: scope.account });
  }
  if (scope.api !== undefined && channel.apis.length > 0 && !channel.apis.includes(scope.api))
    return denied('api', { api: scope.api });
  if (scope.stage !== undefined && channel.stages.length > 0 && !channel.stages.includes(scope.stage))
    return denied('stage', { stage: scope.stage });
  return { status: 'allowed', channel };
}

async function isInGroup(bot: Bot, groups: string[], user: string): Promise<boolean> {
  for (const group of groups) if ((await lookAtGroup(bot, group)).includes(user)) return true;
  return false;
}
