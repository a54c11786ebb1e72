import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import type { Logger } from 'pino';

/**
 * Slack's libraries log through ours. Their debug lines hold whole payloads (messages, tokens), so those go nowhere,
 * at any configured level; their info lines are our debug lines.
 */
export function boltLogger(logger: Logger): BoltLogger {
  const words = (parts: unknown[]) =>
    `Slack’s library: ${parts.map((part) => (typeof part === 'string' ? part : String(part))).join(' ')}`;
  return {
    debug: () => undefined,
    info: (...parts: unknown[]) => logger.debug(words(parts)),
    warn: (...parts: unknown[]) => logger.warn(words(parts)),
    error: (...parts: unknown[]) => logger.error(words(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
