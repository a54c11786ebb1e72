import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AwsError, constraintError } from '../aws-error.ts';
import type { FaultState } from '../faults.ts';
import { operation } from '../service.ts';
import type { World, WorldEvent } from '../world.ts';
import { readFilterPattern } from './filter-pattern.ts';
import { findGroup, readGroupIdentifier, resourceOfGroup, visibleEvents } from './find-group.ts';

const input = z.object({
  logGroupName: z.string().optional(),
  logGroupIdentifier: z.string().optional(),
  logStreamNames: z.array(z.string()).optional(),
  logStreamNamePrefix: z.string().optional(),
  startTime: z.number().default(0),
  endTime: z.number().optional(),
  filterPattern: z.string().default(''),
  nextToken: z.string().optional(),
  limit: z.number().default(10_000),
  interleaved: z.boolean().optional(),
  unmask: z.boolean().optional(),
});
type Asked = z.output<typeof input>;

/** AWS's limits of one page. */
const mostEvents = 10_000;
const mostBytes = 1_000_000;
/** How much time one page covers at most, ms: an invented figure, so that wide windows come with empty pages as on AWS. */
const pageSpanMs = 12 * 3_600_000;

/** FilterLogEvents: one group, oldest first, in pages of which some are empty; only a missing token is the end. */
export function filterLogEvents(world: World, faults: FaultState) {
  return operation(input, (call, asked) => {
    const place = readPlace();
    call.allow('logs:FilterLogEvents', resourceOfGroup(place.region, place.account, place.name));
    if (asked.unmask) call.allow('logs:Unmask', resourceOfGroup(place.region, place.account, place.name));
    checkMembers(asked);
    const found = findGroup(world, call, place);
    if (!found || found.group.createdMs > call.nowMs)
      throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
    const { group } = found;
    if (group.class === 'INFREQUENT_ACCESS' || group.class === 'DELIVERY')
      throw new AwsError(
        'InvalidOperationException',
        `The log group ${group.name} is of log-group-class ${group.class}. FilterLogEvents is not supported for this log class.`,
      );
    const matches = readFilterPattern(asked.filterPattern);
    const all = visibleEvents(group, call.nowMs, faults.lagMs());
    const streams = new Set(all.map(({ stream }) => stream));
    if (asked.logStreamNames?.some((name) => !streams.has(name)))
      throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
    const untilMs = asked.endTime ?? call.nowMs;
    const inWindow = all.filter(
      (event) => event.atMs >= asked.startTime && event.atMs <= untilMs && isStreamAsked(event, asked),
    );

    const position = asked.nextToken === undefined ? { scanned: 0, fromMs: firstMs() } : readToken(asked);
    if (faults.takeEmptyPage())
      return { events: [], searchedLogStreams: [], nextToken: writeToken(asked, position) };
    const spanEndMs = position.fromMs + pageSpanMs;
    const events: WorldEvent[] = [];
    let { scanned } = position;
    let bytes = 0;
    for (; scanned < inWindow.length; scanned += 1) {
      const event = inWindow[scanned];
      if (!event || event.atMs >= spanEndMs) break;
      if (!matches(event.message)) continue;
      bytes += Buffer.byteLength(event.message);
      if (events.length >= Math.min(asked.limit, mostEvents) || (bytes > mostBytes && events.length > 0))
        break;
      events.push(event);
    }
    const isSpanRead = (inWindow[scanned]?.atMs ?? spanEndMs) >= spanEndMs;
    const isEnd = scanned >= inWindow.length && spanEndMs >= untilMs;
    return {
      events: events.map((event) => ({
        logStreamName: event.stream,
        timestamp: event.atMs,
        message: event.message,
        ingestionTime: event.ingestedMs + faults.lagMs(),
        eventId: eventIdOf(event),
      })),
      searchedLogStreams: [],
      nextToken: isEnd
        ? undefined
        : writeToken(asked, { scanned, fromMs: isSpanRead ? spanEndMs : position.fromMs }),
    };

    function readPlace() {
      const identifier = asked.logGroupIdentifier ?? asked.logGroupName;
      if (identifier === undefined || (asked.logGroupIdentifier && asked.logGroupName))
        throw new AwsError(
          'InvalidParameterException',
          'Exactly one of logGroupName or logGroupIdentifier must be specified',
        );
      if (asked.logGroupName?.startsWith('arn:'))
        throw constraintError(
          'InvalidParameterException',
          asked.logGroupName,
          'logGroupName',
          'satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+',
        );
      return readGroupIdentifier(call, identifier, 'logGroupIdentifier');
    }

    /** Where a search without a start begins: nothing is older than the group. */
    function firstMs(): number {
      return Math.max(asked.startTime, Math.min(group.createdMs, all[0]?.atMs ?? group.createdMs));
    }
  });
}

function isStreamAsked({ stream }: WorldEvent, asked: Asked): boolean {
  if (asked.logStreamNames) return asked.logStreamNames.includes(stream);
  return asked.logStreamNamePrefix === undefined || stream.startsWith(asked.logStreamNamePrefix);
}

function checkMembers(asked: Asked): void {
  const refuse = (value: unknown, member: string, constraint: string) =>
    constraintError('InvalidParameterException', value, member, constraint);
  if (asked.limit > mostEvents)
    throw refuse(asked.limit, 'limit', `have value less than or equal to ${mostEvents}`);
  if (asked.limit < 1) throw refuse(asked.limit, 'limit', 'have value greater than or equal to 1');
  if (asked.startTime < 0)
    throw refuse(asked.startTime, 'startTime', 'have value greater than or equal to 0');
  if (asked.logStreamNames && (asked.logStreamNames.length < 1 || asked.logStreamNames.length > 100))
    throw refuse('[…]', 'logStreamNames', 'have length less than or equal to 100');
  if (asked.logStreamNames && asked.logStreamNamePrefix !== undefined)
    throw new AwsError(
      'InvalidParameterException',
      'logStreamNames and logStreamNamePrefix are mutually exclusive parameters.',
    );
}

const tokenSchema = z.object({ key: z.string(), scanned: z.number(), fromMs: z.number() });

/** A token continues the very search that gave it, and no other. */
function keyOf({ nextToken: _token, limit: _limit, ...search }: Asked): string {
  return createHash('md5').update(JSON.stringify(search)).digest('hex');
}

function writeToken(asked: Asked, position: { scanned: number; fromMs: number }): string {
  return Buffer.from(JSON.stringify({ key: keyOf(asked), ...position })).toString('base64url');
}

function readToken(asked: Asked): { scanned: number; fromMs: number } {
  try {
    const token = tokenSchema.parse(
      JSON.parse(Buffer.from(asked.nextToken ?? '', 'base64url').toString('utf8')),
    );
    if (token.key === keyOf(asked)) return token;
  } catch {
    // refused below
  }
  throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
}

/** 56 digits, as AWS's event ids have them. */
function eventIdOf(event: WorldEvent): string {
  const hash = createHash('sha256').update(`${event.atMs} ${event.stream} ${event.message}`).digest('hex');
  return BigInt(`0x${hash}`).toString().padStart(56, '3').slice(0, 56);
}
