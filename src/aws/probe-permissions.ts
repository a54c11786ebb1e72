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

/** Sends one harmless read; the result is whether the answer is one that only a grant brings about. */
type ProbeCall = (clients: Clients, options: Options, nowMs: number) => Promise<boolean>;

/** One harmless read for every action of the list in permissions.ts; a test holds the two against each other. */
export const probes: Record<string, ProbeCall> = {
  'logs:StartQuery': async (clients, options, nowMs) => {
    const { queryId } = await clients.logs.send(
      new StartQueryCommand({
        logGroupNames: [nothing.group],
        startTime: Math.floor(nowMs / 1000) - 60,
        endTime: Math.floor(nowMs / 1000),
        queryString: 'fields @timestamp | limit 1',
      }),
      options,
    );
    return queryId !== undefined;
  },
  'logs:FilterLogEvents': async (clients, options) => {
    const { events } = await clients.logs.send(
      new FilterLogEventsCommand({ logGroupName: nothing.group, limit: 1 }),
      options,
    );
    return events !== undefined;
  },
  'logs:GetQueryResults': async (clients, options) => {
    const { status } = await clients.logs.send(
      new GetQueryResultsCommand({ queryId: nothing.query }),
      options,
    );
    return status !== undefined;
  },
  'logs:StopQuery': async (clients, options) => {
    const { success } = await clients.logs.send(new StopQueryCommand({ queryId: nothing.query }), options);
    return success !== undefined;
  },
  'logs:DescribeLogGroups': async (clients, options) => {
    const { logGroups } = await clients.logs.send(new DescribeLogGroupsCommand({ limit: 1 }), options);
    return logGroups !== undefined;
  },
  'logs:DescribeDeliveries': async (clients, options) => {
    const answer = await clients.logs.send(new DescribeDeliveriesCommand({ limit: 1 }), options);
    return answer.deliveries !== undefined || isSigned(answer);
  },
  'logs:DescribeDeliverySources': async (clients, options) => {
    const answer = await clients.logs.send(new DescribeDeliverySourcesCommand({ limit: 1 }), options);
    return answer.deliverySources !== undefined || isSigned(answer);
  },
  'logs:DescribeDeliveryDestinations': async (clients, options) => {
    const answer = await clients.logs.send(new DescribeDeliveryDestinationsCommand({ limit: 1 }), options);
    return answer.deliveryDestinations !== undefined || isSigned(answer);
  },
  'apigateway:GET': async (clients, options) => {
    const rest = await clients.restApis.send(new GetRestApisCommand({ limit: 1 }), options);
    const http = await clients.httpApis.send(new GetApisCommand({ MaxResults: '1' }), options);
    return (rest.items !== undefined || isSigned(rest)) && (http.Items !== undefined || isSigned(http));
  },
  'lambda:GetFunctionConfiguration': async (clients, options) => {
    const { FunctionName: name } = await clients.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: nothing.function }),
      options,
    );
    return name !== undefined;
  },
  'lambda:GetFunctionConcurrency': async (clients, options) => {
    const { ReservedConcurrentExecutions: reserved } = await clients.lambda.send(
      new GetFunctionConcurrencyCommand({ FunctionName: nothing.function }),
      options,
    );
    return reserved !== undefined;
  },
  'xray:BatchGetTraces': async (clients, options) => {
    const answer = await clients.xray.send(new BatchGetTracesCommand({ TraceIds: [nothing.trace] }), options);
    return answer.Traces !== undefined || answer.UnprocessedTraceIds !== undefined;
  },
  'cloudwatch:GetMetricData': async (clients, options, nowMs) => {
    const { MetricDataResults: results } = await clients.metrics.send(
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
    );
    return results !== undefined;
  },
  'cloudwatch:DescribeAlarms': async (clients, options) => {
    const answer = await clients.metrics.send(
      new DescribeAlarmsCommand({ AlarmNames: [nothing.alarm] }),
      options,
    );
    return answer.MetricAlarms !== undefined || answer.CompositeAlarms !== undefined;
  },
};

/** An empty list may be left out of an answer; then AWS's own request id tells it from anybody's "{}". */
function isSigned({ $metadata: { requestId } }: { $metadata: { requestId?: string | undefined } }): boolean {
  return requestId !== undefined;
}

/** What AWS says of a thing that does not exist, or that is asked for in a wrong way: only whoever may ask is told so. */
const told =
  /^(?:ResourceNotFound|NotFound|InvalidParameter|InvalidRequest|Validation)(?:Exception|Error|Fault)?$|^InvalidParameterValue/;

/**
 * `granted` only where AWS answered as it answers nobody else: with what was asked for, or that there is no such
 * thing. `denied` where it refused; whatever else came is a failure, from which nothing follows.
 */
export type Probe = { action: string } & (
  | { status: 'granted' }
  | { status: 'denied' | 'failed'; failure: Failure }
);

const probed = 'a probe of gw504 doctor';

/** Tries every action once in one account and region. Nothing is written, nothing is scanned. */
export async function probePermissions(
  session: AwsSession,
  nowMs: number,
  signal: AbortSignal,
): Promise<Probe[]> {
  return await Promise.all(
    Object.entries(probes).map(async ([action, probe]): Promise<Probe> => {
      const answer = await session.send(
        { action, resource: probed },
        (clients, options) => probe(clients, options, nowMs),
        signal,
      );
      if (answer.ok ? answer.value : told.test(answer.code)) return { action, status: 'granted' };
      if (answer.ok) {
        const args = { action, resource: probed, region: session.region };
        const detail = 'an answer without what was asked for';
        return {
          action,
          status: 'failed',
          failure: { ok: false, reason: 'not-aws', detail, args, code: 'Empty' },
        };
      }
      return { action, status: answer.reason === 'access-denied' ? 'denied' : 'failed', failure: answer };
    }),
  );
}
