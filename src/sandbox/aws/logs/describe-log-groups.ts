import { z } from 'zod';
import { AwsError, constraintError } from '../aws-error.ts';
import { pageOf } from '../page-of.ts';
import { operation } from '../service.ts';
import type { World } from '../world.ts';
import { arnOfGroup, regionOf, resourceOfGroup, scanOf } from './find-group.ts';

const input = z.object({
  accountIdentifiers: z.array(z.string()).default([]),
  logGroupNamePrefix: z.string().optional(),
  logGroupNamePattern: z.string().optional(),
  logGroupClass: z.enum(['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY']).optional(),
  logGroupIdentifiers: z.array(z.string()).optional(),
  includeLinkedAccounts: z.boolean().default(false),
  nextToken: z.string().optional(),
  limit: z.number().default(50),
});

/** DescribeLogGroups: by name, linked accounts on request, at most 50 a page. */
export function describeLogGroups(world: World) {
  return operation(input, (call, asked) => {
    call.allow('logs:DescribeLogGroups', resourceOfGroup(call.region, call.account, ''));
    if (asked.logGroupNamePrefix !== undefined && asked.logGroupNamePattern !== undefined)
      throw new AwsError(
        'InvalidParameterException',
        'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
      );
    if (asked.limit < 1 || asked.limit > 50)
      throw constraintError(
        'InvalidParameterException',
        asked.limit,
        'limit',
        asked.limit < 1 ? 'have value greater than or equal to 1' : 'have value less than or equal to 50',
      );
    if (asked.accountIdentifiers.length > 0 && !asked.includeLinkedAccounts)
      throw new AwsError(
        'InvalidParameterException',
        'When includeLinkedAccounts is false, accountIdentifiers must not be specified.',
      );
    const { logGroupIdentifiers: identifiers } = asked;
    if (identifiers !== undefined && (identifiers.length === 0 || identifiers.length > 50))
      throw constraintError(
        'InvalidParameterException',
        `[${identifiers.length} items]`,
        'logGroupIdentifiers',
        identifiers.length === 0
          ? 'have length greater than or equal to 1'
          : 'have length less than or equal to 50',
      );
    if (
      identifiers !== undefined &&
      (asked.logGroupNamePrefix ?? asked.logGroupNamePattern ?? asked.logGroupClass) !== undefined
    )
      throw new AwsError(
        'InvalidParameterException',
        'LogGroup identifiers cannot be combined with other filters than includeLinkedAccounts.',
      );
    const accounts = [call.account, ...(asked.includeLinkedAccounts ? call.here.linkedAccounts : [])].filter(
      (account) => asked.accountIdentifiers.length === 0 || asked.accountIdentifiers.includes(account),
    );
    const groups = accounts
      .flatMap((account) =>
        regionOf(world, account, call.region).logGroups.map((group) => ({ account, group })),
      )
      .filter(
        ({ account, group }) =>
          group.createdMs <= call.nowMs &&
          (identifiers === undefined ||
            (account === call.account && identifiers.includes(group.name)) ||
            identifiers.includes(arnOfGroup(call.region, account, group.name))) &&
          (asked.logGroupNamePrefix === undefined || group.name.startsWith(asked.logGroupNamePrefix)) &&
          (asked.logGroupNamePattern === undefined || group.name.includes(asked.logGroupNamePattern)) &&
          (asked.logGroupClass === undefined || (group.class ?? 'STANDARD') === asked.logGroupClass),
      )
      .sort((a, b) => (a.group.name < b.group.name ? -1 : a.group.name > b.group.name ? 1 : 0));
    const page = pageOf(
      groups,
      asked.limit,
      50,
      asked.nextToken,
      () => new AwsError('InvalidParameterException', 'The specified nextToken is invalid.'),
    );
    return {
      logGroups: page.items.map(({ account, group }) => {
        const arn = arnOfGroup(call.region, account, group.name);
        return {
          logGroupName: group.name,
          creationTime: group.createdMs,
          retentionInDays: group.retentionDays,
          metricFilterCount: 0,
          arn: `${arn}:*`,
          logGroupArn: arn,
          storedBytes: scanOf(group, group.events, 0, call.nowMs, call.nowMs).bytes,
          logGroupClass: group.class ?? 'STANDARD',
        };
      }),
      nextToken: page.next,
    };
  });
}
