import { AwsError } from '../aws-error.ts';
import type { GroupSource } from '../insights/expression.ts';
import type { Call } from '../service.ts';
import type { World } from '../world.ts';
import { type PlacedGroup, regionOf, resourceOfGroup } from './find-group.ts';

/** The groups that a query's own SOURCE command names, of this account and of those that it is linked to. */
export function findSource(world: World, call: Call, source: GroupSource): PlacedGroup[] {
  const accounts = source.accountIdentifiers ?? [call.account];
  const unseen = accounts.find(
    (account) => account !== call.account && !call.here.linkedAccounts.includes(account),
  );
  if (unseen !== undefined)
    throw new AwsError('InvalidParameterException', `Account ${unseen} is not linked to this account`);
  const classes = source.class ?? ['STANDARD'];
  const found = accounts.flatMap((account) =>
    regionOf(world, account, call.region)
      .logGroups.filter(
        (group) =>
          group.createdMs <= call.nowMs &&
          classes.includes(group.class ?? 'STANDARD') &&
          (source.namePrefix?.some((prefix) => group.name.startsWith(prefix)) ?? true),
      )
      .map((group): PlacedGroup => ({ account, region: call.region, group })),
  );
  if (found.length === 0)
    throw new AwsError('InvalidParameterException', 'No log group matches the SOURCE command');
  for (const { account, region, group } of found)
    call.allow('logs:StartQuery', resourceOfGroup(region, account, group.name));
  return found;
}
