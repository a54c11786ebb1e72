import { type Fields, textOf } from '../fields.ts';
import type { SeedUser } from '../seed.ts';
import type { Slack } from '../slack.ts';
import { type Method, Refusal } from './method.ts';

export const usersMethods: Record<string, Method> = {
  'users.info': {
    token: 'bot',
    tier: 4,
    scopes: () => ['users:read'],
    run({ slack, args }) {
      const user = slack.workspace.users.get(textOf(args, 'user') ?? '');
      if (!user) throw new Refusal('user_not_found');
      return { user: userPayload(slack, user) };
    },
  },
  'usergroups.users.list': {
    token: 'bot',
    tier: 2,
    scopes: () => ['usergroups:read'],
    run({ slack, args }) {
      const group = slack.workspace.userGroups.find(({ id }) => id === textOf(args, 'usergroup'));
      if (!group) throw new Refusal('no_such_subteam');
      return { users: group.users };
    },
  },
  'usergroups.list': {
    token: 'bot',
    tier: 2,
    scopes: () => ['usergroups:read'],
    run: ({ slack }) => ({
      usergroups: slack.workspace.userGroups.map(({ id, handle, name, users }) => ({
        id,
        handle,
        name,
        user_count: users.length,
      })),
    }),
  },
};

function userPayload({ workspace }: Slack, user: SeedUser): Fields {
  return {
    id: user.id,
    team_id: user.teamId ?? workspace.team.id,
    name: user.name,
    real_name: user.realName ?? user.name,
    deleted: user.isDeleted === true,
    tz: 'Etc/UTC',
    tz_offset: 0,
    is_bot: user.app !== undefined,
    is_app_user: false,
    is_admin: user.isAdmin === true,
    is_owner: false,
    is_restricted: user.guest !== undefined,
    is_ultra_restricted: user.guest === 'single-channel',
    is_stranger: user.isStranger === true,
    profile: {
      real_name: user.realName ?? user.name,
      display_name: user.name,
      ...(user.app ? { bot_id: user.app.botId, api_app_id: user.app.appId } : {}),
    },
  };
}
