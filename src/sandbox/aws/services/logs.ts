import { AwsError } from '../aws-error.ts';
import type { FaultState } from '../faults.ts';
import { deliveryOperations } from '../logs/deliveries.ts';
import { describeLogGroups } from '../logs/describe-log-groups.ts';
import { filterLogEvents } from '../logs/filter-log-events.ts';
import { createQueries } from '../logs/queries.ts';
import { awsJson } from '../protocols/aws-json.ts';
import type { Service } from '../service.ts';
import type { World } from '../world.ts';

/** CloudWatch Logs: groups, events, Insights queries, deliveries. Nothing here writes. */
export function createLogs(world: World, faults: FaultState, randomUuid: () => string): Service {
  const operations = {
    ...createQueries(world, faults, randomUuid),
    FilterLogEvents: filterLogEvents(world, faults),
    DescribeLogGroups: describeLogGroups(world),
    ...deliveryOperations,
  };
  return {
    scope: 'logs',
    name: 'logs',
    protocol: awsJson({
      version: '1.1',
      targetPrefix: 'Logs_20140328',
      operations: Object.keys(operations),
    }),
    operations,
    throttled: () => new AwsError('ThrottlingException', 'Rate exceeded'),
  };
}
