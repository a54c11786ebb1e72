/**
 * What the sandbox page and the Slack stand-in say to each other: JSON over POST one way, server-sent events the other.
 * Blocks and views pass through exactly as the bot sent them.
 *
 * GET  /ui/state               → UiState
 * GET  /ui/events              → text/event-stream; each `data:` is one UiEvent
 * POST /ui/send                ← UiSend        a message, a mention, or a slash command typed into the box
 * POST /ui/action              ← UiAction      a button, select, overflow or feedback click
 * POST /ui/view-submit         ← UiViewSubmit  → { errors?: Record<blockId, text> }
 * POST /ui/view-close          ← { user, viewId }
 * POST /ui/shortcut            ← UiShortcut
 * POST /ui/home                ← { user }      opens App Home: sends app_home_opened
 * GET  /ui/files/:id           → the bytes of an uploaded file
 */
export interface UiState {
  team: { id: string; name: string };
  users: UiUser[];
  channels: UiChannel[];
  messages: UiMessage[];
  /** Published App Home views, by user id. */
  homes: Record<string, unknown>;
  /** From manifest.yml: what the page offers in its menus. */
  commands: { command: string; description: string; usageHint: string }[];
  shortcuts: { name: string; type: 'message' | 'global'; callbackId: string }[];
  /** The bot is connected (socket open, or HTTP endpoint answering). */
  botConnected: boolean;
  /** Words of the sandbox itself: the sample-data notice, ids worth trying, the terminal command line. */
  guide: { notice: string; tryThese: { id: string; about: string }[]; terminal: string[] };
}

export interface UiUser {
  id: string;
  name: string;
  isBot: boolean;
  isGuest: boolean;
}

export interface UiChannel {
  id: string;
  name: string;
  topic: string;
  isPrivate: boolean;
  /** Shared with another organisation (Slack Connect). */
  isShared: boolean;
  isArchived: boolean;
  /** The bot is a member. */
  hasBot: boolean;
}

export interface UiMessage {
  channel: string;
  ts: string;
  threadTs?: string;
  user: string;
  userName: string;
  text: string;
  blocks?: unknown[];
  attachments?: unknown[];
  files?: { id: string; name: string; altText?: string; mimeType: string; url: string }[];
  reactions: { name: string; users: string[] }[];
  edited: boolean;
  /** Only this user sees it. */
  ephemeralTo?: string;
}

export type UiEvent =
  | { type: 'message' | 'message-changed'; message: UiMessage }
  | { type: 'message-deleted'; channel: string; ts: string }
  | { type: 'view-opened' | 'view-updated'; user: string; viewId: string; view: unknown }
  | { type: 'view-closed'; user: string; viewId: string }
  | { type: 'home-published'; user: string; view: unknown }
  | { type: 'channel-changed'; channel: UiChannel }
  | { type: 'bot-connection'; connected: boolean }
  /** What Slack itself tells the person: "/gw504 failed with the error dispatch_failed". */
  | { type: 'notice'; user: string; channel?: string; text: string };

export interface UiSend {
  user: string;
  channel: string;
  threadTs?: string;
  text: string;
}

export interface UiAction {
  user: string;
  /** Where the block stands: a message, or a view. */
  channel?: string;
  ts?: string;
  viewId?: string;
  blockId: string;
  actionId: string;
  /** What was chosen: the option's value for selects and overflow; missing for plain buttons. */
  selected?: unknown;
}

export interface UiViewSubmit {
  user: string;
  viewId: string;
  /** Slack's own shape: view.state.values. */
  values: Record<string, Record<string, unknown>>;
}

export interface UiShortcut {
  user: string;
  callbackId: string;
  channel?: string;
  ts?: string;
}
