import { addMessage } from '../messages.ts';
import type { Slack } from '../slack.ts';
import { isBotMember, type Message } from '../workspace.ts';
import { NoSuchThing } from './no-such-thing.ts';
import { notices } from './notices.ts';
import { storedText } from './typed-text.ts';

/** A person posts a message. Undefined, with a notice, where the channel is archived. */
export function say(
  slack: Slack,
  user: string,
  channelId: string,
  text: string,
  threadTs: string | undefined,
): Message | undefined {
  const { workspace } = slack;
  const channel = workspace.channels.get(channelId);
  const person = workspace.users.get(user);
  if (!channel || !person) throw new NoSuchThing(`No channel ${channelId} or no user ${user}.`);
  if (channel.isArchived) {
    slack.changes.emit({ type: 'notice', user, channel: channelId, text: notices.archived() });
    return undefined;
  }
  const message = addMessage(slack, {
    channel: channelId,
    user,
    text: storedText(workspace, text),
    clientMsgId: slack.ids.next('client-'),
    ...(threadTs ? { threadTs } : {}),
    ...(person.isStranger && person.teamId ? { userTeam: person.teamId } : {}),
  });
  if (message.text.includes(`<@${workspace.bot.userId}>`) && !isBotMember(workspace, channel))
    slack.changes.emit({
      type: 'notice',
      user,
      channel: channelId,
      text: notices.notInChannel(workspace.bot.name),
    });
  return message;
}
