import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Search } from '../evidence/observation.ts';
import type { LogEvent } from '../inquiry/log-event.ts';
import { type Answer, success } from './answer.ts';
import { logEventsLink } from './console-links.ts';
import type { AwsSession } from './open-aws.ts';
import { type Looked, searchStatusOf } from './run-query.ts';

export interface EventFilter {
  /** Name, or ARN of a linked account's group. */
  logGroup: string;
  /** Any of these texts; each is quoted, because a UUID's hyphens would otherwise exclude words. Empty: every line. */
  anyOf: readonly string[];
  logStreams?: readonly string[];
  fromMs: number;
  toMs: number;
  /** Most events; what is beyond makes the search partial. */
  limit: number;
}

/** Most pages read, our choice: wide windows over many streams give endless empty pages; Insights is for those. */
const mostPages = 20;

/** Pattern for FilterLogEvents: `"id"`, or `?"id" ?"other"` for any of several. Case-sensitive. */
export function filterPatternOf(anyOf: readonly string[]): string {
  const quoted = anyOf.map((text) => `"${text.replace(/["\\]/g, '')}"`);
  return quoted.length > 1 ? quoted.map((text) => `?${text}`).join(' ') : (quoted[0] ?? '');
}

/**
 * Reads the events of one group that hold one of the texts, oldest first. Pages may be empty or partial; only a
 * missing token ends the search. Free of charge, one group at a time, not for the Infrequent Access class.
 */
export async function filterEvents(
  session: AwsSession,
  filter: EventFilter,
  signal: AbortSignal,
): Promise<Looked<LogEvent[]>> {
  const startedAt = performance.now();
  const pattern = filterPatternOf(filter.anyOf);
  const search: Search = {
    language: 'FilterLogEvents',
    text: pattern,
    target: filter.logGroup,
    ...(session.account ? { account: session.account } : {}),
    region: session.region,
    fromMs: filter.fromMs,
    toMs: filter.toMs,
    status: 'complete',
    link: logEventsLink({ ...filter, pattern, region: session.region }),
  };
  const answer = await readPages(session, filter, pattern, signal, search);
  search.durationMs = Math.round(performance.now() - startedAt);
  if (!answer.ok) search.status = searchStatusOf(answer, signal);
  return { answer, search };
}

async function readPages(
  session: AwsSession,
  filter: EventFilter,
  pattern: string,
  signal: AbortSignal,
  search: Search,
): Promise<Answer<LogEvent[]>> {
  const events: LogEvent[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    try {
      await session.gates.filterLogEvents.turn(signal);
    } catch {
      const args = {
        action: 'logs:FilterLogEvents',
        resource: filter.logGroup,
      };
      return {
        ok: false,
        reason: 'timed-out',
        detail: filter.logGroup,
        args,
        code: 'AbortError',
      };
    }
    const isArn = filter.logGroup.startsWith('arn:');
    const token = nextToken;
    const answer = await session.send(
      { action: 'logs:FilterLogEvents', resource: filter.logGroup },
      (clients, options) =>
        clients.logs.send(
          new FilterLogEventsCommand({
            ...(isArn ? { logGroupIdentifier: filter.logGroup } : { logGroupName: filter.logGroup }),
            ...(filter.logStreams ? { logStreamNames: [...filter.logStreams] } : {}),
            startTime: filter.fromMs,
            endTime: filter.toMs,
            ...(pattern === '' ? {} : { filterPattern: pattern }),
            ...(token ? { nextToken: token } : {}),
          }),
          options,
        ),
      signal,
    );
    if (!answer.ok) return answer;
    for (const event of answer.value.events ?? [])
      events.push({
        ...(event.timestamp === undefined ? {} : { atMs: event.timestamp }),
        resolutionMs: 1,
        message: event.message ?? '',
        ...(event.ingestionTime === undefined ? {} : { ingestedMs: event.ingestionTime }),
        logGroup: nameOfGroup(filter.logGroup),
        ...(event.logStreamName === undefined ? {} : { logStream: event.logStreamName }),
        order: events.length,
      });
    nextToken = answer.value.nextToken;
    if (!nextToken) return success(events);
    if (events.length >= filter.limit || nextToken === token) break;
  }
  search.status = 'partial';
  return success(events);
}

/** "arn:aws:logs:R:A:log-group:NAME[:*]" or "A:NAME" (Insights' @log) → NAME. */
export function nameOfGroup(group: string): string {
  if (group.startsWith('arn:')) return group.split(':').slice(6).join(':').replace(/:\*$/, '');
  return group.replace(/^\d{12}:/, '');
}
