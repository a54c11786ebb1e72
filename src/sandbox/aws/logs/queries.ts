import { z } from 'zod';
import { AwsError, constraintError } from '../aws-error.ts';
import type { FaultState } from '../faults.ts';
import { type CompiledQuery, runQuery } from '../insights/run-insights.ts';
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
import { findSource } from './find-source.ts';
import { isRunning, type QueryRun, shareOf, statusOf } from './query-run.ts';
import {
  checkStartQuery,
  compileStartQuery,
  malformed,
  type StartQueryInput,
  startQueryInput,
} from './start-query-input.ts';

/** AWS's limits. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const mostGroups = 50;
const mostRowsOfPage = 10_000;
const mostAtOnce = 100;
/** Results are kept for seven days. */
const keptForMs = 7 * 86_400_000;

/** Logs Insights: queries that are started, polled and stopped, and what they cost. */
export function createQueries(world: World, faults: FaultState, randomUuid: () => string) {
  const queries = new Map<string, QueryRun>();

  return {
    StartQuery: operation(startQueryInput, (call, input) => {
      const named = readGroups(call, input);
      checkStartQuery(input);
      const compiled = compileStartQuery(input);
      const groups = compiled.source === undefined ? named : findSource(world, call, compiled.source);
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

  function find(call: Call, queryId: string): QueryRun {
    const query = queries.get(queryId);
    if (!query || !isOf(query, call))
      throw new AwsError('ResourceNotFoundException', `Query with id ${queryId} does not exist.`);
    return query;
  }

  function readGroups(call: Call, input: StartQueryInput): PlacedGroup[] {
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
    const groups = places.map((place) => {
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
    const classes = new Set(groups.map(({ group }) => group.class ?? 'STANDARD'));
    if (classes.size > 1)
      throw new AwsError(
        'InvalidParameterException',
        'All log groups in a query must belong to the same log class',
      );
    return groups;
  }

  function evaluateQuery(
    call: Call,
    input: StartQueryInput,
    groups: readonly PlacedGroup[],
    compiled: CompiledQuery,
  ): Pick<QueryRun, 'rows' | 'statistics'> {
    // Both ends are inclusive, the end with its whole second.
    const fromMs = input.startTime * 1000;
    const toMs = input.endTime * 1000 + 999;
    // Whether one such group is enough is not documented; the stricter reading is the safer one to be tested by.
    if (groups.some(({ group }) => toMs < Math.max(group.createdMs, keptSince(group, call.nowMs))))
      throw malformed(
        `Query's end date and time is either before the log groups creation time or exceeds the log groups log retention settings ([0,${input.queryString.length}])`,
        { startCharOffset: 0, endCharOffset: input.queryString.length },
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
    const { rows, recordsMatched } = runQuery(compiled, records, {
      limit: input.limit,
      nowMs: call.nowMs,
    });
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

function isOf(query: QueryRun, call: Call): boolean {
  return query.account === call.account && query.region === call.region;
}
