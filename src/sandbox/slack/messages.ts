import { tellDeletion, tellEdit, tellMessage } from './delivery/events.ts';
import { messagePayload } from './delivery/message-payload.ts';
import type { Slack } from './slack.ts';
import { uiMessage } from './ui/ui-state.ts';
import type { Message } from './workspace.ts';

/** Puts a message into its channel (or before one person): people see it, and the app hears of it. */
export function addMessage(
  slack: Slack,
  message: Omit<Message, 'ts' | 'files' | 'reactions'> & { files?: string[] },
): Message {
  const added: Message = { files: [], ...message, ts: slack.ids.ts(), reactions: [] };
  slack.workspace.messages.push(added);
  slack.changes.emit({ type: 'message', message: uiMessage(slack.workspace, added) });
  tellMessage(slack, added);
  return added;
}

/** Changes a message in place. */
export function changeMessage(slack: Slack, message: Message, fields: Partial<Message>): void {
  const before = messagePayload(slack.workspace, message);
  Object.assign(message, fields);
  slack.changes.emit({ type: 'message-changed', message: uiMessage(slack.workspace, message) });
  if (!message.ephemeralTo) tellEdit(slack, before, message);
}

/** Whom Slack names as the author of what is left of a deleted message. */
export const slackbot = 'USLACKBOT';

/** Takes a message away. The beginning of a thread leaves a stone behind, until the last reply is gone as well. */
export function removeMessage(slack: Slack, message: Message): void {
  if (repliesOf(slack, message).length > 0) {
    changeMessage(slack, message, {
      subtype: 'tombstone',
      user: slackbot,
      text: 'This message was deleted.',
      blocks: undefined,
      attachments: undefined,
      metadata: undefined,
      files: [],
      reactions: [],
    });
    return;
  }
  const before = messagePayload(slack.workspace, message);
  slack.workspace.messages.splice(slack.workspace.messages.indexOf(message), 1);
  slack.changes.emit({ type: 'message-deleted', channel: message.channel, ts: message.ts });
  if (message.ephemeralTo) return;
  tellDeletion(slack, before, message.channel, message.ts);
  const root = slack.workspace.messages.find(
    ({ channel, ts, subtype }) =>
      channel === message.channel && ts === message.threadTs && subtype === 'tombstone',
  );
  if (root) removeMessage(slack, root);
}

function repliesOf({ workspace }: Slack, root: Message): Message[] {
  return workspace.messages.filter(
    ({ channel, threadTs, ephemeralTo }) => channel === root.channel && threadTs === root.ts && !ephemeralTo,
  );
}
