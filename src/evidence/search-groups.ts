import type { Failure } from '../aws/answer.ts';
import { filterEvents, nameOfGroup } from '../aws/filter-events.ts';
import { fromInsightsTime } from '../aws/insights-time.ts';
import type { LogGroup } from '../aws/log-groups.ts';
import type { AwsSession } from '../aws/open-aws.ts';
import {
  isBeforeAllLines,
  isMixOfClasses,
  mostGroupsInQuery,
  type QueryRow,
  runQuery,
} from '../aws/run-query.ts';
import type { LogEvent } from '../inquiry/log-event.ts';
import { estimateBytes } from './budget.ts';
import type { Investigation } from './investigation.ts';
import type { Search } from './observation.ts';
import { queryValue } from './query-value.ts';

export interface GroupSearch {
  /** Template of the query: "queries/find-request". */
  template: string;
  ids: readonly string[];
  /** Fixed texts of ours that the template also holds, for FilterLogEvents where no id is searched for. */
  phrases?: readonly string[];
  groups: readonly SearchedGroup[];
  fromMs: number;
  toMs: number;
}

/** A log group as far as it is known; only the name is needed. */
export interface SearchedGroup {
  name: string;
  /** Given for groups of a linked account, which AWS takes by ARN only. */
  arn?: string | undefined;
  info?: LogGroup | undefined;
}

export interface GroupsFound {
  events: LogEvent[];
  searches: Search[];
  /** Groups that could not be searched, and why. */
  failures: { groups: string[]; failure: Failure }[];
}

/** Most lines read by one search. A request writes a few dozen; a reused id a few hundred. */
const mostEvents = 2_000;
/** Up to so many groups and such a window FilterLogEvents is quicker and free; beyond it Insights scans better. */
const fewGroups = 3;
const shortWindowMs = 60 * 60_000;
/** Where Insights is refused, FilterLogEvents reads windows up to this, page by page. Our choice. */
const longestFreeWindowMs = 24 * 60 * 60_000;
/** How often a refused query is tried again without the group that AWS named. Where all are denied, that is enough to know. */
const mostTries = 4;

/**
 * Lines that hold any of the ids, oldest first, from all the groups. A group that is missing, denied or of the wrong
 * class fails by itself: the others are searched all the same.
 */
export async function searchGroups(
  session: AwsSession,
  search: GroupSearch,
  investigation: Investigation,
): Promise<GroupsFound> {
  const found: GroupsFound = { events: [], searches: [], failures: [] };
  const ids = search.ids.map(queryValue);
  let forInsights = [...search.groups];
  const isFilterable = ids.length > 0 || (search.phrases ?? []).length > 0;
  if (isFilterable && forInsights.length <= fewGroups && search.toMs - search.fromMs <= shortWindowMs)
    forInsights = await filterEach(session, { ...search, ids }, found, investigation.signal);
  const queried = await queryGroups(
    session,
    { ...search, values: { ids }, groups: forInsights, limit: mostEvents },
    investigation,
  );
  found.events.push(...queried.rows.map(({ row, groups }) => toEvent(row, groups)));
  found.searches.push(...queried.searches);
  const isFree = isFilterable && search.toMs - search.fromMs <= longestFreeWindowMs;
  for (const failed of queried.failures)
    if (isFree && (failed.failure.reason === 'access-denied' || failed.failure.reason === 'query-failed'))
      await searchInstead(session, { ...search, ids }, failed, found, investigation.signal);
    else found.failures.push(failed);
  found.events.sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0));
  found.events.forEach((event, order) => {
    event.order = order;
  });
  return found;
}

/** What Insights may not search, or failed to, FilterLogEvents often still can. */
async function searchInstead(
  session: AwsSession,
  search: GroupSearch,
  failed: GroupsFound['failures'][number],
  found: GroupsFound,
  signal: AbortSignal,
): Promise<void> {
  const groups = search.groups.filter(({ name }) => failed.groups.includes(name));
  const instead: GroupsFound = { events: [], searches: [], failures: [] };
  const left = await filterEach(session, { ...search, groups }, instead, signal);
  found.events.push(...instead.events);
  found.searches.push(...instead.searches);
  // That a group does not exist is known now, whoever was asked; any other failure leaves the first one standing.
  const missing = instead.failures.filter(({ failure }) => failure.reason === 'log-group-missing');
  found.failures.push(...missing);
  const stillFailed = new Set([
    ...left.map(({ name }) => name),
    ...instead.failures.filter((one) => !missing.includes(one)).flatMap((one) => one.groups),
  ]);
  if (stillFailed.size > 0) found.failures.push({ groups: [...stillFailed], failure: failed.failure });
}

