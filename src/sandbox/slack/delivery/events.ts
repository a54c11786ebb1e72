import { type Fields, present } from '../fields.ts';
import type { Slack } from '../slack.ts';
import { type Channel, findMessage, isBotMember, type Message } from '../workspace.ts';
import { deliverEvent } from './deliver.ts';
import { messagePayload } from './message-payload.ts';

/** Brings an event to the app, if its manifest subscribes to it and it is a member where that matters. */
export function tellEvent(
  slack: Slack,
  event: Fields,
  where: { channel?: string; subscription: string },
): void {
  if (!mayHear(slack, where.subscription)) return;
  const channel = where.channel ? slack.workspace.channels.get(where.channel) : undefined;
  const { team, bot } = slack.workspace;
  void deliverEvent(slack, {
    type: 'events_api',
    payload: {
      token: 'verification',
      team_id: team.id,
      context_team_id: team.id,
      context_enterprise_id: null,
      api_app_id: bot.appId,
      event,
      type: 'event_callback',
      event_id: slack.ids.next('Ev'),
      event_time: Math.floor(slack.now() / 1000),
      authorizations: [
        {
          enterprise_id: null,
          team_id: team.id,
          user_id: bot.userId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: channel?.shared === 'external',
      event_context: slack.ids.next('EC'),
    },
  });
}

/** The scope without which Slack brings no such event (https://docs.slack.dev/reference/events). */
const scopeFor: Record<string, string> = {
  app_mention: 'app_mentions:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  reaction_added: 'reactions:read',
  reaction_removed: 'reactions:read',
  member_joined_channel: 'channels:read',
  channel_archive: 'channels:read',
  channel_id_changed: 'channels:read',
  channel_shared: 'channels:read',
  channel_unshared: 'channels:read',
  group_archive: 'groups:read',
};

function mayHear({ manifest }: Slack, subscription: string): boolean {
  const scope = scopeFor[subscription];
  return (
    manifest.settings.event_subscriptions.bot_events.includes(subscription) &&
    (scope === undefined || manifest.oauth_config.scopes.bot.includes(scope))
  );
}

/** A new message, from whomever. A mention of the bot is told twice, under two event ids, as Slack does. */
export function tellMessage(slack: Slack, message: Message): void {
  const channel = slack.workspace.channels.get(message.channel);
  if (!channel || message.ephemeralTo || !isBotMember(slack.workspace, channel)) return;
  const event = {
    ...messagePayload(slack.workspace, message),
    channel: channel.id,
    channel_type: typeOf(channel),
    event_ts: message.ts,
  };
  tellEvent(slack, event, { channel: channel.id, subscription: subscriptionOf(channel) });
  if (message.user === slack.workspace.bot.userId) return;
  if (!message.text.includes(`<@${slack.workspace.bot.userId}>`)) return;
  const { channel_type: _, ...mention } = event;
  tellEvent(slack, { ...mention, type: 'app_mention' }, { channel: channel.id, subscription: 'app_mention' });
}

/** An edit. The app hears of its own ones, too. */
export function tellEdit(slack: Slack, before: Fields, message: Message): void {
  tellChange(slack, message.channel, {
    subtype: 'message_changed',
    message: messagePayload(slack.workspace, message),
    previous_message: before,
  });
}

export function tellDeletion(slack: Slack, before: Fields, channel: string, ts: string): void {
  tellChange(slack, channel, { subtype: 'message_deleted', deleted_ts: ts, previous_message: before });
}

function tellChange(slack: Slack, channelId: string, fields: Fields): void {
  const channel = slack.workspace.channels.get(channelId);
  if (!channel || !isBotMember(slack.workspace, channel)) return;
  const ts = slack.ids.ts();
  tellEvent(
    slack,
    {
      type: 'message',
      ...fields,
      channel: channel.id,
      hidden: true,
      ts,
      event_ts: ts,
      channel_type: typeOf(channel),
    },
    { channel: channel.id, subscription: subscriptionOf(channel) },
  );
}

/** A reaction that came or went. */
export function tellReaction(
  slack: Slack,
  type: 'reaction_added' | 'reaction_removed',
  by: string,
  message: Message,
  reaction: string,
): void {
  if (!findMessage(slack.workspace, message.channel, message.ts)) return;
  tellEvent(
    slack,
    {
      type,
      user: by,
      reaction,
      item: { type: 'message', channel: message.channel, ts: message.ts },
      item_user: message.user,
      event_ts: slack.ids.ts(),
    },
    { channel: message.channel, subscription: type },
  );
}

export function tellJoin(slack: Slack, user: string, channel: Channel): void {
  if (!isBotMember(slack.workspace, channel)) return;
  tellEvent(
    slack,
    present({
      type: 'member_joined_channel',
      user,
      channel: channel.id,
      channel_type: channel.isPrivate ? 'G' : 'C',
      team: slack.workspace.team.id,
      event_ts: slack.ids.ts(),
    }),
    { channel: channel.id, subscription: 'member_joined_channel' },
  );
}

export function typeOf(channel: Channel): 'channel' | 'group' | 'im' {
  if (channel.directWith) return 'im';
  return channel.isPrivate ? 'group' : 'channel';
}

function subscriptionOf(channel: Channel): string {
  return { channel: 'message.channels', group: 'message.groups', im: 'message.im' }[typeOf(channel)];
}
