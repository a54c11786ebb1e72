import { deliverOnce } from '../delivery/deliver.ts';
import type { Outcome } from '../delivery/transport.ts';
import { type Fields, isFields } from '../fields.ts';
import type { ResponseTarget } from '../grants.ts';
import { respond } from '../response-url.ts';
import type { Slack } from '../slack.ts';
import { Refusal } from '../web-api/method.ts';
import { NoSuchThing } from './no-such-thing.ts';
import { notices } from './notices.ts';
import { storedText } from './typed-text.ts';

/** A slash command. Undefined, with a notice, when it never reaches the app. */
export async function runCommand(
  slack: Slack,
  user: string,
  channelId: string,
  typed: string,
  threadTs: string | undefined,
): Promise<Outcome | undefined> {
  const { workspace, manifest } = slack;
  const channel = workspace.channels.get(channelId);
  const person = workspace.users.get(user);
  if (!channel || !person) throw new NoSuchThing(`No channel ${channelId} or no user ${user}.`);
  const [, command = '', text = ''] = /^(\/\S*)\s*([\s\S]*)$/.exec(typed) ?? [];
  const notice = (words: string) =>
    slack.changes.emit({ type: 'notice', user, channel: channelId, text: words });
  const declared = manifest.features.slash_commands.find((known) => known.command === command);
  if (!declared) return void notice(notices.commandUnknown(command));
  if (threadTs) return void notice(notices.commandInThread(command));
  if (channel.isArchived) return void notice(notices.archived());

  const target = { channel: channelId, user };
  const outcome = await deliverOnce(slack, {
    type: 'slash_commands',
    payload: {
      token: 'verification',
      team_id: person.teamId ?? workspace.team.id,
      team_domain: workspace.team.domain,
      channel_id: channelId,
      channel_name: channel.directWith ? 'directmessage' : channel.isPrivate ? 'privategroup' : channel.name,
      user_id: user,
      user_name: person.name,
      command,
      text: declared.should_escape ? storedText(workspace, text.trim()) : text.trim(),
      api_app_id: workspace.bot.appId,
      is_enterprise_install: 'false',
      response_url: `${slack.baseUrl()}/response/${slack.grants.response(target)}`,
      trigger_id: slack.grants.trigger(user),
    },
  });
  if (outcome.status === 'failed')
    notice(
      outcome.reason === 'timeout' || outcome.reason === 'http_timeout'
        ? notices.commandTimedOut(command)
        : notices.commandFailed(command),
    );
  else if (isFields(outcome.payload))
    answered(slack, target, outcome.payload, () => notice(notices.commandFailed(command)));
  return outcome;
}

/** The acknowledgement's own answer. What Slack would not show fails the command. */
function answered(slack: Slack, target: ResponseTarget, payload: Fields, failed: () => void): void {
  try {
    respond(slack, target, payload);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    failed();
  }
}
