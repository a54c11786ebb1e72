import type { SocketMode } from '../delivery/socket-mode.ts';
import type { Slack } from '../slack.ts';
import { type Method, Refusal } from './method.ts';

/** auth.test, team.info, bots.info, and the way into Socket Mode. */
export function appMethods(socketMode: SocketMode | undefined): Record<string, Method> {
  return {
    'auth.test': {
      token: 'bot',
      tier: 'none',
      scopes: () => [],
      run: ({ slack }) => identity(slack),
    },
    'api.test': { token: 'bot', tier: 'none', scopes: () => [], run: ({ args }) => ({ args }) },
    'team.info': {
      token: 'bot',
      tier: 3,
      scopes: () => ['team:read'],
      run: ({ slack: { workspace } }) => ({
        team: { id: workspace.team.id, name: workspace.team.name, domain: workspace.team.domain },
      }),
    },
    'bots.info': {
      token: 'bot',
      tier: 3,
      scopes: () => ['users:read'],
      run({ slack: { workspace }, args }) {
        const user = [...workspace.users.values()].find(({ app }) => app?.botId === args.bot);
        if (!user?.app) throw new Refusal('bot_not_found');
        return {
          bot: {
            id: user.app.botId,
            app_id: user.app.appId,
            user_id: user.id,
            name: user.name,
            deleted: false,
          },
        };
      },
    },
    'apps.connections.open': {
      token: 'app',
      tier: 'none',
      scopes: () => [],
      run() {
        if (!socketMode) throw new Refusal('forbidden_team');
        const url = socketMode.openConnection();
        if (!url) throw new Refusal('too_many_websockets');
        return { url };
      },
    },
  };
}

function identity({ workspace: { team, bot } }: Slack) {
  return {
    url: `https://${team.domain}.slack.com/`,
    team: team.name,
    user: bot.name,
    team_id: team.id,
    user_id: bot.userId,
    bot_id: bot.botId,
    is_enterprise_install: false,
  };
}
