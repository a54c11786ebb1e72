import type { AlarmMetric, DescribedAlarm } from '../../aws/alarms.ts';
import type { AlarmScope } from '../../inquiry/alarms/alarm-subject.ts';
import { gatewayNamespace, isTelling } from '../../inquiry/alarms/telling-metrics.ts';

/** The APIs whose failures an alarm watches, each once; empty where it watches something else. */
export function watchedApis(alarm: DescribedAlarm): AlarmScope[] {
  const scopes = [
    ...alarm.metrics
      .filter((metric) => metric.namespace === gatewayNamespace && isTelling(metric.name))
      .map(scopeOf),
    ...alarm.expressions.flatMap(fromExpression),
  ];
  return [...new Map(scopes.map((scope) => [JSON.stringify(scope), scope])).values()];
}

function scopeOf({ dimensions, account }: AlarmMetric): AlarmScope {
  return scope(dimensions.ApiId ?? dimensions.ApiName, dimensions.Stage, account);
}

/**
 * A search ("SEARCH('{AWS/ApiGateway,ApiName,Stage} MetricName="5XXError" ApiName="orders"', …)") or a query ("SELECT
 * SUM("5XXError") FROM SCHEMA("AWS/ApiGateway", ApiName) WHERE ApiName = 'orders'"): its text names what it watches.
 */
function fromExpression(expression: string): AlarmScope[] {
  if (!expression.includes(gatewayNamespace)) return [];
  const words = expression.match(/\w+/g) ?? [];
  if (!words.some((word) => isTelling(word))) return [];
  const value = (name: string) =>
    new RegExp(`\\b${name}\\s*=\\s*\\\\?["']([^"'\\\\]{1,255})`).exec(expression)?.[1];
  return [scope(value('ApiId') ?? value('ApiName'), value('Stage'), undefined)];
}

function scope(api: string | undefined, stage: string | undefined, account: string | undefined): AlarmScope {
  return {
    ...(account === undefined ? {} : { account }),
    ...(api === undefined ? {} : { api }),
    ...(stage === undefined ? {} : { stage }),
  };
}

/** Names (or ARNs) of the alarms that a composite alarm's rule speaks of. */
export function namesInRule(rule: string): string[] {
  const named = [
    ...rule.matchAll(/\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]+)"|'([^']+)'|([^)]+?))\s*\)/g),
  ];
  const names = named.map((match) => (match[1] ?? match[2] ?? match[3] ?? '').trim());
  return [
    ...new Set(names.map((name) => /^arn:[^:]*:cloudwatch:[^:]*:\d*:alarm:(.+)$/.exec(name)?.[1] ?? name)),
  ];
}
