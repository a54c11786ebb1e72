import { GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { GetApisCommand } from '@aws-sdk/client-apigatewayv2';
import { DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeDeliveriesCommand,
  DescribeDeliveryDestinationsCommand,
  DescribeDeliverySourcesCommand,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  GetQueryResultsCommand,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionConcurrencyCommand, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { BatchGetTracesCommand } from '@aws-sdk/client-xray';
import type { Failure } from './answer.ts';
import type { AwsSession, Clients } from './open-aws.ts';

/** Things that do not exist: IAM is asked first, so "not found" proves the grant and nothing is scanned or changed. */
const nothing = {
  group: 'API-Gateway-Execution-Logs_gw504doctor/probe',
  function: 'gw504-doctor-probe',
  alarm: 'gw504-doctor-probe',
  query: '00000000-0000-4000-8000-000000000504',
  trace: '1-00000000-000000000000000000000504',
};

type Options = { abortSignal: AbortSignal };

/** One harmless read for every action of the list in permissions.ts; a test holds the two against each other. */
export const probes: Record<string, (clients: Clients, options: Options, nowMs: number) => Promise<unknown>> =
  {
    'logs:StartQuery': (clients, options, nowMs) =>
      clients.logs.send(
        new StartQueryCommand({
          logGroupNames: [nothing.group],
          startTime: Math.floor(nowMs / 1000) - 60,
          endTime: Math.floor(nowMs / 1000),
          queryString: 'fields @timestamp | limit 1',
        }),
        options,
      ),
    'logs:FilterLogEvents': (clients, options) =>
      clients.logs.send(new FilterLogEventsCommand({ logGroupName: nothing.group, limit: 1 }), options),
    'logs:GetQueryResults': (clients, options) =>
      clients.logs.send(new GetQueryResultsCommand({ queryId: nothing.query }), options),
    'logs:StopQuery': (clients, options) =>
      clients.logs.send(new StopQueryCommand({ queryId: nothing.query }), options),
    'logs:DescribeLogGroups': (clients, options) =>
      clients.logs.send(new DescribeLogGroupsCommand({ limit: 1 }), options),
    'logs:DescribeDeliveries': (clients, options) =>
      clients.logs.send(new DescribeDeliveriesCommand({ limit: 1 }), options),
    'logs:DescribeDeliverySources': (clients, options) =>
      clients.logs.send(new DescribeDeliverySourcesCommand({ limit: 1 }), options),
    'logs:DescribeDeliveryDestinations': (clients, options) =>
      clients.logs.send(new DescribeDeliveryDestinationsCommand({ limit: 1 }), options),
    'apigateway:GET': async (clients, options) => {
      await clients.restApis.send(new GetRestApisCommand({ limit: 1 }), options);
      await clients.httpApis.send(new GetApisCommand({ MaxResults: '1' }), options);
    },
    'lambda:GetFunctionConfiguration': (clients, options) =>
      clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: nothing.function }), options),
    'lambda:GetFunctionConcurrency': (clients, options) =>
      clients.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: nothing.function }), options),
    'xray:BatchGetTraces': (clients, options) =>
      clients.xray.send(new BatchGetTracesCommand({ TraceIds: [nothing.trace] }), options),
    'cloudwatch:GetMetricData': (clients, options, nowMs) =>
      clients.metrics.send(
        new GetMetricDataCommand({
          StartTime: new Date(nowMs - 120_000),
          EndTime: new Date(nowMs),
          MetricDataQueries: [
            {
              Id: 'probe',
              MetricStat: {
                Metric: { Namespace: 'AWS/ApiGateway', MetricName: 'Count' },
                Period: 60,
                Stat: 'Sum',
              },
            },
          ],
        }),
        options,
      ),
    'cloudwatch:DescribeAlarms': (clients, options) =>
      clients.metrics.send(new DescribeAlarmsCommand({ AlarmNames: [nothing.alarm] }), options),
  };

/** `granted` also where AWS answered "no such thing"; anything that is neither a grant nor a denial is a failure. */
export type Probe = { action: string } & (
  | { status: 'granted' }
  | { status: 'denied' | 'failed'; failure: Failure }
);

/** Tries every action once in one account and region. Nothing is written, nothing is scanned. */
export async function probePermissions(
  session: AwsSession,
  nowMs: number,
  signal: AbortSignal,
): Promise<Probe[]> {
  return await Promise.all(
    Object.entries(probes).map(async ([action, probe]): Promise<Probe> => {
      const answer = await session.send(
        { action, resource: 'a probe of gw504 doctor' },
        (clients, options) => probe(clients, options, nowMs),
        signal,
      );
      if (answer.ok || /NotFound|InvalidParameter|Validation|InvalidRequest/i.test(answer.code))
        return { action, status: 'granted' };
      return { action, status: answer.reason === 'access-denied' ? 'denied' : 'failed', failure: answer };
    }),
  );
}
