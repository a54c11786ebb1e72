import { deliverOnce } from '../delivery/deliver.ts';
import { tellEvent, tellJoin } from '../delivery/events.ts';
import type { Envelope, Outcome } from '../delivery/transport.ts';
import { addMessage, changeMessage } from '../messages.ts';
import type { SeedChannel, SeedUser } from '../seed.ts';
import type { Slack } from '../slack.ts';
import { uiChannel } from '../ui/ui-state.ts';
import type { Channel, Message } from '../workspace.ts';
import { NoSuchThing } from './no-such-thing.ts';

/** What admins and other apps do to the workspace while the bot runs. */
export interface Administration {
  archive(channel: string): void;
  /** With another organisation; undefined ends it. */
  share(channel: string, shared: SeedChannel['shared']): void;
  invite(user: string, channel: string): void;
  remove(user: string, channel: string): void;
  /** Makes somebody a guest, lets them leave, … */
  changeUser(user: string, fields: Partial<Omit<SeedUser, 'id'>>): void;
  changeGroup(group: string, users: string[]): void;
  /** The bot's token stops working, and the app is told so. */
  revokeToken(): void;
  /** The app is thrown out of the workspace. */
  uninstall(): void;
  /**
   * Slack brings something once more, though it was acknowledged: the same event, the same event_id. Any other payload
   * can be brought so, too: one of another workspace, a forged one.
   */
  repeat(delivery: Envelope): Promise<Outcome>;
  /** Another app posts: an alarm. */
  postAs(
    user: string,
    message: {
      channel: string;
      text: string;
      blocks?: Record<string, unknown>[];
      attachments?: Record<string, unknown>[];
    },
  ): Message;
  /** Another app changes its message: it writes the alarm where it had put a first word, or its end. */
  changeAs(message: Message, fields: Pick<Partial<Message>, 'text' | 'blocks' | 'attachments'>): void;
}

export function createAdministration(slack: Slack): Administration {
  const { workspace } = slack;
  const channelOf = (id: string): Channel => {
    const channel = workspace.channels.get(id);
    if (!channel) throw new NoSuchThing(`No channel ${id}.`);
    return channel;
  };
  const shown = (channel: Channel) =>
    slack.changes.emit({ type: 'channel-changed', channel: uiChannel(workspace, channel) });
  const revoke = (error: string) => {
    slack.faults.refuseToken(error);
  };

  return {
    archive(id) {
      const channel = channelOf(id);
      channel.isArchived = true;
      shown(channel);
      const subscription = channel.isPrivate ? 'group_archive' : 'channel_archive';
      tellEvent(
        slack,
        { type: subscription, channel: id, event_ts: slack.ids.ts() },
        { channel: id, subscription },
      );
    },
    share(id, shared) {
      const channel = channelOf(id);
      const wasShared = channel.shared === 'external';
      channel.shared = shared;
      shown(channel);
      if (wasShared === (shared === 'external')) return;
      const subscription = shared === 'external' ? 'channel_shared' : 'channel_unshared';
      tellEvent(
        slack,
        {
          type: subscription,
          connected_team_id: 'T0PARTNER1',
          channel: id,
          event_ts: slack.ids.ts(),
        },
        { channel: id, subscription },
      );
    },
    invite(user, id) {
      const channel = channelOf(id);
      if (!channel.members.includes(user)) channel.members.push(user);
      shown(channel);
      tellJoin(slack, user, channel);
    },
    remove(user, id) {
      const channel = channelOf(id);
      channel.members = channel.members.filter((member) => member !== user);
      shown(channel);
    },
    changeUser(id, fields) {
      const user = workspace.users.get(id);
      if (!user) throw new NoSuchThing(`No user ${id}.`);
      workspace.users.set(id, { ...user, ...fields });
    },
    changeGroup(id, users) {
      const group = workspace.userGroups.find((known) => known.id === id);
      if (!group) throw new NoSuchThing(`No user group ${id}.`);
      group.users = users;
    },
    revokeToken() {
      revoke('token_revoked');
      tellEvent(
        slack,
        {
          type: 'tokens_revoked',
          tokens: { oauth: [], bot: [workspace.bot.userId] },
          event_ts: slack.ids.ts(),
        },
        { subscription: 'tokens_revoked' },
      );
    },
    uninstall() {
      revoke('account_inactive');
      tellEvent(
        slack,
        { type: 'app_uninstalled', event_ts: slack.ids.ts() },
        { subscription: 'app_uninstalled' },
      );
    },
    repeat: ({ type, payload }) =>
      deliverOnce(
        slack,
        { type, payload },
        type === 'events_api' ? { attempt: 1, reason: 'timeout' } : undefined,
      ),
    postAs: (user, message) => addMessage(slack, { user, ...message }),
    changeAs: (message, fields) => changeMessage(slack, message, fields),
  };
}
