import { lineFact, rowFact } from '../timeline.ts';
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
        because: [lineFact('timed-out', failure, waitedMs === undefined ? {} : { waitedMs })],
      };
    if (failure !== undefined || accessLog?.errorResponseType !== 'INTEGRATION_TIMEOUT') return undefined;
    return {
      phase: 'unknown',
      confidence: 'certain',
      because: [rowFact('row-timed-out', accessLog, {})],
    };
  },
});
