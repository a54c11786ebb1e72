import {
  type LogGroup as AwsLogGroup,
  DescribeLogGroupsCommand,
  type DescribeLogGroupsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { type Answer, mapAnswer, success } from './answer.ts';
import { nameOfGroup } from './filter-events.ts';
import type { AwsSession } from './open-aws.ts';
import { readPages } from './read-pages.ts';
import { declareShelf } from './shelf.ts';

/** What AWS tells of one log group. */
export interface LogGroup {
  name: string;
  /** ARN without ":*": what queries over linked accounts need. */
  arn: string;
  account: string | undefined;
  /** Undefined: kept forever. */
  retentionDays: number | undefined;
  createdAtMs: number | undefined;
  storedBytes: number;
  class: 'STANDARD' | 'INFREQUENT_ACCESS' | 'DELIVERY';
}

/** Groups come and go with deployments, so five minutes; a fresh group is looked up again by its exact name. */
const shelfOf = declareShelf<LogGroup[]>(5 * 60_000);

/** Groups read for one prefix; of an answer that holds as many nobody knows whether there are more. */
export const mostGroups = 500;

/** All log groups whose name begins so. With `isLinked` also those of accounts that this one monitors. */
export async function describeLogGroups(
  session: AwsSession,
  prefix: string,
  isLinked: boolean,
  signal: AbortSignal,
): Promise<Answer<LogGroup[]>> {
  return await shelfOf(session).get(`${isLinked}/${prefix}`, signal, () =>
    readGroups(
      session,
      { logGroupNamePrefix: prefix, limit: 50, ...(isLinked ? { includeLinkedAccounts: true } : {}) },
      prefix,
      signal,
    ),
  );
}

/** AWS takes at most so many identifiers in one call. */
const mostIdentifiers = 50;

const namedShelfOf = declareShelf<LogGroup | undefined>(5 * 60_000);

/**
 * Groups by their exact names, 50 to a call; `undefined` for a name that there is none of. The answers stand in the
 * order of the names. Each name is kept by itself, so that only those are asked for that nobody asked for lately.
 */
export async function describeNamedGroups(
  session: AwsSession,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Answer<LogGroup | undefined>[]> {
  const unknown: string[] = [];
  const read = Promise.resolve().then(() => readNamed(session, unknown, signal)); // when all names have been looked up
  return await Promise.all(
    names.map((name) =>
      namedShelfOf(session).get(name, signal, async () => {
        unknown.push(name);
        return (await read).get(name) ?? success(undefined);
      }),
    ),
  );
}

/** One group by its exact name; `undefined` where there is none. */
export async function describeLogGroup(
  session: AwsSession,
  name: string,
  signal: AbortSignal,
): Promise<Answer<LogGroup | undefined>> {
  const [answer = success(undefined)] = await describeNamedGroups(session, [name], signal);
  return answer;
}

async function readNamed(
  session: AwsSession,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, Answer<LogGroup | undefined>>> {
  const found = new Map<string, Answer<LogGroup | undefined>>();
  for (let first = 0; first < names.length; first += mostIdentifiers) {
    const some = names.slice(first, first + mostIdentifiers);
    const input = { logGroupIdentifiers: some };
    const answer = await readGroups(session, input, some.join(', '), signal);
    if (answer.ok) for (const group of answer.value) found.set(group.name, success(group));
    else if (answer.reason !== 'error' && answer.reason !== 'log-group-missing')
      for (const name of some) found.set(name, answer);
    // One name that AWS does not take must not hide the others.
    else for (const name of some) found.set(name, await readByPrefix(session, name, signal));
  }
  return found;
}

async function readByPrefix(
  session: AwsSession,
  name: string,
  signal: AbortSignal,
): Promise<Answer<LogGroup | undefined>> {
  const groups = await describeLogGroups(session, name, false, signal);
  return mapAnswer(groups, (found) => found.find((group) => group.name === name));
}

async function readGroups(
  session: AwsSession,
  input: DescribeLogGroupsCommandInput,
  resource: string,
  signal: AbortSignal,
): Promise<Answer<LogGroup[]>> {
  return await readPages<LogGroup>(mostGroups, async (nextToken) => {
    try {
      await session.gates.describeLogGroups.turn(signal);
    } catch {
      return { ok: false, reason: 'timed-out', detail: resource, args: {}, code: 'AbortError' };
    }
    const answer = await session.send(
      { action: 'logs:DescribeLogGroups', resource },
      (clients, options) =>
        clients.logs.send(
          new DescribeLogGroupsCommand({ ...input, ...(nextToken ? { nextToken } : {}) }),
          options,
        ),
      signal,
    );
    return mapAnswer(answer, ({ logGroups = [], nextToken: token }) => ({
      items: logGroups.map((group) => readGroup(group, session)),
      token,
    }));
  });
}

function readGroup(group: AwsLogGroup, session: AwsSession): LogGroup {
  const arn = (group.logGroupArn ?? group.arn ?? '').replace(/:\*$/, '');
  return {
    name: group.logGroupName ?? nameOfGroup(arn),
    arn,
    account: arn.split(':')[4] ?? session.account,
    retentionDays: group.retentionInDays,
    createdAtMs: group.creationTime,
    storedBytes: group.storedBytes ?? 0,
    class:
      group.logGroupClass === 'DELIVERY' || group.logGroupClass === 'INFREQUENT_ACCESS'
        ? group.logGroupClass
        : 'STANDARD',
  };
}
