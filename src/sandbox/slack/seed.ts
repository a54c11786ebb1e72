import type { UiState } from './ui-protocol.ts';

/** What the workspace holds before anybody speaks. Ids are Slack's: T…, U…, B…, A…, C…, S…. */
export interface Seed {
  team: { id: string; name: string; domain: string };
  /** Our own app in this workspace. Its name comes from the manifest. */
  bot: { userId: string; botId: string; appId: string };
  users: SeedUser[];
  channels: SeedChannel[];
  /** Already there when the bot starts, so no event tells of them. */
  messages: SeedMessage[];
  userGroups: { id: string; handle: string; name: string; users: string[] }[];
  /** Words of the sandbox page. */
  guide: UiState['guide'];
}

export interface SeedUser {
  id: string;
  name: string;
  realName?: string;
  isAdmin?: boolean;
  /** A guest of several channels (is_restricted), or of one only. */
  guest?: 'multi-channel' | 'single-channel';
  /** Somebody of another organisation, met in a shared channel. */
  isStranger?: boolean;
  /** Left, but still known. */
  isDeleted?: boolean;
  /** Their home, when it is another workspace. */
  teamId?: string;
  /** Another app's user. Classic apps post without a user, as `subtype: bot_message`. */
  app?: { botId: string; appId: string; isClassic?: boolean };
}

export interface SeedChannel {
  id: string;
  name: string;
  topic?: string;
  isPrivate?: boolean;
  isArchived?: boolean;
  /** Slack Connect: with another organisation already, or invited to be. */
  shared?: 'external' | 'pending' | 'org';
  /** Our bot is a member. */
  hasBot: boolean;
  /** Missing: everybody but strangers and guests; guests and strangers must be named. */
  members?: string[];
}

export interface SeedMessage {
  channel: string;
  user: string;
  /** mrkdwn as Slack stores it: `&`, `<` and `>` escaped. */
  text: string;
  blocks?: unknown[];
  attachments?: unknown[];
  /** How long before the start it was posted. */
  minutesAgo: number;
  reactions?: { name: string; users: string[] }[];
  replies?: Omit<SeedMessage, 'channel' | 'replies'>[];
}
