import type { MetricQuestion } from '../../aws/metric-data.ts';
import type { GatewaySettings } from '../evidence.ts';

/** REST metrics go by the API's name, HTTP and WebSocket ones by its id; the names of errors differ too. */
export function gatewayQuestions(settings: GatewaySettings): MetricQuestion[] {
  const namespace = 'AWS/ApiGateway';
  const { stage } = settings;
  const dimensions: Record<string, string> =
    settings.apiType === 'rest'
      ? { ApiName: settings.apiName ?? settings.apiId, Stage: stage }
      : { ApiId: settings.apiId, Stage: stage };
  const errors = {
    rest: '5XXError',
    http: '5xx',
    websocket: 'ExecutionError',
    unknown: '5XXError',
  }[settings.apiType];
  const count = settings.apiType === 'websocket' ? 'MessageCount' : 'Count';
  return [
    { namespace, name: 'IntegrationLatency', statistic: 'Maximum', dimensions },
    { namespace, name: 'IntegrationLatency', statistic: 'p99', dimensions },
    { namespace, name: errors, statistic: 'Sum', dimensions },
    { namespace, name: count, statistic: 'Sum', dimensions },
  ];
}

/** How often the function was throttled and failed, how many ran at once, and for how long. */
export function functionQuestions(functionName: string): MetricQuestion[] {
  const dimensions = { FunctionName: functionName };
  const namespace = 'AWS/Lambda';
  return [
    { namespace, name: 'Throttles', statistic: 'Sum', dimensions },
    { namespace, name: 'ConcurrentExecutions', statistic: 'Maximum', dimensions },
    { namespace, name: 'Duration', statistic: 'Maximum', dimensions },
    { namespace, name: 'Errors', statistic: 'Sum', dimensions },
  ];
}

/**
 * Resets, failed connections and the health of targets. `loadBalancer` and the target groups are the ends of their
 * ARNs, as the metrics' dimensions have them
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html).
 */
export function balancerQuestions(loadBalancer: string, targetGroups: readonly string[]): MetricQuestion[] {
  const isNetwork = loadBalancer.startsWith('net/');
  const namespace = isNetwork ? 'AWS/NetworkELB' : 'AWS/ApplicationELB';
  const dimensions = { LoadBalancer: loadBalancer };
  const failures = isNetwork
    ? ['TCP_Target_Reset_Count', 'TCP_ELB_Reset_Count', 'TCP_Client_Reset_Count']
    : ['TargetConnectionErrorCount', 'HTTPCode_ELB_504_Count'];
  return [
    ...failures.map((name): MetricQuestion => ({ namespace, name, statistic: 'Sum', dimensions })),
    ...targetGroups.flatMap((targetGroup): MetricQuestion[] => {
      const ofGroup = { TargetGroup: targetGroup, LoadBalancer: loadBalancer };
      return [
        { namespace, name: 'UnHealthyHostCount', statistic: 'Maximum', dimensions: ofGroup },
        { namespace, name: 'HealthyHostCount', statistic: 'Minimum', dimensions: ofGroup },
      ];
    }),
  ];
}
