import type { Slack } from '../slack.ts';
import { addReaction } from '../web-api/reactions-methods.ts';
import { findMessage } from '../workspace.ts';
import { NoSuchThing } from './no-such-thing.ts';

/** A person reacts to a message with an emoji. */
export function react(slack: Slack, user: string, channel: string, ts: string, name: string): void {
  const message = findMessage(slack.workspace, channel, ts);
  if (!message) throw new NoSuchThing(`No message ${ts} in ${channel}.`);
  addReaction(slack, user, message, name);
}
