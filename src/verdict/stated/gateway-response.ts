import type { ExecutionEvent, ExecutionLog, ExecutionStep } from '../../evidence/readings/execution-log.ts';
import { lineFact } from '../state-fact.ts';
import { waitedUntil } from './main-call.ts';
import { statedByLine } from './stated-by-line.ts';
import { type Statement, statement } from './statement.ts';

/**
 * What a "Gateway response type" line proves by itself. Customers can change its status, so only the type counts.
 * INTEGRATION_FAILURE also stands for failing functions: undefined, other lines have to tell.
 */
export function gatewayResponseStatement(
  event: ExecutionEvent,
  { responseType, status }: Extract<ExecutionStep, { kind: 'gateway-response' }>,
  log: ExecutionLog,
): Statement | undefined {
  const when = { atMs: event.atMs, waitedMs: waitedUntil(event, log) };
  switch (responseType) {
    case 'INTEGRATION_TIMEOUT':
      return statement(
        'integration-timeout',
        'unknown',
        'certain',
        when.waitedMs === undefined
          ? lineFact('gateway-response-timeout', event, {})
          : lineFact('gateway-response-timeout-after', event, { waitedMs: when.waitedMs }),
        when,
      );
    case 'INTEGRATION_FAILURE':
      return status === 504 &&
        !log.events.some(({ step }) => step.kind === 'sending' && step.function !== undefined)
        ? statement(
            'network-error',
            'unknown',
            'likely',
            lineFact('gateway-response-failure', event, {}),
            when,
          )
        : undefined;
    case 'AUTHORIZER_FAILURE':
    case 'AUTHORIZER_CONFIGURATION_ERROR':
    case 'UNAUTHORIZED':
      return statedByLine(
        'authorizer-failure',
        responseType === 'UNAUTHORIZED' ? 'authorizer-refused' : 'stated-authorizer-failure',
        event,
        when,
      );
    case 'THROTTLED':
    case 'QUOTA_EXCEEDED':
      return statedByLine('request-throttled', 'stated-request-throttled', event, when);
    case 'WAF_FILTERED':
      return statedByLine('waf-failure', 'stated-waf-failure', event, when);
    case 'API_CONFIGURATION_ERROR':
      return statedByLine('configuration-error', 'stated-configuration-error', event, when);
    default:
      return undefined;
  }
}
