import type { ApiType } from '../evidence.ts';
import type { Note } from '../note.ts';
import type { Search } from '../observation.ts';

/** Which failures are asked for: an alarm's minutes, or a stretch that a person names. Times epoch ms. */
export interface WindowQuestion {
  scope: { account?: string; region?: string; api?: string; stage?: string };
  fromMs: number;
  toMs: number;
  askedBy?: string;
  allowBytes?: number;
}

/** Failed requests of one minute that failed alike: counted by the query, never fetched one by one. */
export interface FailureGroup {
  account?: string;
  region: string;
  apiId: string;
  apiName: string;
  apiType: ApiType;
  stage: string;
  /** The log group that told; a stage may write its execution log to two. */
  log?: string;
  /** "POST /orders", or a route key; missing where no log tells. */
  route?: string;
  /** The path of one of the requests, where the log names paths and no resources. */
  path?: string;
  /** How long the gateway waits on that route, ms. */
  timeoutMs?: number;
  /** What the gateway sent to: a function's name, or a host. */
  target?: string;
  status: number;
  /** What the log says of such a request, as log text that the readers know: judged by the same rules as one request. */
  sample: string;
  /** Start of the minute, or of the longer stretch that the evidence counts by, epoch ms. */
  minuteMs: number;
  requests: number;
  firstMs: number;
  lastMs: number;
  /** From the first line to the last, or the access log's response latency, ms. */
  medianMs?: number;
  slowestMs?: number;
  /** Addresses of the clients, counted, and one of them; of access logs that tell them. */
  clients?: { count: number; one: string };
  /** One of the requests. */
  exampleId: string;
}

/** How often a function ran on past the gateway's timeout in the window. */
export interface LateFinishes {
  functionName: string;
  limitMs: number;
  requests: number;
}

/** All requests of a failing stage as CloudWatch's metrics count them, failed or not; of the metric's own minutes. */
export interface StageTraffic {
  apiName: string;
  stage: string;
  requests: number;
  /** Those that ended with a 5xx. */
  failures: number;
  /** Whether the stage writes any log of its requests, as far as its settings tell. */
  isLogged: boolean;
  /** Integration latencies of all requests, ms: at least that share was answered within this. */
  latency?: { p50Ms: number; p90Ms: number; p99Ms: number };
}

/** Where the failed requests came from, as far as access logs tell. */
export interface Clients {
  /** Failed requests whose address is told. */
  requests: number;
  /** Different addresses, at least. */
  atLeast: number;
  /** The address of them all, where there is only one and addresses may be shown. */
  only?: string;
}

/** A change of a stage or a function, for the comparison with the first bad minute. */
export interface Change {
  what: 'stage' | 'function';
  name: string;
  atMs: number;
}

export interface WindowEvidence {
  question: WindowQuestion;
  groups: FailureGroup[];
  late: LateFinishes[];
  changes: Change[];
  /** Empty where metrics could not be read. */
  traffic?: StageTraffic[];
  clients?: Clients;
  /** No API or stage of that name was found anywhere, and every place could be asked. */
  isUnknownApi?: boolean;
  /** False where a log could not be read, or not to its end, so that there may be more. */
  isComplete: boolean;
  searches: Search[];
  notes: Note[];
  apiCalls: number;
  roleSession?: string;
  collectedAtMs: number;
  /** How long the stretch of a group is, ms; missing: a minute. */
  stretchMs?: number;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** A query gives 10,000 rows at most: over more than a day minutes are taken together, or a week of one failing route would fill it. */
export function stretchOf({ fromMs, toMs }: Pick<WindowQuestion, 'fromMs' | 'toMs'>): number {
  return toMs - fromMs > dayMs ? 10 * minuteMs : minuteMs;
}
