import type { Bot } from '../bot.ts';
import { lookAtUser } from './directory.ts';

/**
 * May this person turn the switches of App Home? Listed in the configuration, of our workspace, no guest. Fails closed:
 * somebody who cannot be looked up may not.
 */
export async function mayAdminister(
  bot: Bot,
  { team, user }: { team: string | undefined; user: string },
): Promise<boolean> {
  if (team !== bot.self.teamId || !bot.config.slack.admins.includes(user)) return false;
  try {
    const { isGuest, isStranger } = await lookAtUser(bot, user);
    return !isGuest && !isStranger;
  } catch {
    return false;
  }
}
