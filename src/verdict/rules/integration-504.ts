import { lineFact, rowFact } from '../state-fact.ts';
import { defineRule } from './rule.ts';

/** The backend answered 504 itself. */
export const integration504 = defineRule({
  cause: 'integration-504',
  needsAny: ['executionLog', 'accessLog'],
  match({ executionLog, accessLog }, { failure }) {
    if (failure !== undefined) return undefined;
    const answer = executionLog?.events.findLast(
      ({ step }) =>
        (step.kind === 'received' && step.status === 504) ||
        (step.kind === 'endpoint-response-body' && step.proxyStatus === 504),
    );
    if (answer !== undefined)
      return {
        phase: 'none',
        confidence: 'certain',
        because: [lineFact('backend-answered-504', answer, {})],
      };
    if (accessLog?.integrationStatus !== 504 || accessLog.errorResponseType !== undefined) return undefined;
    return {
      phase: 'none',
      confidence: 'certain',
      because: [rowFact('row-backend-504', accessLog, {})],
    };
  },
});
