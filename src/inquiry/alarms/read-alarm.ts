import type { Alarm, AlarmMessage } from './alarm.ts';
import { readAwsAlarm } from './aws-alarm.ts';
import { readCloudwatchAlarm } from './cloudwatch-alarm.ts';
import { readDatadogAlarm } from './datadog-alarm.ts';
import { type FlatMessage, flattenMessage } from './flatten-message.ts';
import { readGrafanaAlarm } from './grafana-alarm.ts';
import { readPagerAlarm } from './pager-alarm.ts';

/** Most telling first; a pager's message often quotes CloudWatch's own words. */
const readers: readonly ((flat: FlatMessage) => Alarm | undefined)[] = [
  ({ lines }) => readAwsAlarm(lines.join('\n')),
  readGrafanaAlarm,
  readDatadogAlarm,
  readPagerAlarm,
  readCloudwatchAlarm,
];

/** The alarm that another app's message tells of, in any state; undefined for any other message. Never throws. */
export function readAlarm(message: AlarmMessage): Alarm | undefined {
  const flat = flattenMessage(message);
  for (const read of readers) {
    const alarm = read(flat);
    if (alarm) return alarm;
  }
  return undefined;
}
