import { z } from 'zod';
import { AwsError, constraintError } from '../aws-error.ts';
import type { FaultState, QueryEnd } from '../faults.ts';
import { type CompiledQuery, compileQuery, MalformedQuery, runQuery } from '../insights/run-insights.ts';
import { pageOf } from '../page-of.ts';
import { type Call, operation } from '../service.ts';
import type { World } from '../world.ts';
import {
  findGroup,
  keptSince,
  type PlacedGroup,
  readGroupIdentifier,
  resourceOfGroup,
  scanOf,
  visibleEvents,
} from './find-group.ts';

const startInput = z.object({
  queryLanguage: z.enum(['CWLI', 'SQL', 'PPL']).default('CWLI'),
  logGroupName: z.string().optional(),
  logGroupNames: z.array(z.string()).optional(),
  logGroupIdentifiers: z.array(z.string()).optional(),
  startTime: z.number(),
  endTime: z.number(),
  queryString: z.string(),
  limit: z.number().default(10_000),
});
type StartInput = z.output<typeof startInput>;

/** AWS's limits. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const mostGroups = 50;
const mostRows = 100_000;
const mostRowsOfPage = 10_000;
const mostQueryCharacters = 10_000;
const mostAtOnce = 100;
/** Results are kept for seven days. */
const keptForMs = 7 * 86_400_000;

interface RunningQuery {
  id: string;
  account: string;
  region: string;
  startedMs: number;
  durationMs: number;
  end: 'Complete' | QueryEnd;
  stoppedMs?: number;
  rows: { field: string; value: string }[][];
  statistics: {
    recordsMatched: number;
    recordsScanned: number;
    bytesScanned: number;
    logGroupsScanned: number;
  };
}

type Status = 'Scheduled' | 'Running' | 'Complete' | QueryEnd;

/** Logs Insights: queries that are started, polled and stopped, and what they cost. */
export function createQueries(world: World, faults: FaultState, randomUuid: () => string) {
  const queries = new Map<string, RunningQuery>();

  return {
    StartQuery: operation(startInput, (call, input) => {
      const groups = readGroups(call, input);
      checkMembers(input);
      const compiled = compile(input);
      const running = [...queries.values()].filter(
        (query) => isOf(query, call) && isRunning(statusOf(query, call.clockMs)),
      );
      if (running.length >= mostAtOnce)
        throw new AwsError(
          'LimitExceededException',
          `Account maximum query concurrency limit of [${mostAtOnce}] reached.`,
        );
      for (const [id, query] of queries) if (call.clockMs - query.startedMs > keptForMs) queries.delete(id);
      const id = randomUuid();
      queries.set(id, {
        id,
        account: call.account,
        region: call.region,
        startedMs: call.clockMs,
        durationMs: faults.queryMs(),
        end: faults.takeQueryEnd() ?? 'Complete',
        ...evaluateQuery(call, input, groups, compiled),
      });
      return { queryId: id };
    }),

    GetQueryResults: operation(
      z.object({ queryId: z.string(), nextToken: z.string().optional(), maxItems: z.number().optional() }),
      (call, { queryId, nextToken, maxItems }) => {
        call.allow('logs:GetQueryResults', resourceOfGroup(call.region, call.account, ''));
        const query = find(call, queryId);
        const status = statusOf(query, call.clockMs);
        const share = shareOf(query, status, call.clockMs);
        const rows = query.rows.slice(0, Math.floor(query.rows.length * share));
        const refuse = () => new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
        const page = pageOf(rows, maxItems ?? mostRowsOfPage, mostRowsOfPage, nextToken, refuse);
        return {
          queryLanguage: 'CWLI',
          results: page.items,
          statistics: Object.fromEntries(
            Object.entries(query.statistics).map(([name, value]) => [name, Math.floor(value * share)]),
          ),
          status,
          // A running query's rows are a sample: they have no next page.
          nextToken: status === 'Complete' ? page.next : undefined,
        };
      },
    ),

    StopQuery: operation(z.object({ queryId: z.string() }), (call, { queryId }) => {
      call.allow('logs:StopQuery', resourceOfGroup(call.region, call.account, ''));
      const query = find(call, queryId);
      if (!isRunning(statusOf(query, call.clockMs)))
        throw new AwsError(
          'InvalidParameterException',
          `Query with id ${queryId} is not running: its status is ${statusOf(query, call.clockMs)}`,
        );
      query.stoppedMs = call.clockMs;
      return { success: true };
    }),
  };

  function find(call: Call, queryId: string): RunningQuery {
    const query = queries.get(queryId);
    if (!query || !isOf(query, call))
      throw new AwsError('ResourceNotFoundException', `Query with id ${queryId} does not exist.`);
    return query;
  }

  function readGroups(call: Call, input: StartInput): PlacedGroup[] {
    const given = [
      input.logGroupName === undefined ? undefined : [input.logGroupName],
      input.logGroupNames,
      input.logGroupIdentifiers,
    ].filter((names) => names !== undefined);
    const [names = []] = given;
    const isSource = /^\s*SOURCE\b/im.test(input.queryString);
    if (given.length + (isSource ? 1 : 0) !== 1)
      throw new AwsError(
        'InvalidParameterException',
        'Exactly one of logGroupName, logGroupNames, logGroupIdentifiers or a SOURCE command must be specified',
      );
    if (given.length === 1 && (names.length === 0 || names.length > mostGroups))
      throw constraintError(
        'InvalidParameterException',
        `[${names.length} names]`,
        input.logGroupIdentifiers ? 'logGroupIdentifiers' : 'logGroupNames',
        names.length === 0
          ? 'have length greater than or equal to 1'
          : `have length less than or equal to ${mostGroups}`,
      );
    const places = names.map((name) => readGroupIdentifier(call, name, 'logGroupIdentifiers'));
    for (const { region, account, name } of places)
      call.allow('logs:StartQuery', resourceOfGroup(region, account, name));
    return places.map((place) => {
      const found = findGroup(world, call, place);
      if (!found || found.group.createdMs > call.nowMs)
        throw new AwsError(
          'ResourceNotFoundException',
          // The service behind the API speaks through here, with its own request id.
          `Log group '${place.name}' does not exist for account ID '${place.account}' (Service: AWSLogs; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: ${randomUuid()}; Proxy: null)`,
        );
      if (found.group.class === 'DELIVERY')
        throw new AwsError(
          'InvalidParameterException',
          `Log group '${place.name}' is of log class DELIVERY, which cannot be queried`,
        );
      return found;
    });
  }

  function evaluateQuery(
    call: Call,
    input: StartInput,
    groups: readonly PlacedGroup[],
    compiled: CompiledQuery,
  ): Pick<RunningQuery, 'rows' | 'statistics'> {
    // Both ends are inclusive, the end with its whole second.
    const fromMs = input.startTime * 1000;
    const toMs = input.endTime * 1000 + 999;
    if (groups.every(({ group }) => toMs < Math.max(group.createdMs, keptSince(group, call.nowMs))))
      throw malformed(
        "Query's end date and time is either before the log groups creation time or exceeds the log groups log retention settings",
      );
    const scans = groups.map(({ account, group }) => {
      const events = visibleEvents(group, call.nowMs, faults.lagMs()).filter(
        ({ atMs }) => atMs >= fromMs && atMs <= toMs,
      );
      return { account, group, events, scan: scanOf(group, events, fromMs, toMs, call.nowMs) };
    });
    const records = scans.flatMap(({ account, group, events }) =>
      events.map((event) => ({
        timestampMs: event.atMs,
        ingestedMs: event.ingestedMs + faults.lagMs(),
        message: event.message,
        stream: event.stream,
        log: `${account}:${group.name}`,
      })),
    );
    const { rows, recordsMatched } = runQuery(compiled, records, { limit: input.limit });
    return {
      rows,
      statistics: {
        recordsMatched,
        recordsScanned: scans.reduce((sum, { scan }) => sum + scan.records, 0),
        bytesScanned: scans.reduce((sum, { scan }) => sum + scan.bytes, 0),
        logGroupsScanned: groups.length,
      },
    };
  }
}

