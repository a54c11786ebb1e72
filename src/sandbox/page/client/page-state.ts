import type { UiChannel, UiEvent, UiMessage, UiState, UiUser } from '../../slack/ui-protocol.ts';

/** Where the reader is. */
export type Place = { kind: 'channel'; channel: string; thread?: string } | { kind: 'home' };

export interface OpenView {
  user: string;
  viewId: string;
  view: unknown;
}

/** All that the page shows; changed only by the functions of this file, which never touch the old one. */
export interface PageState {
  ui: UiState;
  viewerId: string;
  place: Place;
  /** Modals, the topmost last. */
  views: OpenView[];
  /** Channels with something new since the reader was there. */
  unread: string[];
  /** Private messages that the reader dismissed, by ts. */
  dismissed: string[];
  /** The page hears the sandbox. */
  isConnected: boolean;
}

/** Before the sandbox has answered for the first time. */
export function emptyState(viewerId: string): PageState {
  return {
    ui: {
      team: { id: '', name: '' },
      users: [],
      channels: [],
      messages: [],
      homes: {},
      commands: [],
      shortcuts: [],
      botConnected: true,
      guide: { notice: '', tryThese: [], terminal: [] },
    },
    viewerId,
    place: { kind: 'home' },
    views: [],
    unread: [],
    dismissed: [],
    isConnected: false,
  };
}

/** Slack's own voice: notices come as private messages of this user. */
export const slackbot = 'USLACKBOT';

/** The state after one event of the stand-in. Repeated events change nothing. */
export function afterEvent(state: PageState, event: UiEvent, now: () => number): PageState {
  switch (event.type) {
    case 'message':
    case 'message-changed':
      return afterMessage(state, event.message);
    case 'message-deleted':
      return withMessages(
        state,
        state.ui.messages.filter((message) => message.channel !== event.channel || message.ts !== event.ts),
      );
    case 'view-opened':
    case 'view-updated':
      return { ...state, views: withView(state.views, event) };
    case 'view-closed':
      return {
        ...state,
        views: state.views.filter((view) => view.viewId !== event.viewId || view.user !== event.user),
      };
    case 'home-published':
      return { ...state, ui: { ...state.ui, homes: { ...state.ui.homes, [event.user]: event.view } } };
    case 'channel-changed':
      return { ...state, ui: { ...state.ui, channels: withChannel(state.ui.channels, event.channel) } };
    case 'bot-connection':
      return { ...state, ui: { ...state.ui, botConnected: event.connected } };
    case 'notice':
      return afterNotice(state, event, now);
  }
}

/** The state with everything that the stand-in knows anew; where the reader is, and open modals, stay. */
export function afterRefetch(state: PageState, ui: UiState): PageState {
  const notices = state.ui.messages.filter((message) => message.user === slackbot);
  return {
    ...state,
    ui: { ...ui, messages: inOrder([...ui.messages, ...notices]) },
    viewerId: ui.users.some((user) => user.id === state.viewerId)
      ? state.viewerId
      : (people(ui.users)[0]?.id ?? ''),
    isConnected: true,
  };
}

/** The state with the reader somewhere else; what is there counts as read. */
export function afterMove(state: PageState, place: Place): PageState {
  const unread = place.kind === 'channel' ? state.unread.filter((id) => id !== place.channel) : state.unread;
  return { ...state, place, unread };
}

/** Users that one can be: no bots. */
export function people(users: UiUser[]): UiUser[] {
  return users.filter((user) => !user.isBot);
}

/** The bot that this sandbox is about: the one that is no member of the sample incidents is the last resort. */
export function ownBot(ui: UiState): UiUser | undefined {
  const bots = ui.users.filter((user) => user.isBot);
  return bots.find((user) => /gw504/i.test(user.name)) ?? bots[0];
}

/** Conversations of two, which Slack gives ids that begin with D. They carry the person's name. */
export function isDirect(channel: UiChannel): boolean {
  return channel.id.startsWith('D');
}

/** The channels that everybody may enter here, without the conversations of two. */
export function sharedChannels(ui: UiState): UiChannel[] {
  return ui.channels.filter((channel) => !isDirect(channel));
}

