import {
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Search, UnavailableReason } from '../evidence/observation.ts';
import { type Answer, type Failure, mapAnswer, success } from './answer.ts';
import { insightsLink } from './console-links.ts';
import { fewOf } from './few-of.ts';
import { inSlot } from './in-slot.ts';
import { toInsightsWindow } from './insights-time.ts';
import type { AwsSession } from './open-aws.ts';
import { pause } from './pace.ts';
import { readPages } from './read-pages.ts';

/** One row as Insights gives it: a field that the line does not have is missing. */
export type QueryRow = Record<string, string>;

export interface Query {
  /** Name of the template, for messages: "queries/find-request". */
  name: string;
  text: string;
  /** Names, or ARNs for groups of a linked account; 1 to 50. */
  logGroups: readonly string[];
  fromMs: number;
  toMs: number;
  /** Most rows, 1 to 10,000. */
  limit: number;
}

/** What a look gave, and the record of the look itself, which exists whether or not it gave anything. */
export interface Looked<Value> {
  answer: Answer<Value>;
  search: Search;
}

/** AWS takes at most so many groups in one query. */
export const mostGroupsInQuery = 50;

/** First wait for results, ms, and how it grows: fast at first, then flat. Many answers are there within 300 ms. */
const firstPollMs = 100;
const pollGrowth = 1.4;
const longestPollMs = 1_000;

/**
 * Runs one Logs Insights query to its end. Scheduled and Unknown count as running; Failed, Cancelled and Timeout are
 * failures, never "no rows". When the signal aborts, the query is stopped: it would go on costing money.
 */
export async function runQuery(
  session: AwsSession,
  query: Query,
  signal: AbortSignal,
): Promise<Looked<QueryRow[]>> {
  const startedAt = performance.now();
  const search: Search = {
    language: 'CWLI',
    text: query.text,
    target: query.logGroups.join(', '),
    ...(session.account ? { account: session.account } : {}),
    region: session.region,
    fromMs: query.fromMs,
    toMs: query.toMs,
    status: 'complete',
    link: insightsLink({ ...query, region: session.region }),
  };
  const answer = await inSlot(session.gates.queries, signal, () =>
    runToEnd(session, query, signal, search),
  ).catch((cause: unknown) => {
    if (!signal.aborted) throw cause;
    return lateOf(query);
  });
  search.durationMs = Math.round(performance.now() - startedAt);
  if (!answer.ok) search.status = searchStatusOf(answer, signal);
  return { answer, search };
}

/** AWS, or the lack of credentials, said no. */
export const refusals: readonly UnavailableReason[] = [
  'access-denied',
  'role-not-assumable',
  'no-credentials',
  'credentials-refused',
  'wrong-account',
  'clock-off',
];

/** How a failed look is called in the receipt. */
export function searchStatusOf(failure: Failure, signal: AbortSignal): Search['status'] {
  if (refusals.includes(failure.reason)) return 'denied';
  if (failure.reason === 'throttled') return 'throttled';
  if (failure.reason !== 'timed-out') return 'failed';
  return isDeadline(signal) ? 'timed-out' : 'stopped';
}

/** Our deadline, as against somebody who stopped the diagnosis. */
function isDeadline(signal: AbortSignal): boolean {
  const reason: unknown = signal.reason;
  return !signal.aborted || (reason instanceof Error && reason.name === 'TimeoutError');
}

const lateOf = ({ name, logGroups }: Query): Failure => ({
  ok: false,
  reason: 'timed-out',
  detail: name,
  args: { action: 'logs:StartQuery', resource: fewOf(logGroups) },
  code: 'AbortError',
});

