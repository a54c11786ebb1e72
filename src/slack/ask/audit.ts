import type { Bot } from '../bot.ts';

/** One line for each decision: who, where, what and how it ended. Ids and numbers only, never log content. */
export function audit(
  bot: Bot,
  line: {
    decision:
      | 'accepted'
      | 'denied'
      | 'joined'
      | 'answered'
      | 'failed'
      | 'clicked'
      | 'stopped'
      | 'deleted'
      | 'exported';
    entry: string;
    user: string;
    team?: string | undefined;
    channel: string;
    answerId?: string;
    requestIds?: string[];
    why?: string;
    roleSession?: string | undefined;
    bytesScanned?: number;
    causes?: string[];
    /** Test cases that left with an export. */
    cases?: number;
    rootTs?: string | undefined;
    durationMs?: number;
  },
): void {
  bot.logger.info({ audit: line }, `audit ${line.decision}`);
  bot.observe?.({
    decision: line.decision,
    entry: line.entry,
    ...(line.why === undefined ? {} : { why: line.why }),
  });
}
