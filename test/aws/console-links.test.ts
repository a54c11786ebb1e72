import { describe, expect, it } from 'vitest';
import {
  apiLink,
  functionLink,
  insightsLink,
  logEventsLink,
  traceLink,
} from '../../src/aws/console-links.ts';

describe('console links', () => {
  it.each([
    [
      'Logs Insights with query, groups and window in the console’s own notation',
      insightsLink({
        region: 'eu-west-1',
        text: 'fields @message\n| filter @message like "a-b="',
        logGroups: ['/aws/lambda/orders', 'API-Gateway-Execution-Logs_abc/prod'],
        fromMs: Date.UTC(2026, 10, 20, 14, 0, 0),
        toMs: Date.UTC(2026, 10, 20, 14, 15, 0),
      }),
      "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:logs-insights$3FqueryDetail$3D~(end~'2026-11-20T14*3a15*3a00.000Z~start~'2026-11-20T14*3a00*3a00.000Z~timeType~'ABSOLUTE~tz~'UTC~editorString~'fields*20*40message*0a*7c*20filter*20*40message*20like*20*22a-b*3d*22~source~(~'*2faws*2flambda*2forders~'API-Gateway-Execution-Logs_abc*2fprod))",
    ],
    [
      'the events of one group, encoded twice with $ for %',
      logEventsLink({
        region: 'us-east-1',
        logGroup: '/aws/lambda/orders',
        pattern: '"7e3d-1"',
        fromMs: 1000,
        toMs: 2000,
      }),
      'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#logsV2:log-groups/log-group/$252Faws$252Flambda$252Forders/log-events$3Fstart$3D1000$26end$3D2000$26filterPattern$3D$25227e3d-1$2522',
    ],
    [
      'a function in China’s console',
      functionLink('cn-north-1', 'orders'),
      'https://cn-north-1.console.amazonaws.cn/lambda/home?region=cn-north-1#/functions/orders?tab=monitoring',
    ],
    [
      'a REST API',
      apiLink('eu-west-1', 'abc1234567', 'rest'),
      'https://eu-west-1.console.aws.amazon.com/apigateway/main/apis/abc1234567/stages?api=abc1234567&region=eu-west-1',
    ],
    [
      'an HTTP API',
      apiLink('eu-west-1', 'abc1234567', 'http'),
      'https://eu-west-1.console.aws.amazon.com/apigateway/main/api-detail?api=abc1234567&region=eu-west-1',
    ],
    [
      'a trace in GovCloud',
      traceLink('us-gov-west-1', '1-682beb8a-0123456789abcdef01234567'),
      'https://us-gov-west-1.console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1#xray:traces/1-682beb8a-0123456789abcdef01234567',
    ],
  ])('%s', (_what, link, expected) => {
    expect(link).toBe(expected);
  });
});
