import { tellReaction } from '../delivery/events.ts';
import { textOf } from '../fields.ts';
import type { Slack } from '../slack.ts';
import { uiMessage } from '../ui/ui-state.ts';
import { findMessage, type Message } from '../workspace.ts';
import { type Call, joinedChannel, type Method, Refusal, required } from './method.ts';

const add: Method = {
  token: 'bot',
  tier: 3,
  scopes: () => ['reactions:write'],
  run(call) {
    const { message, name } = meant(call);
    if (!addReaction(call.slack, call.slack.workspace.bot.userId, message, name))
      throw new Refusal('already_reacted');
    return {};
  },
};

const remove: Method = {
  token: 'bot',
  tier: 2,
  scopes: () => ['reactions:write'],
  run(call) {
    const { message, name } = meant(call);
    if (!removeReaction(call.slack, call.slack.workspace.bot.userId, message, name))
      throw new Refusal('no_reaction');
    return {};
  },
};

export const reactionsMethods: Record<string, Method> = { 'reactions.add': add, 'reactions.remove': remove };

function meant(call: Call): { message: Message; name: string } {
  const name = required(call.args, 'name');
  if (!/^[\w+'-]+(::skin-tone-[2-6])?$/.test(name)) throw new Refusal('invalid_name');
  const channel = joinedChannel(call);
  if (channel.isArchived) throw new Refusal('is_archived');
  const message = findMessage(call.slack.workspace, channel.id, textOf(call.args, 'timestamp') ?? '');
  if (!message) throw new Refusal('message_not_found');
  return { message, name };
}

/** False when this person has reacted so already. */
export function addReaction(slack: Slack, by: string, message: Message, name: string): boolean {
  const known = message.reactions.find((reaction) => reaction.name === name);
  if (known?.users.includes(by)) return false;
  if (known) known.users.push(by);
  else message.reactions.push({ name, users: [by] });
  shown(slack, message);
  tellReaction(slack, 'reaction_added', by, message, name);
  return true;
}

/** False when there is no such reaction of this person. */
export function removeReaction(slack: Slack, by: string, message: Message, name: string): boolean {
  const known = message.reactions.find((reaction) => reaction.name === name);
  if (!known?.users.includes(by)) return false;
  known.users.splice(known.users.indexOf(by), 1);
  if (known.users.length === 0) message.reactions.splice(message.reactions.indexOf(known), 1);
  shown(slack, message);
  tellReaction(slack, 'reaction_removed', by, message, name);
  return true;
}

function shown(slack: Slack, message: Message): void {
  slack.changes.emit({ type: 'message-changed', message: uiMessage(slack.workspace, message) });
}