/** Searches each group by FilterLogEvents; returns those that Insights has to take instead. */
async function filterEach(
  session: AwsSession,
  search: GroupSearch,
  found: GroupsFound,
  signal: AbortSignal,
): Promise<SearchedGroup[]> {
  const left: SearchedGroup[] = [];
  await Promise.all(
    search.groups.map(async (group) => {
      if (group.info && group.info.class !== 'STANDARD') {
        left.push(group);
        return;
      }
      const looked = await filterEvents(
        session,
        {
          logGroup: group.arn ?? group.name,
          anyOf: search.ids.length > 0 ? search.ids : (search.phrases ?? []),
          fromMs: search.fromMs,
          toMs: search.toMs,
          limit: mostEvents,
        },
        signal,
      );
      found.searches.push(looked.search);
      const isRefused =
        !looked.answer.ok &&
        (looked.answer.reason === 'unsupported-class' || looked.answer.reason === 'access-denied');
      if (isRefused) left.push(group);
      else if (!looked.answer.ok) found.failures.push({ groups: [group.name], failure: looked.answer });
      else if (looked.search.status === 'partial') left.push(group);
      else found.events.push(...looked.answer.value);
    }),
  );
  return left;
}

export interface RowsSearch {
  /** Template of the query, filled in with `values`. */
  template: string;
  values: Record<string, unknown>;
  groups: readonly SearchedGroup[];
  fromMs: number;
  toMs: number;
  /** Most rows, 1 to 10,000; where the query gives as many, the search counts as partial. */
  limit: number;
}

export interface RowsFound {
  rows: { row: QueryRow; groups: readonly SearchedGroup[] }[];
  searches: Search[];
  failures: { groups: string[]; failure: Failure }[];
}

/** Rows of a query over any number of groups, 50 of one class to a query; the groups that fail do so by themselves. */
export async function queryGroups(
  session: AwsSession,
  search: RowsSearch,
  investigation: Investigation,
): Promise<RowsFound> {
  const found: RowsFound = { rows: [], searches: [], failures: [] };
  // A group that keeps nothing so old would have AWS refuse the query for the others too.
  const nowMs = investigation.context.now();
  const keeping = search.groups.filter((group) => !isTooOldFor(group, search.toMs, nowMs));
  const groups = keeping.length > 0 ? keeping : search.groups;
  const isCheap = (group: SearchedGroup) => group.info?.class === 'INFREQUENT_ACCESS';
  for (const alike of [groups.filter((group) => !isCheap(group)), groups.filter(isCheap)])
    for (let first = 0; first < alike.length; first += mostGroupsInQuery)
      await query(
        session,
        { ...search, groups: alike.slice(first, first + mostGroupsInQuery) },
        found,
        investigation,
      );
  return { ...found, failures: joinRefusals(found.failures) };
}

/** What the cost guard refused of one search is asked for as a whole, however many queries it would have taken. */
function joinRefusals(failures: RowsFound['failures']): RowsFound['failures'] {
  const refused = failures.filter(({ failure }) => failure.reason === 'budget-refused');
  const [first] = refused;
  if (first === undefined || refused.length === 1) return failures;
  const sum = (name: 'bytes' | 'usd') =>
    refused.reduce((total, { failure }) => total + Number(failure.args[name]), 0);
  const [bytes, usd] = [sum('bytes'), sum('usd')];
  return [
    ...failures.filter((one) => !refused.includes(one)),
    {
      groups: refused.flatMap(({ groups }) => groups),
      failure: {
        ...first.failure,
        detail: `${bytes} bytes`,
        args: { ...first.failure.args, bytes, usd },
      },
    },
  ];
}

/** True where a group is known to hold nothing of that time: it is younger, or keeps less. */
function isTooOldFor({ info }: SearchedGroup, toMs: number, nowMs: number): boolean {
  if (info?.createdAtMs !== undefined && toMs < info.createdAtMs) return true;
  return info?.retentionDays !== undefined && toMs < nowMs - info.retentionDays * 86_400_000;
}

