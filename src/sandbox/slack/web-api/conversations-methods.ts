import { tellJoin, typeOf } from '../delivery/events.ts';
import { messagePayload } from '../delivery/message-payload.ts';
import { type Fields, flagOf, textOf } from '../fields.ts';
import { openDirect } from '../open-direct.ts';
import type { Slack } from '../slack.ts';
import { uiChannel } from '../ui/ui-state.ts';
import { type Channel, findMessage, isBotMember, type Message } from '../workspace.ts';
import { conversationScopes, joinedChannel, knownChannel, type Method, Refusal } from './method.ts';

const info: Method = {
  token: 'bot',
  tier: 3,
  scopes: conversationScopes('read'),
  run: (call) => ({ channel: channelPayload(call.slack, knownChannel(call)) }),
};

const members: Method = {
  token: 'bot',
  tier: 4,
  scopes: conversationScopes('read'),
  run: (call) => ({ members: knownChannel(call).members, response_metadata: { next_cursor: '' } }),
};

const history: Method = {
  token: 'bot',
  tier: 3,
  scopes: conversationScopes('history'),
  run(call) {
    const channel = joinedChannel(call);
    const roots = visible(call.slack, channel).filter(
      (message) => !message.threadTs || message.subtype === 'thread_broadcast',
    );
    return page(call.slack, call.args, roots.reverse());
  },
};

const replies: Method = {
  token: 'bot',
  tier: 3,
  scopes: conversationScopes('history'),
  run(call) {
    const channel = joinedChannel(call);
    const named = findMessage(call.slack.workspace, channel.id, textOf(call.args, 'ts') ?? '');
    if (!named) throw new Refusal('thread_not_found');
    const root = named.threadTs ?? named.ts;
    const thread = visible(call.slack, channel).filter(
      (message) => message.ts === root || message.threadTs === root,
    );
    return page(call.slack, call.args, thread);
  },
};

const open: Method = {
  token: 'bot',
  tier: 3,
  scopes: () => ['im:write'],
  run({ slack, args }) {
    const user = (textOf(args, 'users') ?? '').split(',')[0] ?? '';
    if (!slack.workspace.users.has(user)) throw new Refusal('user_not_found');
    return { channel: { id: openDirect(slack, user).id } };
  },
};

const join: Method = {
  token: 'bot',
  tier: 3,
  scopes: () => ['channels:join'],
  run(call) {
    const { slack } = call;
    const channel = knownChannel(call);
    if (channel.isPrivate) throw new Refusal('method_not_supported_for_channel_type');
    if (channel.isArchived) throw new Refusal('is_archived');
    if (!isBotMember(slack.workspace, channel)) {
      channel.members.push(slack.workspace.bot.userId);
      slack.changes.emit({ type: 'channel-changed', channel: uiChannel(slack.workspace, channel) });
      tellJoin(slack, slack.workspace.bot.userId, channel);
    }
    return { channel: channelPayload(slack, channel) };
  },
};

const list: Method = {
  token: 'bot',
  tier: 2,
  scopes: () => ['channels:read', 'groups:read'],
  run({ slack, args }) {
    const types = (textOf(args, 'types') ?? 'public_channel').split(',');
    const shown = [...slack.workspace.channels.values()].filter(
      (channel) =>
        types.includes({ channel: 'public_channel', group: 'private_channel', im: 'im' }[typeOf(channel)]) &&
        (!channel.isPrivate || isBotMember(slack.workspace, channel)) &&
        !(flagOf(args, 'exclude_archived') && channel.isArchived),
    );
    return {
      channels: shown.map((channel) => channelPayload(slack, channel)),
      response_metadata: { next_cursor: '' },
    };
  },
};

export const conversationsMethods: Record<string, Method> = {
  'conversations.info': info,
  'conversations.members': members,
  'conversations.history': history,
  'conversations.replies': replies,
  'conversations.open': open,
  'conversations.join': join,
  'conversations.list': list,
};

export function channelPayload({ workspace }: Slack, channel: Channel): Fields {
  const isShared = channel.shared === 'external';
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: typeOf(channel) === 'channel',
    is_group: typeOf(channel) === 'group',
    is_im: typeOf(channel) === 'im',
    is_mpim: false,
    is_private: channel.isPrivate === true,
    is_archived: channel.isArchived === true,
    is_general: false,
    is_member: isBotMember(workspace, channel),
    is_shared: channel.shared !== undefined && channel.shared !== 'pending',
    is_ext_shared: isShared,
    is_org_shared: channel.shared === 'org',
    is_pending_ext_shared: channel.shared === 'pending',
    pending_shared: channel.shared === 'pending' ? ['T0PENDING1'] : [],
    context_team_id: workspace.team.id,
    shared_team_ids: isShared ? [workspace.team.id, 'T0PARTNER1'] : [workspace.team.id],
    topic: { value: channel.topic ?? '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    ...(channel.directWith ? { user: channel.directWith } : {}),
  };
}

function visible({ workspace }: Slack, channel: Channel): Message[] {
  return workspace.messages
    .filter((message) => message.channel === channel.id && !message.ephemeralTo)
    .sort((one, other) => (one.ts < other.ts ? -1 : 1));
}

/** `oldest` and `latest` are exclusive unless `inclusive`; the cursor is the number of messages already seen. */
function page(slack: Slack, args: Fields, messages: Message[]): Fields {
  const inclusive = flagOf(args, 'inclusive') === true;
  const oldest = textOf(args, 'oldest') ?? '0';
  const latest = textOf(args, 'latest') ?? '9999999999.999999';
  const within = messages.filter(
    ({ ts }) => (inclusive ? ts >= oldest : ts > oldest) && (inclusive ? ts <= latest : ts < latest),
  );
  const from = Number(textOf(args, 'cursor') ?? '0') || 0;
  const limit = Math.min(Number(textOf(args, 'limit') ?? '100') || 100, 999);
  const withMetadata = flagOf(args, 'include_all_metadata') === true;
  const shown = within.slice(from, from + limit).map((message) => {
    const { metadata, ...payload } = messagePayload(slack.workspace, message);
    return withMetadata && metadata ? { ...payload, metadata } : payload;
  });
  const hasMore = from + limit < within.length;
  return {
    messages: shown,
    has_more: hasMore,
    response_metadata: { next_cursor: hasMore ? String(from + limit) : '' },
  };
}