function checkMembers(input: StartInput): void {
  const refuse = (value: unknown, member: string, constraint: string) =>
    constraintError('InvalidParameterException', value, member, constraint);
  if (input.limit < 1) throw refuse(input.limit, 'limit', 'have value greater than or equal to 1');
  if (input.limit > mostRows)
    throw refuse(input.limit, 'limit', `have value less than or equal to ${mostRows}`);
  if (input.startTime < 0)
    throw refuse(input.startTime, 'startTime', 'have value greater than or equal to 0');
  if (input.queryString.length > mostQueryCharacters)
    throw refuse('…', 'queryString', `have length less than or equal to ${mostQueryCharacters}`);
  if (input.endTime < input.startTime)
    throw new AwsError('InvalidParameterException', 'End time should not be less than start time');
}

function compile(input: StartInput): CompiledQuery {
  if (input.queryLanguage !== 'CWLI')
    throw malformed(`Queries in ${input.queryLanguage} are not implemented here`);
  try {
    return compileQuery(input.queryString);
  } catch (error) {
    if (!(error instanceof MalformedQuery)) throw error;
    throw malformed(error.message, { startCharOffset: error.startOffset, endCharOffset: error.endOffset });
  }
}

function malformed(message: string, location?: { startCharOffset: number; endCharOffset: number }): AwsError {
  return new AwsError('MalformedQueryException', message, 400, {
    queryCompileError: { message, ...(location ? { location } : {}) },
  });
}

function isOf(query: RunningQuery, call: Call): boolean {
  return query.account === call.account && query.region === call.region;
}

/** A short wait for a slot, then running with part of the rows, then whatever end was meant. */
function statusOf(query: RunningQuery, clockMs: number): Status {
  if (query.stoppedMs !== undefined) return 'Cancelled';
  const elapsedMs = clockMs - query.startedMs;
  if (elapsedMs < query.durationMs / 5) return 'Scheduled';
  return elapsedMs < query.durationMs ? 'Running' : query.end;
}

function isRunning(status: Status): boolean {
  return status === 'Scheduled' || status === 'Running';
}

/** How much of the rows and of the scan is there. */
function shareOf(query: RunningQuery, status: Status, clockMs: number): number {
  if (status === 'Complete') return 1;
  if (status === 'Scheduled' || status === 'Failed') return 0;
  const endMs = query.stoppedMs ?? clockMs;
  return Math.min(1, (endMs - query.startedMs) / query.durationMs) / 2;
}
