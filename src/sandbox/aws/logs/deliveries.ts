import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { pageOf } from '../page-of.ts';
import { type Call, operation } from '../service.ts';

const input = z.object({ nextToken: z.string().optional(), limit: z.number().default(50) });
type Asked = z.output<typeof input>;

/** Delivered logs come as three lists that only their names tie together: sources, deliveries, destinations. */
export const deliveryOperations = {
  DescribeDeliverySources: operation(input, (call, asked) => {
    allow(call, 'DescribeDeliverySources', 'delivery-source');
    const page = pages(
      call.here.deliveries.map(({ name, logType, resourceArn }) => ({
        name,
        arn: arnOf(call, 'delivery-source', name),
        resourceArns: [resourceArn],
        service: 'apigateway',
        logType,
      })),
      asked,
    );
    return { deliverySources: page.items, nextToken: page.next };
  }),
  DescribeDeliveries: operation(input, (call, asked) => {
    allow(call, 'DescribeDeliveries', 'delivery');
    const page = pages(
      call.here.deliveries.map(({ name, destinationArn }) => ({
        id: idOf(name),
        arn: arnOf(call, 'delivery', idOf(name)),
        deliverySourceName: name,
        deliveryDestinationArn: arnOf(call, 'delivery-destination', `${name}-to`),
        deliveryDestinationType: typeOf(destinationArn),
      })),
      asked,
    );
    return { deliveries: page.items, nextToken: page.next };
  }),
  DescribeDeliveryDestinations: operation(input, (call, asked) => {
    allow(call, 'DescribeDeliveryDestinations', 'delivery-destination');
    const page = pages(
      call.here.deliveries.map(({ name, destinationArn }) => ({
        name: `${name}-to`,
        arn: arnOf(call, 'delivery-destination', `${name}-to`),
        deliveryDestinationType: typeOf(destinationArn),
        outputFormat: 'json',
        deliveryDestinationConfiguration: { destinationResourceArn: destinationArn },
      })),
      asked,
    );
    return { deliveryDestinations: page.items, nextToken: page.next };
  }),
};

function allow(call: Call, action: string, kind: string): void {
  call.allow(`logs:${action}`, arnOf(call, kind, '*'));
}

function arnOf(call: Call, kind: string, name: string): string {
  return `arn:aws:logs:${call.region}:${call.account}:${kind}:${name}`;
}

function pages<Item>(items: Item[], { nextToken, limit }: Asked) {
  const refuse = () => new AwsError('ValidationException', 'The specified nextToken is invalid.');
  return pageOf(items, limit, 50, nextToken, refuse);
}

function typeOf(destinationArn: string): string {
  if (/^arn:[^:]+:s3:/.test(destinationArn)) return 'S3';
  return /^arn:[^:]+:firehose:/.test(destinationArn) ? 'FH' : 'CWL';
}

function idOf(name: string): string {
  return Buffer.from(name).toString('hex').slice(0, 16).padEnd(16, '0');
}
