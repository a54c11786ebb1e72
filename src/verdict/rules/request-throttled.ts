import { lineFact } from '../state-fact.ts';
import { defineRule } from './rule.ts';

/** A usage plan's limit stopped the request before the integration. */
export const requestThrottled = defineRule({
  cause: 'request-throttled',
  needsAny: ['executionLog'],
  match({ executionLog }) {
    const event = executionLog?.events.find(({ step }) => step.kind === 'throttled');
    if (event === undefined) return undefined;
    return {
      phase: 'none',
      confidence: 'certain',
      because: [lineFact('stated-request-throttled', event, {})],
    };
  },
});
