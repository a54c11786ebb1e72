import { deliverOnce } from '../delivery/deliver.ts';
import { messagePayload } from '../delivery/message-payload.ts';
import type { Outcome } from '../delivery/transport.ts';
import { type Fields, objectsOf, textOf } from '../fields.ts';
import type { Slack } from '../slack.ts';
import type { UiAction } from '../ui-protocol.ts';
import { viewPayload } from '../views.ts';
import type { Message, View } from '../workspace.ts';
import { actionPayload, chosen } from './action-payload.ts';
import { findElement } from './find-element.ts';
import { interaction } from './interaction.ts';
import { NoSuchThing } from './no-such-thing.ts';
import { notices } from './notices.ts';

/** A click or a choice in a message or a view. */
export async function act(slack: Slack, action: UiAction): Promise<Outcome> {
  if (!action.viewId && isOfAnotherApp(slack, action)) return { status: 'acked' };
  const place = action.viewId ? inView(slack, action, action.viewId) : inMessage(slack, action);
  const outcome = await deliverOnce(slack, {
    type: 'interactive',
    payload: {
      type: 'block_actions',
      ...interaction(slack, action.user),
      ...place.fields,
      actions: [actionPayload(place.element, action.blockId, action.selected, slack.ids.ts())],
    },
  });
  if (outcome.status === 'failed')
    slack.changes.emit({
      type: 'notice',
      user: action.user,
      ...(action.channel ? { channel: action.channel } : {}),
      text: notices.actionFailed(slack.workspace.bot.name),
    });
  return outcome;
}

/** What is pressed in another app's message goes to that app, and we hear nothing of it. */
function isOfAnotherApp({ workspace }: Slack, { channel, ts }: UiAction): boolean {
  const message = workspace.messages.find((known) => known.channel === channel && known.ts === ts);
  return message !== undefined && message.user !== workspace.bot.userId;
}

interface Place {
  element: Fields;
  fields: Fields;
}

function inMessage(slack: Slack, { user, channel: channelId, ts, blockId, actionId }: UiAction): Place {
  const { workspace } = slack;
  const message = workspace.messages.find((known) => known.channel === channelId && known.ts === ts);
  const channel = workspace.channels.get(channelId ?? '');
  if (!message || !channel || (message.ephemeralTo && message.ephemeralTo !== user))
    throw new NoSuchThing(`No message ${ts} in ${channelId} that ${user} can see.`);
  const element = findElement(blocksOf(message), blockId, actionId);
  if (!element) throw new NoSuchThing(`No element ${actionId} in block ${blockId} of message ${ts}.`);
  const target = { channel: channel.id, user, messageTs: message.ts };
  return {
    element,
    fields: {
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: channel.id,
        is_ephemeral: message.ephemeralTo !== undefined,
        ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
      },
      channel: { id: channel.id, name: channel.isPrivate ? 'privategroup' : channel.name },
      // Slack keeps private messages nowhere, so it has none to send along.
      ...(message.ephemeralTo ? {} : { message: messagePayload(workspace, message) }),
      state: { values: {} },
      response_url: `${slack.baseUrl()}/response/${slack.grants.response(target)}`,
    },
  };
}

function inView(slack: Slack, { user, blockId, actionId, selected }: UiAction, viewId: string): Place {
  const view = viewOf(slack, user, viewId);
  const element = findElement(objectsOf(view.definition.blocks), blockId, actionId);
  if (!element) throw new NoSuchThing(`No element ${actionId} in block ${blockId} of view ${viewId}.`);
  if (element.type !== 'button')
    view.values[blockId] = {
      ...view.values[blockId],
      [actionId]: { type: textOf(element, 'type'), ...chosen(element, selected) },
    };
  return {
    element,
    fields: {
      container: { type: 'view', view_id: view.id },
      view: viewPayload(slack, view),
      state: { values: view.values },
    },
  };
}

function viewOf({ workspace }: Slack, user: string, viewId: string): View {
  const home = workspace.homes.get(user);
  const view = workspace.views.get(viewId) ?? (home?.id === viewId ? home : undefined);
  if (!view || view.user !== user) throw new NoSuchThing(`No view ${viewId} is open for ${user}.`);
  return view;
}

function blocksOf({ blocks = [], attachments = [] }: Message): Fields[] {
  return [...blocks, ...attachments.flatMap((attachment) => objectsOf(attachment.blocks))];
}
