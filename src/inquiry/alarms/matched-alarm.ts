import type { Alarm, AlarmMessage } from './alarm.ts';
import { flattenMessage } from './flatten-message.ts';

/** Lines and characters of a line that the patterns of a configuration are tried on; a slow pattern stays bounded. */
const mostLines = 60;
const mostCharacters = 600;

/** The alarm as a pattern of the configuration reads it: its groups name, api, stage and region, over one line. */
export function readMatchedAlarm(
  message: AlarmMessage,
  matchers: readonly { pattern: string; state: 'ALARM' | 'OK' }[],
): Alarm | undefined {
  if (matchers.length === 0) return undefined;
  const lines = flattenMessage(message)
    .lines.slice(0, mostLines)
    .map((line) => line.slice(0, mostCharacters));
  for (const { pattern, state } of matchers) {
    const expression = new RegExp(pattern, 'u');
    for (const line of lines) {
      const groups = expression.exec(line)?.groups;
      if (!groups?.name) continue;
      const { name, api, stage, region } = groups;
      return {
        source: 'configured',
        name,
        state,
        ...(api ? { api } : {}),
        ...(stage ? { stage } : {}),
        ...(region ? { region } : {}),
      };
    }
  }
  return undefined;
}
