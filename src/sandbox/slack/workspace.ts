import type { Fields } from './fields.ts';
import { tsAt } from './ids.ts';
import type { Manifest } from './manifest.ts';
import type { Seed, SeedChannel, SeedMessage, SeedUser } from './seed.ts';
import type { UiState } from './ui-protocol.ts';

export interface Channel extends SeedChannel {
  members: string[];
  /** A direct conversation with this person. */
  directWith?: string;
}

export interface Message {
  channel: string;
  ts: string;
  threadTs?: string;
  user: string;
  text: string;
  blocks?: Fields[];
  attachments?: Fields[];
  files: string[];
  reactions: { name: string; users: string[] }[];
  edited?: { user: string; ts: string };
  ephemeralTo?: string;
  metadata?: Fields;
  clientMsgId?: string;
  subtype?: string;
  /** As asked for by whoever posted; undefined: Slack's own choice, which is to unfurl. */
  unfurlLinks?: boolean;
  unfurlMedia?: boolean;
  /** For events of other organisations' people in shared channels. */
  userTeam?: string;
}

export interface View {
  id: string;
  user: string;
  type: 'modal' | 'home';
  hash: string;
  /** As the bot sent it, with the block ids that Slack adds. */
  definition: Fields;
  values: Record<string, Record<string, unknown>>;
  rootId: string;
  previousId?: string;
}

export interface StoredFile {
  id: string;
  name: string;
  title: string;
  altText?: string;
  length: number;
  bytes?: Buffer;
  mimeType: string;
  /** Waiting for its bytes, uploaded but shown nowhere, or shared. */
  status: 'awaited' | 'uploaded' | 'complete';
}

/** All that the stand-in remembers. */
export interface Workspace {
  team: Seed['team'];
  bot: Seed['bot'] & { name: string };
  users: Map<string, SeedUser>;
  channels: Map<string, Channel>;
  /** Oldest first; ephemeral ones too. */
  messages: Message[];
  userGroups: Seed['userGroups'];
  /** Open modals, oldest first. */
  views: Map<string, View>;
  /** Published App Home views by user. */
  homes: Map<string, View>;
  files: Map<string, StoredFile>;
  guide: UiState['guide'];
}

export function createWorkspace(seed: Seed, manifest: Manifest, startMs: number): Workspace {
  const name = manifest.features.bot_user.display_name;
  const bot: SeedUser = {
    id: seed.bot.userId,
    name,
    realName: name,
    app: { botId: seed.bot.botId, appId: seed.bot.appId },
  };
  return {
    team: seed.team,
    bot: { ...seed.bot, name },
    users: new Map([...seed.users, bot].map((user) => [user.id, user])),
    channels: new Map(
      seed.channels.map((channel) => [channel.id, { ...channel, members: membersOf(channel, seed) }]),
    ),
    messages: seed.messages
      .flatMap((message, index) => seeded(message, startMs, index * 20))
      .sort((one, other) => (one.ts < other.ts ? -1 : 1)),
    userGroups: seed.userGroups.map((group) => ({ ...group, users: [...group.users] })),
    views: new Map(),
    homes: new Map(),
    files: new Map(),
    guide: seed.guide,
  };
}

function membersOf(channel: SeedChannel, seed: Seed): string[] {
  const everybody = seed.users.filter((user) => !user.guest && !user.isStranger).map((user) => user.id);
  const people = (channel.members ?? everybody).filter((id) => id !== seed.bot.userId);
  return channel.hasBot ? [...people, seed.bot.userId] : people;
}

function seeded(message: SeedMessage, startMs: number, order: number): Message[] {
  const root = stored(message, message.channel, startMs, order);
  const replies = (message.replies ?? []).map((reply, index) => ({
    ...stored(reply, message.channel, startMs, order + 1 + index),
    threadTs: root.ts,
  }));
  return [root, ...replies];
}

function stored(
  message: Omit<SeedMessage, 'channel' | 'replies'>,
  channel: string,
  startMs: number,
  order: number,
): Message {
  return {
    channel,
    ts: tsAt(startMs - message.minutesAgo * 60_000, order),
    user: message.user,
    text: message.text,
    ...(message.blocks ? { blocks: message.blocks.filter(isObject) } : {}),
    ...(message.attachments ? { attachments: message.attachments.filter(isObject) } : {}),
    files: [],
    reactions: (message.reactions ?? []).map(({ name, users }) => ({ name, users: [...users] })),
  };
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

/** A message that everybody in the channel can see. */
export function findMessage(workspace: Workspace, channel: string, ts: string): Message | undefined {
  return workspace.messages.find(
    (message) => message.channel === channel && message.ts === ts && !message.ephemeralTo,
  );
}

/** The app that a user belongs to, ours or another; undefined for people. */
export function appOf(workspace: Workspace, user: string): SeedUser['app'] {
  return workspace.users.get(user)?.app;
}

export function isBotMember(workspace: Workspace, channel: Channel): boolean {
  return channel.members.includes(workspace.bot.userId);
}
