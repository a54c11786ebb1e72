import { deliverOnce } from '../delivery/deliver.ts';
import { tellEvent } from '../delivery/events.ts';
import { messagePayload } from '../delivery/message-payload.ts';
import type { Outcome } from '../delivery/transport.ts';
import { present } from '../fields.ts';
import { openDirect } from '../open-direct.ts';
import type { Slack } from '../slack.ts';
import type { UiShortcut } from '../ui-protocol.ts';
import { viewPayload } from '../views.ts';
import { findMessage } from '../workspace.ts';
import { interaction } from './interaction.ts';
import { NoSuchThing } from './no-such-thing.ts';
import { notices } from './notices.ts';

/** A shortcut from the lightning menu, or from a message's menu. */
export async function useShortcut(slack: Slack, use: UiShortcut): Promise<Outcome> {
  const { workspace, manifest } = slack;
  const declared = manifest.features.shortcuts.find(({ callback_id }) => callback_id === use.callbackId);
  if (!declared) throw new NoSuchThing(`No shortcut ${use.callbackId} in the manifest.`);
  const outcome = await deliverOnce(slack, {
    type: 'interactive',
    payload: {
      ...interaction(slack, use.user),
      callback_id: use.callbackId,
      action_ts: slack.ids.ts(),
      ...(declared.type === 'global'
        ? { type: 'shortcut' }
        : { type: 'message_action', ...onMessage(slack, use) }),
    },
  });
  if (outcome.status === 'failed')
    slack.changes.emit({
      type: 'notice',
      user: use.user,
      ...(use.channel ? { channel: use.channel } : {}),
      text: notices.actionFailed(workspace.bot.name),
    });
  return outcome;
}

function onMessage(slack: Slack, { user, channel: channelId, ts }: UiShortcut) {
  const { workspace } = slack;
  const channel = workspace.channels.get(channelId ?? '');
  const message = findMessage(workspace, channelId ?? '', ts ?? '');
  if (!channel || !message) throw new NoSuchThing(`No message ${ts} in ${channelId}.`);
  const target = { channel: channel.id, user, messageTs: message.ts };
  return {
    message_ts: message.ts,
    channel: { id: channel.id, name: channel.isPrivate ? 'privategroup' : channel.name },
    message: messagePayload(workspace, message),
    response_url: `${slack.baseUrl()}/response/${slack.grants.response(target)}`,
  };
}

/** A person opens the app's Home tab. */
export function openHome(slack: Slack, user: string): void {
  const home = slack.workspace.homes.get(user);
  tellEvent(
    slack,
    present({
      type: 'app_home_opened',
      user,
      channel: openDirect(slack, user).id,
      tab: 'home',
      view: home ? viewPayload(slack, home) : undefined,
      event_ts: slack.ids.ts(),
    }),
    { subscription: 'app_home_opened' },
  );
}
