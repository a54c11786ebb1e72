import type { Slack } from '../slack.ts';
import type { UiChannel, UiMessage, UiState } from '../ui-protocol.ts';
import { type Channel, isBotMember, type Message, type Workspace } from '../workspace.ts';

/** All that the page shows. */
export function uiState({ workspace, manifest, transport }: Slack): UiState {
  return {
    team: { id: workspace.team.id, name: workspace.team.name },
    users: [...workspace.users.values()].map((user) => ({
      id: user.id,
      name: user.name,
      isBot: user.app !== undefined,
      isGuest: user.guest !== undefined,
    })),
    channels: [...workspace.channels.values()].map((channel) => uiChannel(workspace, channel)),
    messages: workspace.messages.map((message) => uiMessage(workspace, message)),
    homes: Object.fromEntries([...workspace.homes].map(([user, view]) => [user, shownView(view)])),
    commands: manifest.features.slash_commands.map(({ command, description, usage_hint }) => ({
      command,
      description,
      usageHint: usage_hint,
    })),
    shortcuts: manifest.features.shortcuts.map(({ name, type, callback_id }) => ({
      name,
      type,
      callbackId: callback_id,
    })),
    botConnected: transport.isConnected(),
    guide: workspace.guide,
  };
}

export function uiChannel(workspace: Workspace, channel: Channel): UiChannel {
  return {
    id: channel.id,
    name: channel.name,
    topic: channel.topic ?? '',
    isPrivate: channel.isPrivate === true,
    isShared: channel.shared === 'external',
    isArchived: channel.isArchived === true,
    hasBot: isBotMember(workspace, channel),
  };
}

export function uiMessage(workspace: Workspace, message: Message): UiMessage {
  return {
    channel: message.channel,
    ts: message.ts,
    ...(message.threadTs ? { threadTs: message.threadTs } : {}),
    user: message.user,
    userName:
      message.subtype === 'tombstone'
        ? 'Slackbot'
        : (workspace.users.get(message.user)?.name ?? message.user),
    text: message.text,
    ...(message.blocks ? { blocks: message.blocks } : {}),
    ...(message.attachments ? { attachments: message.attachments } : {}),
    ...(message.files.length > 0 ? { files: message.files.map((id) => uiFile(workspace, id)) } : {}),
    reactions: message.reactions.map(({ name, users }) => ({ name, users: [...users] })),
    // An edit that brings blocks shows no "(edited)" in Slack.
    edited: message.edited !== undefined,
    ...(message.ephemeralTo ? { ephemeralTo: message.ephemeralTo } : {}),
  };
}

function uiFile(workspace: Workspace, id: string): NonNullable<UiMessage['files']>[number] {
  const file = workspace.files.get(id);
  return {
    id,
    name: file?.name ?? id,
    ...(file?.altText ? { altText: file.altText } : {}),
    mimeType: file?.mimeType ?? 'application/octet-stream',
    url: `/ui/files/${id}`,
  };
}

/** A view with the id that clicks in it name. */
export function shownView(view: {
  id: string;
  definition: Record<string, unknown>;
}): Record<string, unknown> {
  return { ...view.definition, id: view.id };
}