/** This reader's conversations with the bot, once something was said in them. */
export function ownDirects(state: PageState): UiChannel[] {
  const viewer = state.ui.users.find((user) => user.id === state.viewerId);
  return state.ui.channels.filter(
    (channel) =>
      isDirect(channel) &&
      channel.name === viewer?.name &&
      state.ui.messages.some((message) => message.channel === channel.id),
  );
}

/** The channel of that id. */
export function channelNamed(ui: UiState, id: string): UiChannel | undefined {
  return ui.channels.find((channel) => channel.id === id);
}

/** Whether a question may find an answer here: with the bot, among ourselves, and not closed. */
export function isForAsking(channel: UiChannel): boolean {
  return channel.hasBot && !channel.isArchived && !channel.isShared;
}

/** Where one can ask: the first channel for it, else the first of all. */
export function firstChannel(ui: UiState): UiChannel | undefined {
  return ui.channels.find(isForAsking) ?? ui.channels[0];
}

/** The thread that stands open. */
export function threadOf(place: Place): string | undefined {
  return place.kind === 'channel' ? place.thread : undefined;
}

/** What this reader sees at the top level of a channel, oldest first. */
export function channelMessages(state: PageState, channel: string): UiMessage[] {
  return visible(state).filter(
    (message) => message.channel === channel && (!message.threadTs || message.threadTs === message.ts),
  );
}

/** The replies of one thread that this reader sees, oldest first, without its first message. */
export function repliesTo(state: PageState, channel: string, threadTs: string): UiMessage[] {
  return visible(state).filter(
    (message) => message.channel === channel && message.threadTs === threadTs && message.ts !== threadTs,
  );
}

function visible(state: PageState): UiMessage[] {
  return state.ui.messages.filter(
    (message) =>
      (!message.ephemeralTo || message.ephemeralTo === state.viewerId) &&
      !state.dismissed.includes(message.ts),
  );
}

function afterMessage(state: PageState, message: UiMessage): PageState {
  const isSame = (other: UiMessage) => other.channel === message.channel && other.ts === message.ts;
  const isNew = !state.ui.messages.some(isSame);
  const messages = isNew
    ? inOrder([...state.ui.messages, message])
    : state.ui.messages.map((other) => (isSame(other) ? message : other));
  const isElsewhere = state.place.kind !== 'channel' || state.place.channel !== message.channel;
  const isForReader = !message.ephemeralTo || message.ephemeralTo === state.viewerId;
  const isUnread = isNew && isElsewhere && isForReader && !state.unread.includes(message.channel);
  return {
    ...withMessages(state, messages),
    unread: isUnread ? [...state.unread, message.channel] : state.unread,
  };
}

function afterNotice(
  state: PageState,
  notice: { user: string; channel?: string; text: string },
  now: () => number,
): PageState {
  const here = state.place.kind === 'channel' ? state.place.channel : undefined;
  const channel = notice.channel ?? here ?? state.ui.channels[0]?.id ?? '';
  const thread =
    state.place.kind === 'channel' && state.place.channel === channel ? state.place.thread : undefined;
  const said = state.ui.messages.filter((message) => message.user === slackbot).length;
  // The count makes two notices of one millisecond two messages.
  const ts = `${(now() / 1000).toFixed(3)}${String(said % 1000).padStart(3, '0')}`;
  return afterMessage(state, {
    channel,
    ts,
    user: slackbot,
    userName: 'Slackbot',
    text: notice.text,
    reactions: [],
    edited: false,
    ephemeralTo: notice.user,
    ...(thread ? { threadTs: thread } : {}),
  });
}

function withMessages(state: PageState, messages: UiMessage[]): PageState {
  return { ...state, ui: { ...state.ui, messages } };
}

function inOrder(messages: UiMessage[]): UiMessage[] {
  return messages.toSorted((a, b) => Number(a.ts) - Number(b.ts));
}

function withView(views: OpenView[], { user, viewId, view }: OpenView): OpenView[] {
  return views.some((open) => open.viewId === viewId)
    ? views.map((open) => (open.viewId === viewId ? { user, viewId, view } : open))
    : [...views, { user, viewId, view }];
}

function withChannel(channels: UiChannel[], changed: UiChannel): UiChannel[] {
  return channels.some((channel) => channel.id === changed.id)
    ? channels.map((channel) => (channel.id === changed.id ? changed : channel))
    : [...channels, changed];
}
