/** Why something could not be looked at. Each reason has its sentence and its cure in templates/messages/gaps.yaml. */
export type UnavailableReason =
  | 'not-given' // offline: the pasted text holds nothing from this source
  | 'not-configured' // the configuration names no such source
  | 'not-applicable' // this kind of API or integration has no such source
  | 'access-denied'
  | 'role-not-assumable'
  | 'no-credentials' // nothing in the environment to ask AWS with
  | 'credentials-refused' // AWS does not take what is in the environment
  | 'wrong-account' // the ambient credentials are of another account than the configuration says
  | 'clock-off' // AWS refuses what is signed, because this machine's clock is off
  | 'no-api' // no API that may be asked about in the places that were looked at
  | 'id-of-other-kind' // no API that may be asked about writes ids of this kind
  | 'log-group-missing'
  | 'logging-off'
  | 'error-level-only' // logs are at ERROR level: only failures appear
  | 'fields-missing' // an access-log format without the fields that would tell
  | 'not-ingested-yet' // too fresh: lines may still be on their way
  | 'retention-over' // older than the log group keeps
  | 'throttled'
  | 'timed-out' // our deadline
  | 'query-failed'
  | 'budget-refused' // the cost guard stopped it
  | 'depends-on-missing' // another source had to be found first
  | 'unsupported-class' // the log group's class refuses this kind of look-up
  | 'region-unreachable'
  | 'aws-fault' // AWS answered with a fault of its own, each time
  | 'not-aws' // what answered was not AWS: a proxy, a captive portal, a wrong endpoint
  | 'not-traced'
  | 'error'; // anything else; `detail` says what

/** One look at one place. Every observation carries its searches; the receipt and the console links come from them. */
export interface Search {
  language: 'CWLI' | 'FilterLogEvents' | 'API' | 'text';
  /** The query, filter pattern, or API operation, exactly as sent. */
  text: string;
  /** Log groups, API, function or file that was searched. */
  target: string;
  account?: string;
  region?: string;
  fromMs?: number;
  toMs?: number;
  status: 'complete' | 'partial' | 'failed' | 'denied' | 'throttled' | 'timed-out' | 'stopped';
  bytesScanned?: number;
  recordsScanned?: number;
  durationMs?: number;
  /** Console deep link to the exact group, window and query. */
  link?: string;
}

/**
 * What one source says. *Found*, *absent* (searched completely, nothing there) and *unavailable* (could not look) are
 * three different things, and only the first two are evidence.
 */
export type Observation<Value> =
  | { status: 'found'; value: Value; searches: Search[] }
  | { status: 'absent'; searches: Search[] }
  | {
      status: 'unavailable';
      reason: UnavailableReason;
      /** What exactly, for the sentence: a permission, a log group, a message from AWS (already free of secrets). */
      detail?: string;
      /** Names the cure's sentence fills in: { action, resource, logGroup, command, … }. */
      args?: Record<string, string | number>;
      searches: Search[];
    };
