import type { Alarm } from '../../inquiry/alarms/alarm.ts';
import type { AlarmSubject } from '../../inquiry/alarms/alarm-subject.ts';

/** A metric's datapoint is there, and an alarm changes, some minutes after what it counts, ms. */
const metricLagMs = 3 * 60_000;
/** What went before is looked at too: since when, and after which change. Our choice. */
const calmMs = 10 * 60_000;
/** A datapoint older than this before its message is no datapoint of this message, ms. */
const oldestMs = 24 * 3_600_000;
/** How long after the last alarm message failures still belong to the episode, ms. */
const afterMs = 45 * 60_000;

/**
 * Where the window of an alarm begins, epoch ms: at the datapoint that crossed the threshold, or as many periods before
 * the message as the alarm judges together; before that the gateway's timeout, for a request that failed then had begun
 * so much earlier, and a stretch of what went before.
 */
export function beginOf(
  alarm: Pick<Alarm, 'atMs' | 'periodSeconds'>,
  subject: Partial<
    Pick<AlarmSubject & { status: 'gateway' }, 'periodSeconds' | 'evaluationPeriods' | 'timeoutMs'>
  >,
  messageMs: number,
): number {
  const { periodSeconds = alarm.periodSeconds ?? 60, evaluationPeriods = 1, timeoutMs = 29_000 } = subject;
  const judgedMs = periodSeconds * 1000 * evaluationPeriods;
  const isPlausible =
    alarm.atMs !== undefined && alarm.atMs <= messageMs + 60_000 && alarm.atMs > messageMs - oldestMs;
  const crossedMs = isPlausible && alarm.atMs !== undefined ? alarm.atMs : messageMs - judgedMs - metricLagMs;
  return crossedMs - timeoutMs - calmMs;
}

/** Where it ends: now, as long as the episode goes on. */
export function endOf({ lastMs }: { lastMs: number }, nowMs: number): number {
  return Math.min(nowMs, lastMs + afterMs);
}
