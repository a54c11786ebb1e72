import {
  DescribeDeliveriesCommand,
  DescribeDeliveryDestinationsCommand,
  DescribeDeliverySourcesCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { type Answer, mapAnswer, success } from './answer.ts';
import { nameOfGroup } from './filter-events.ts';
import type { AwsSession } from './open-aws.ts';
import { readPages } from './read-pages.ts';
import { declareShelf } from './shelf.ts';

/** An execution log that is delivered to a log group of the owner's choosing (since September 2026). */
export interface ExecutionLogDelivery {
  apiId: string;
  stage: string;
  logGroup: string;
}

const shelfOf = declareShelf<ExecutionLogDelivery[]>(10 * 60_000);

/**
 * Deliveries of API Gateway execution logs into CloudWatch log groups. Deliveries to S3 and Firehose are left out:
 * nothing there can be searched by request id.
 */
export async function describeExecutionLogDeliveries(
  session: AwsSession,
  signal: AbortSignal,
): Promise<Answer<ExecutionLogDelivery[]>> {
  return await shelfOf(session).get('all', signal, async () => {
    const sources = await readPages(1_000, async (nextToken) => {
      const answer = await session.send(
        { action: 'logs:DescribeDeliverySources', resource: '*' },
        (clients, options) => clients.logs.send(new DescribeDeliverySourcesCommand({ nextToken }), options),
        signal,
      );
      return mapAnswer(answer, ({ deliverySources = [], nextToken: token }) => ({
        items: deliverySources,
        token,
      }));
    });
    if (!sources.ok) return sources;
    const ours = sources.value.filter((source) => source.logType === 'EXECUTION_LOGS');
    if (ours.length === 0) return success([]);
    const deliveries = await readPages(1_000, async (nextToken) => {
      const answer = await session.send(
        { action: 'logs:DescribeDeliveries', resource: '*' },
        (clients, options) => clients.logs.send(new DescribeDeliveriesCommand({ nextToken }), options),
        signal,
      );
      return mapAnswer(answer, ({ deliveries = [], nextToken: token }) => ({ items: deliveries, token }));
    });
    if (!deliveries.ok) return deliveries;
    const destinations = await readPages(1_000, async (nextToken) => {
      const answer = await session.send(
        { action: 'logs:DescribeDeliveryDestinations', resource: '*' },
        (clients, options) =>
          clients.logs.send(new DescribeDeliveryDestinationsCommand({ nextToken }), options),
        signal,
      );
      return mapAnswer(answer, ({ deliveryDestinations = [], nextToken: token }) => ({
        items: deliveryDestinations,
        token,
      }));
    });
    if (!destinations.ok) return destinations;

    const groupOf = new Map(
      destinations.value.map((to) => [
        to.arn,
        to.deliveryDestinationConfiguration?.destinationResourceArn ?? '',
      ]),
    );
    return success(
      ours.flatMap((source) =>
        deliveries.value
          .filter((delivery) => delivery.deliverySourceName === source.name)
          .flatMap((delivery) => {
            const target = groupOf.get(delivery.deliveryDestinationArn) ?? '';
            if (!/^arn:[^:]+:logs:/.test(target)) return [];
            return (source.resourceArns ?? []).flatMap((arn) => {
              const [, apiId, stage] = arn.match(/\/restapis\/([^/]+)\/stages\/([^/]+)$/) ?? [];
              return apiId && stage ? [{ apiId, stage, logGroup: nameOfGroup(target) }] : [];
            });
          }),
      ),
    );
  });
}
