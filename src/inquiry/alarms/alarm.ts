export const alarmSources = [
  'sns',
  'eventbridge',
  'cloudwatch',
  'grafana',
  'datadog',
  'pagerduty',
  'opsgenie',
  'configured',
  'other',
] as const;

/** An alarm as another app's message tells of it; most tell only a name, a reason and a region. */
export interface Alarm {
  /** Whose words they are. */
  source: (typeof alarmSources)[number];
  name: string;
  state: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';
  /** It was in alarm before: a reminder, and no turn to ALARM. */
  isRepeat?: true;
  /** Region code. */
  region?: string;
  /** 12 digits. */
  account?: string;
  /** Start of the datapoint that crossed the threshold where it is told, else the change of state, epoch ms. */
  atMs?: number;
  /** Length of the metric's period, seconds. */
  periodSeconds?: number;
  namespace?: string;
  metric?: string;
  /** API name or id: the metric's ApiName or ApiId dimension. */
  api?: string;
  stage?: string;
  /** Further APIs of the same message, where it tells of several alerts. */
  others?: { api: string; stage?: string }[];
  reason?: string;
}

/** A message of another app, as Slack delivers it. */
export interface AlarmMessage {
  text?: string | undefined;
  attachments?: readonly unknown[] | undefined;
  blocks?: readonly unknown[] | undefined;
}
