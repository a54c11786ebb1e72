import { lineFact } from '../state-fact.ts';
import { defineRule } from './rule.ts';

/** The gateway's last line states a status below 400. */
export const succeeded = defineRule({
  cause: 'succeeded',
  needsAny: ['executionLog'],
  match({ executionLog }, { failure }) {
    const last = executionLog?.events.findLast(({ step }) => step.kind === 'completed');
    if (failure !== undefined || last?.step.kind !== 'completed' || last.step.status >= 400) return undefined;
    return {
      phase: 'none',
      confidence: 'certain',
      because: [lineFact('stated-succeeded', last, { status: last.step.status })],
    };
  },
});
