import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { type Answer, success } from './answer.ts';
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

/** Groups read for one prefix at most; beyond that a query over them would not be affordable anyway. */
const mostGroups = 500;

/** All log groups whose name begins so. With `isLinked` also those of accounts that this one monitors. */
export async function describeLogGroups(
  session: AwsSession,
  prefix: string,
  isLinked: boolean,
  signal: AbortSignal,
): Promise<Answer<LogGroup[]>> {
  return await shelfOf(session).get(`${isLinked}/${prefix}`, signal, async () => {
    const pages = await readPages<LogGroup>(mostGroups, async (nextToken) => {
      try {
        await session.gates.describeLogGroups.turn(signal);
      } catch {
        return {
          ok: false,
          reason: 'timed-out',
          detail: prefix,
          args: {},
          code: 'AbortError',
        };
      }
      const answer = await session.send(
        { action: 'logs:DescribeLogGroups', resource: prefix },
        (clients, options) =>
          clients.logs.send(
            new DescribeLogGroupsCommand({
              logGroupNamePrefix: prefix,
              limit: 50,
              ...(isLinked ? { includeLinkedAccounts: true } : {}),
              ...(nextToken ? { nextToken } : {}),
            }),
            options,
          ),
        signal,
      );
      if (!answer.ok) return answer;
      return success({
        token: answer.value.nextToken,
        items: (answer.value.logGroups ?? []).map((group): LogGroup => {
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
        }),
      });
    });
    return pages.ok ? success(pages.value.items) : pages;
  });
}

/** One group by its exact name; `undefined` where there is none. */
export async function describeLogGroup(
  session: AwsSession,
  name: string,
  signal: AbortSignal,
): Promise<Answer<LogGroup | undefined>> {
  const groups = await describeLogGroups(session, name, false, signal);
  return groups.ok ? success(groups.value.find((group) => group.name === name)) : groups;
}
