import { audit } from '../ask/audit.ts';
import type { Bot } from '../bot.ts';
import { tellAsker } from '../deliver/replies.ts';
import { sentence } from '../deliver/sentence.ts';
import type { Arrival } from './inbox.ts';

/** Says something to whoever asked by hand, and to nobody where nobody did. `words`: mrkdwn. */
export async function tell(bot: Bot, { answerId, channel, user, ts }: Arrival, words: string): Promise<void> {
  if (user !== undefined) await tellAsker(bot, { answerId, channel, user, threadTs: ts }, sentence(words));
}

/** One audit line for one alarm message. */
export function note(
  bot: Bot,
  { answerId, channel, user }: Arrival,
  decision: 'accepted' | 'joined' | 'denied' | 'failed',
  why: string,
): void {
  const team = bot.self.teamId;
  audit(bot, { decision, entry: 'alarm', user: user ?? '', team, channel, answerId, why });
}
