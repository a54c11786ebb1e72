/** An API, or a stage of it, that an alarm watches. */
export interface AlarmScope {
  account?: string;
  region?: string;
  /** Id or name. */
  api?: string;
  /** Its name, where `api` is its id. */
  apiName?: string;
  stage?: string;
}

/** What an alarm turned out to be about, from its message, the configuration, or AWS. */
export type AlarmSubject =
  | {
      status: 'gateway';
      /** At least one; a composite alarm may watch several APIs. */
      scopes: AlarmScope[];
      /** Length of the metric's period and how many of them are judged together. */
      periodSeconds: number;
      evaluationPeriods: number;
      /** The longest integration timeout of the APIs, ms: a request that failed began that long before. */
      timeoutMs: number;
      /** It watches how long answers take, and no failures. */
      isLatency?: true;
    }
  /** It watches something that is no failure of an API. */
  | { status: 'elsewhere'; what: string }
  /** Nothing tells what it watches. */
  | { status: 'unknown'; why: 'not-found' | 'denied' | 'unreachable'; detail: string };
