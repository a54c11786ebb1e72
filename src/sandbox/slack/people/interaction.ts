import type { Fields } from '../fields.ts';
import type { Slack } from '../slack.ts';
import { NoSuchThing } from './no-such-thing.ts';

/** What every interaction carries: who, where from, and a trigger_id. */
export function interaction(slack: Slack, user: string): Fields {
  const { workspace, grants } = slack;
  const person = workspace.users.get(user);
  if (!person) throw new NoSuchThing(`No user ${user}.`);
  return {
    user: {
      id: user,
      username: person.name,
      name: person.name,
      team_id: person.teamId ?? workspace.team.id,
    },
    api_app_id: workspace.bot.appId,
    token: 'verification',
    team: { id: workspace.team.id, domain: workspace.team.domain },
    enterprise: null,
    is_enterprise_install: false,
    trigger_id: grants.trigger(user),
  };
}
