import { type Fields, textOf } from '../fields.ts';
import type { Slack } from '../slack.ts';
import { type Channel, isBotMember } from '../workspace.ts';
import type { Tier } from './rate-limits.ts';

export interface Call {
  slack: Slack;
  args: Fields;
}

/** One method of the Web API. */
export interface Method {
  token: 'bot' | 'app' | 'none';
  tier: Tier;
  /** Any one of these suffices; none: no scope is needed. */
  scopes(call: Call): string[];
  /** The answer without `ok`. Throws a Refusal. */
  run(call: Call): Fields | Promise<Fields>;
}

/** `{ ok: false, error: code, … }`, as Slack says no. */
export class Refusal extends Error {
  readonly code: string;
  readonly fields: Fields;
  constructor(code: string, fields: Fields = {}) {
    super(code);
    this.code = code;
    this.fields = fields;
  }
}

/** An argument without which the method can do nothing. */
export function required(args: Fields, key: string): string {
  const value = textOf(args, key);
  if (value === undefined)
    throw new Refusal('invalid_arguments', {
      response_metadata: { messages: [`[ERROR] missing required field: ${key}`] },
    });
  return value;
}

/** The channel that is meant, if the bot can know of it: private ones that it is not in do not exist for it. */
export function knownChannel({ slack, args }: Call): Channel {
  const channel = slack.workspace.channels.get(textOf(args, 'channel') ?? '');
  if (!channel || (channel.isPrivate && !isBotMember(slack.workspace, channel)))
    throw new Refusal('channel_not_found');
  return channel;
}

/** The channel that is meant, if the bot may read it. */
export function joinedChannel(call: Call): Channel {
  const channel = knownChannel(call);
  if (!isBotMember(call.slack.workspace, channel)) throw new Refusal('not_in_channel');
  return channel;
}

/** The channel that is meant, if the bot may write in it. */
export function writableChannel(call: Call): Channel {
  const channel = joinedChannel(call);
  if (channel.isArchived) throw new Refusal('is_archived');
  return channel;
}

/** "channels:read" for public channels, "groups:read" for private ones; either for a channel that does not exist. */
export function conversationScopes(right: 'read' | 'history'): Method['scopes'] {
  return ({ slack, args }) => {
    const channel = slack.workspace.channels.get(textOf(args, 'channel') ?? '');
    if (channel?.directWith) return [`im:${right}`];
    if (!channel) return [`channels:${right}`, `groups:${right}`, `im:${right}`];
    return [channel.isPrivate ? `groups:${right}` : `channels:${right}`];
  };
}

/** Views are refused as arguments, and Slack points into the argument. */
export function refusedView(messages: string[]): Refusal {
  return new Refusal('invalid_arguments', {
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  });
}
