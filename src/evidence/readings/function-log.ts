import type { QuotedLine } from '../evidence.ts';

export {
  functionLogOf,
  type InvocationKeys,
  isForAnother,
  joined,
  joinInvocations,
  readFunctionLog,
  tiedById,
} from './join-invocations.ts';
export { readInvocations } from './read-invocations.ts';

/**
 * How long a function's lines may take to show up, ms: "5 to 10 minutes after a function invocation", though usually it
 * is seconds (https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html). Before that, silence proves nothing.
 */
export const functionLinesMs = 600_000;

/**
 * Before this, nobody's lines need to be there, ms: public measurements of CloudWatch's lag saw seconds, and up to about
 * two minutes. From here on an empty log counts where CloudWatch's own count of invocations agrees with it.
 */
export const silenceCountsAfterMs = 120_000;

/** How an invocation was tied to the request, strongest first. */
export type JoinedBy = 'function-request-id' | 'trace-id' | 'api-request-id' | 'time';

/** One Lambda invocation as its log tells it. Times epoch ms, durations ms. Text and JSON log formats alike. */
export interface Invocation {
  functionRequestId: string;
  joinedBy: JoinedBy;
  traceId?: string;
  startAtMs?: number;
  /** END / platform.runtimeDone, or the last moment that the log shows of it. */
  endAtMs?: number;
  reportAtMs?: number;
  durationMs?: number;
  billedDurationMs?: number;
  initDurationMs?: number;
  initStartAtMs?: number;
  initTimedOut?: boolean;
  memorySizeMb?: number;
  maxMemoryUsedMb?: number;
  status?: 'success' | 'error' | 'timeout';
  /** The function's own timeout, from "Task timed out after N seconds". */
  timedOutAfterMs?: number;
  errorType?: string;
  errorMessage?: string;
  /** Waits for something behind the function that the log shows. */
  downstreamWaits: DownstreamWait[];
  firstLineAtMs?: number;
  lastLineAtMs?: number;
  lines: QuotedLine[];
}

export interface DownstreamWait {
  /** What it waited for, as the log names it: a host, a table, "connect ETIMEDOUT 10.0.0.1:443". */
  target: string;
  startAtMs?: number;
  endAtMs?: number;
  durationMs?: number;
  /** True where the line says that the wait failed or timed out. */
  failed: boolean;
  /** Read off another function's log: that it was waited for is an inference from the two logs' times. */
  isInferred?: boolean;
  line: string;
}

export interface FunctionLog {
  functionName?: string;
  logGroup?: string;
  /** The invocations of this request (a retry by the gateway or client gives more than one), oldest first. */
  invocations: Invocation[];
}

/** An invocation before it is tied to a request, with every id that its own lines name. */
export interface LoggedInvocation extends Omit<Invocation, 'joinedBy'> {
  functionName?: string;
  logGroup?: string;
  /** UUIDs, extended ids and trace ids in its application lines, lower-case UUIDs; for the join. */
  mentions: Set<string>;
  /** API request ids that its event names as its own, under `requestContext`. */
  eventIds?: Set<string>;
}
