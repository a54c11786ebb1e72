import { addMessage, changeMessage, removeMessage } from '../messages.ts';
import type { Slack } from '../slack.ts';
import { findMessage, isBotMember, type Message } from '../workspace.ts';
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

/** A person changes what they said. */
export function edit(slack: Slack, user: string, channel: string, ts: string, text: string): void {
  changeMessage(slack, ownMessage(slack, user, channel, ts), {
    text: storedText(slack.workspace, text),
    edited: { user, ts: slack.ids.ts() },
  });
}

/** A person takes back what they said. */
export function unsay(slack: Slack, user: string, channel: string, ts: string): void {
  removeMessage(slack, ownMessage(slack, user, channel, ts));
}

function ownMessage({ workspace }: Slack, user: string, channel: string, ts: string): Message {
  const message = findMessage(workspace, channel, ts);
  if (message?.user !== user) throw new NoSuchThing(`No message ${ts} of ${user} in ${channel}.`);
  return message;
}
