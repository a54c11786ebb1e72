import { rowFact, timeoutFact } from '../state-fact.ts';
import { defineRule } from './rule.ts';

/** The timeout line (or INTEGRATION_TIMEOUT) proves the used-up budget and nothing of the phase: facts section 4. */
export const integrationTimeout = defineRule({
  cause: 'integration-timeout',
  needsAny: ['executionLog', 'accessLog'],
  match({ accessLog }, { failure, waitedMs }) {
    if (failure?.step.kind === 'timeout')
      return {
        phase: 'unknown',
        confidence: 'certain',
        because: [timeoutFact(failure, waitedMs)],
      };
    if (failure !== undefined || accessLog?.errorResponseType !== 'INTEGRATION_TIMEOUT') return undefined;
    return {
      phase: 'unknown',
      confidence: 'certain',
      because: [rowFact('row-timed-out', accessLog, {})],
    };
  },
});
