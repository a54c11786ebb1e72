import { messagePayload } from '../delivery/message-payload.ts';
import { flagOf, textOf } from '../fields.ts';
import { addMessage, changeMessage, removeMessage } from '../messages.ts';
import { openDirect } from '../open-direct.ts';
import { findMessage, type Message } from '../workspace.ts';
import { isEmpty, readContent, readUnfurling } from './content.ts';
import { type Call, knownChannel, type Method, Refusal, required, writableChannel } from './method.ts';

/** Longest text of an edit or a private message (https://docs.slack.dev/reference/methods/chat.update: msg_too_long). */
const mostEditedTextCharacters = 4000;

const mayWrite = () => ['chat:write'];

const postMessage: Method = {
  token: 'bot',
  tier: 'post',
  scopes: mayWrite,
  run(call) {
    const { slack, args } = call;
    const user = slack.workspace.users.get(textOf(args, 'channel') ?? '');
    const direct = user ? openDirect(slack, user.id) : undefined;
    const channel = writableChannel(direct ? { slack, args: { ...args, channel: direct.id } } : call);
    if (channel.directWith && !slack.manifest.features.app_home?.messages_tab_enabled)
      throw new Refusal('messages_tab_disabled');
    const content = readContent(call);
    if (isEmpty(content)) throw new Refusal('no_text');
    const threadTs = readThread(call, channel.id);
    const message = addMessage(slack, {
      channel: channel.id,
      user: slack.workspace.bot.userId,
      ...content,
      ...readUnfurling(args),
      ...(threadTs ? { threadTs } : {}),
      ...(threadTs && flagOf(args, 'reply_broadcast') ? { subtype: 'thread_broadcast' } : {}),
    });
    return { channel: channel.id, ts: message.ts, message: messagePayload(slack.workspace, message) };
  },
};

const postEphemeral: Method = {
  token: 'bot',
  tier: 4,
  scopes: mayWrite,
  run(call) {
    const { slack, args } = call;
    const channel = writableChannel(call);
    const user = required(args, 'user');
    if (!channel.members.includes(user)) throw new Refusal('user_not_in_channel');
    const content = readContent(call);
    if (isEmpty(content)) throw new Refusal('no_text');
    if (content.text.length > mostEditedTextCharacters) throw new Refusal('msg_too_long');
    const threadTs = readThread(call, channel.id);
    const message = addMessage(slack, {
      channel: channel.id,
      user: slack.workspace.bot.userId,
      ephemeralTo: user,
      ...content,
      ...(threadTs ? { threadTs } : {}),
    });
    return { message_ts: message.ts };
  },
};

const update: Method = {
  token: 'bot',
  tier: 3,
  scopes: mayWrite,
  run(call) {
    const { slack } = call;
    const channel = knownChannel(call);
    const message = ownMessage(call, 'cant_update_message');
    if (channel.isArchived) throw new Refusal('is_archived');
    const content = readContent(call);
    if (isEmpty(content)) throw new Refusal('no_text');
    if (content.text.length > mostEditedTextCharacters) throw new Refusal('msg_too_long');
    // Text without blocks takes the blocks away; an edit that brings blocks is not marked as "(edited)".
    const hasText = textOf(call.args, 'text') !== undefined;
    changeMessage(slack, message, {
      text: hasText ? content.text : message.text,
      blocks: content.blocks ?? (hasText ? undefined : message.blocks),
      attachments: content.attachments ?? (hasText ? undefined : message.attachments),
      metadata: content.metadata ?? message.metadata,
      edited: content.blocks ? message.edited : { user: slack.workspace.bot.userId, ts: slack.ids.ts() },
    });
    return {
      channel: channel.id,
      ts: message.ts,
      text: message.text,
      message: messagePayload(slack.workspace, message),
    };
  },
};

const remove: Method = {
  token: 'bot',
  tier: 3,
  scopes: mayWrite,
  run(call) {
    const channel = knownChannel(call);
    const message = ownMessage(call, 'cant_delete_message');
    removeMessage(call.slack, message);
    return { channel: channel.id, ts: message.ts };
  },
};

const getPermalink: Method = {
  token: 'bot',
  tier: 'none',
  scopes: () => [],
  run(call) {
    const channel = knownChannel(call);
    const message = findMessage(call.slack.workspace, channel.id, textOf(call.args, 'message_ts') ?? '');
    if (!message) throw new Refusal('message_not_found');
    const thread = message.threadTs ? `?thread_ts=${message.threadTs}&cid=${channel.id}` : '';
    const { domain } = call.slack.workspace.team;
    return {
      channel: channel.id,
      permalink: `https://${domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`,
    };
  },
};

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': remove,
  'chat.getPermalink': getPermalink,
};

/** The thread that is meant, if any: it begins with a message of this channel that is no reply itself. */
export function readThread({ slack, args }: Call, channel: string): string | undefined {
  const ts = textOf(args, 'thread_ts');
  if (ts === undefined) return undefined;
  if (!/^\d{10}\.\d{6}$/.test(ts)) throw new Refusal('invalid_thread_ts');
  const root = findMessage(slack.workspace, channel, ts);
  if (!root) throw new Refusal('thread_not_found');
  if (root.threadTs) throw new Refusal('cannot_reply_to_message');
  return ts;
}

/** Slack finds neither private messages nor those of others to change. */
function ownMessage({ slack, args }: Call, otherwise: string): Message {
  const message = findMessage(slack.workspace, textOf(args, 'channel') ?? '', textOf(args, 'ts') ?? '');
  if (!message || message.subtype === 'tombstone') throw new Refusal('message_not_found');
  if (message.user !== slack.workspace.bot.userId) throw new Refusal(otherwise);
  return message;
}