async function runToEnd(
  session: AwsSession,
  query: Query,
  signal: AbortSignal,
  search: Search,
): Promise<Answer<QueryRow[]>> {
  const resource = fewOf(query.logGroups);
  const late = () => lateOf(query);
  try {
    await session.gates.startQuery.turn(signal);
  } catch {
    return late();
  }
  const started = await session.send(
    { action: 'logs:StartQuery', resource },
    (clients, options) =>
      clients.logs.send(
        new StartQueryCommand({
          queryString: query.text,
          // ARNs must come without the ":*" that DescribeLogGroups adds; identifiers may be names or ARNs.
          logGroupIdentifiers: query.logGroups.map((group) => group.replace(/:\*$/, '')),
          ...toInsightsWindow(query.fromMs, query.toMs),
          limit: query.limit,
        }),
        options,
      ),
    signal,
  );
  if (!started.ok && query.logGroups.length === 1 && isBeforeAllLines(started)) return success([]);
  if (!started.ok)
    return started.reason === 'query-failed'
      ? { ...started, detail: `${query.name}: ${started.detail}` }
      : started;
  const queryId = started.value.queryId;
  if (!queryId)
    return {
      ...late(),
      reason: 'error',
      detail: `${query.name}: StartQuery answered without an id`,
    };

  for (let waitMs = firstPollMs; ; waitMs = Math.min(longestPollMs, waitMs * pollGrowth)) {
    try {
      await pause(waitMs, signal);
      await session.gates.getQueryResults.turn(signal);
    } catch {
      await stopQuery(session, queryId);
      return late();
    }
    const polled = await session.send(
      { action: 'logs:GetQueryResults', resource },
      (clients, options) => clients.logs.send(new GetQueryResultsCommand({ queryId }), options),
      signal,
    );
    if (!polled.ok) {
      await stopQuery(session, queryId);
      return polled;
    }
    noteStatistics(search, polled.value);
    const status = polled.value.status;
    if (status === 'Complete') return await allRows(session, queryId, polled.value, resource, signal, late);
    if (status === 'Failed' || status === 'Cancelled' || status === 'Timeout')
      return {
        ok: false,
        reason: 'query-failed',
        detail: `${query.name}: ${status}`,
        args: {
          action: 'logs:StartQuery',
          resource,
          query: query.name,
          status,
        },
        code: status,
      };
  }
}

/**
 * AWS refuses a window that ends before the groups were made or before what they keep, as though the query were
 * malformed. Nothing is there to be read; whether it once was, only the retention can tell. Of several groups it does
 * not say which it means.
 */
export function isBeforeAllLines({ code, detail }: Failure): boolean {
  return (
    code === 'MalformedQueryException' &&
    /before the log groups creation time|exceeds the log groups log retention/.test(detail)
  );
}

/** AWS queries groups of one class at a time. */
export function isMixOfClasses({ code, detail }: Failure): boolean {
  return code === 'InvalidParameterException' && /same log class/i.test(detail);
}

/** A page holds at most 10,000 rows; the rest comes by token. */
async function allRows(
  session: AwsSession,
  queryId: string,
  first: GetQueryResultsCommandOutput,
  resource: string,
  signal: AbortSignal,
  late: () => Failure,
): Promise<Answer<QueryRow[]>> {
  return await readPages<QueryRow>(Number.POSITIVE_INFINITY, async (nextToken) => {
    if (nextToken === undefined) return success({ items: rowsOf(first), token: first.nextToken });
    try {
      await session.gates.getQueryResults.turn(signal);
    } catch {
      return late();
    }
    const page = await session.send(
      { action: 'logs:GetQueryResults', resource },
      (clients, options) => clients.logs.send(new GetQueryResultsCommand({ queryId, nextToken }), options),
      signal,
    );
    return mapAnswer(page, (output) => ({ items: rowsOf(output), token: output.nextToken }));
  });
}

function rowsOf(output: GetQueryResultsCommandOutput): QueryRow[] {
  return (output.results ?? []).map((row) =>
    Object.fromEntries(
      row.flatMap(({ field, value }) => (field === undefined ? [] : [[field, value ?? '']])),
    ),
  );
}

function noteStatistics(search: Search, output: GetQueryResultsCommandOutput): void {
  if (output.statistics?.bytesScanned !== undefined) search.bytesScanned = output.statistics.bytesScanned;
  if (output.statistics?.recordsScanned !== undefined)
    search.recordsScanned = output.statistics.recordsScanned;
}

/** Best effort, on its own short time: the caller's signal has already been aborted. An ended query refuses; fine. */
async function stopQuery(session: AwsSession, queryId: string): Promise<void> {
  await session.send(
    { action: 'logs:StopQuery', resource: queryId },
    (clients, options) => clients.logs.send(new StopQueryCommand({ queryId }), options),
    AbortSignal.timeout(2_000),
  );
}
