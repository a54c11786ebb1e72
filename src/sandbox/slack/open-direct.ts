import type { Slack } from './slack.ts';
import { uiChannel } from './ui/ui-state.ts';
import type { Channel } from './workspace.ts';

/** The direct conversation between the bot and a person; made when there is none yet. */
export function openDirect(slack: Slack, user: string): Channel {
  const { channels, bot, users } = slack.workspace;
  const known = [...channels.values()].find((channel) => channel.directWith === user);
  if (known) return known;
  const channel: Channel = {
    id: slack.ids.next('D'),
    name: users.get(user)?.name ?? user,
    isPrivate: true,
    hasBot: true,
    members: [user, bot.userId],
    directWith: user,
  };
  channels.set(channel.id, channel);
  slack.changes.emit({ type: 'channel-changed', channel: uiChannel(slack.workspace, channel) });
  return channel;
}