/** One query over many groups. AWS refuses the whole query for one bad group, so that one is taken out, or all halved. */
async function query(
  session: AwsSession,
  search: RowsSearch,
  found: RowsFound,
  investigation: Investigation,
  triesLeft: number = mostTries,
): Promise<void> {
  if (search.groups.length === 0) return;
  const { context, budget, signal } = investigation;
  const infos = search.groups.flatMap((group) => (group.info ? [group.info] : []));
  const names = search.groups.map((group) => group.name);
  const unsized = search.groups.filter((group) => !group.info).map((group) => group.name);
  const windowMs = search.toMs - search.fromMs;
  const refusal = budget.ask(
    estimateBytes(infos, search.fromMs, search.toMs, context.now()) + budget.guess(unsized, windowMs),
  );
  if (refusal) {
    found.failures.push({ groups: names, failure: refusal });
    return;
  }
  const looked = await runQuery(
    session,
    {
      name: search.template,
      text: context.templates.render(search.template, { ...search.values, limit: search.limit }),
      logGroups: search.groups.map((group) => group.arn ?? group.name),
      fromMs: search.fromMs,
      toMs: search.toMs,
      limit: search.limit,
    },
    signal,
  );
  budget.spend(looked.search.bytesScanned ?? 0);
  if (looked.answer.ok) budget.measure(names, windowMs, looked.search.bytesScanned ?? 0);
  found.searches.push(looked.search);
  if (looked.answer.ok) {
    if (looked.answer.value.length >= search.limit) looked.search.status = 'partial';
    found.rows.push(...looked.answer.value.map((row) => ({ row, groups: search.groups })));
    return;
  }
  const failure = looked.answer;
  const isTooOld = isBeforeAllLines(failure);
  if (isTooOld && search.groups.every((group) => isTooOldFor(group, search.toMs, context.now()))) {
    looked.search.status = 'complete';
    return;
  }
  // That results may not be fetched at all says nothing of single groups.
  const isAboutOneGroup =
    isTooOld ||
    isMixOfClasses(failure) ||
    failure.reason === 'log-group-missing' ||
    (failure.reason === 'access-denied' && failure.args.action !== 'logs:GetQueryResults');
  if (!isAboutOneGroup || search.groups.length === 1 || triesLeft === 0) {
    found.failures.push({ groups: names, failure });
    return;
  }
  const again = (groups: readonly SearchedGroup[]) =>
    query(session, { ...search, groups }, found, investigation, triesLeft - 1);
  const bad = search.groups.filter((group) => isNamed(failure.detail, group.name));
  if (bad.length > 0 && bad.length < search.groups.length) {
    found.failures.push({ groups: bad.map((group) => group.name), failure });
    await again(search.groups.filter((group) => !bad.includes(group)));
    return;
  }
  const middle = Math.ceil(search.groups.length / 2);
  await Promise.all([again(search.groups.slice(0, middle)), again(search.groups.slice(middle))]);
}

/** AWS names the group in quotes ("Log group 'x' does not exist") or in an ARN ("…:log-group:x:…"). */
function isNamed(message: string, group: string): boolean {
  return (
    message.includes(`'${group}'`) ||
    message.includes(`:log-group:${group}:`) ||
    message.endsWith(`:log-group:${group}`)
  );
}

/** One row of a query that asks for @timestamp, @ingestionTime, @log, @logStream and @message. */
export function toEvent(row: QueryRow, groups: readonly SearchedGroup[]): LogEvent {
  const atMs = fromInsightsTime(row['@timestamp']);
  const ingestedMs = fromInsightsTime(row['@ingestionTime']);
  const only = groups.length === 1 ? groups[0]?.name : undefined;
  const logGroup = row['@log'] === undefined ? only : nameOfGroup(row['@log']);
  return {
    ...(atMs === undefined ? {} : { atMs }),
    resolutionMs: 1,
    message: (row['@message'] ?? '').replace(/\n$/, ''),
    ...(ingestedMs === undefined ? {} : { ingestedMs }),
    ...(logGroup === undefined ? {} : { logGroup }),
    ...(row['@logStream'] === undefined ? {} : { logStream: row['@logStream'] }),
    order: 0,
  };
}
