import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Config } from '../../config-schema.ts';
import type { Bot } from '../bot.ts';
import { untilSlackAnswers } from './until-slack-answers.ts';

/** Who we are in which workspace. Throws one sentence with the cure where the token is refused or is another workspace's. */
export async function meet(client: WebClient, config: Config, logger: Logger): Promise<Bot['self']> {
  const known = await untilSlackAnswers(logger, config.slack.apiUrl, () => client.auth.test()).catch(
    (cause: unknown) => {
      const said = cause instanceof WebAPIPlatformError ? cause.data.error : undefined;
      throw new Error(
        said
          ? `Slack refuses SLACK_BOT_TOKEN (${said}). Install the app again and put its current bot token (xoxb-…) into the environment.`
          : `Slack does not answer at ${config.slack.apiUrl}: ${cause instanceof Error ? cause.message : String(cause)}. Check the network and slack.apiUrl.`,
        { cause },
      );
    },
  );
  const { team_id: teamId, user_id: userId, bot_id: botId, team, enterprise_id: enterpriseId } = known;
  if (!teamId || !userId || !botId)
    throw new Error(
      'SLACK_BOT_TOKEN is not the token of a bot user. Take the one that begins with xoxb-, from the app’s page “OAuth & Permissions”.',
    );
  if (config.slack.team && config.slack.team !== teamId)
    throw new Error(
      `SLACK_BOT_TOKEN belongs to workspace ${teamId} (${team ?? 'no name'}), but slack.team in gw504.yaml is ${config.slack.team}. Mend the one that is wrong.`,
    );
  return { teamId, userId, botId, ...(enterpriseId ? { enterpriseId } : {}) };
}
