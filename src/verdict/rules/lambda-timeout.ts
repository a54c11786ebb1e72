import { findWaits } from '../outside/waits.ts';
import { stateFact } from '../state-fact.ts';
import type { Rule } from './rule.ts';
import { gatewayLogs } from './stated-rule.ts';

/** The function's own timeout ended it. What it waited for, where its log says so, stands beside. */
export const lambdaTimeout: Rule = {
  cause: 'lambda-timeout',
  needs: [...gatewayLogs.map((name) => ({ found: [name] })), { found: ['functionLog'] }],
  match({ timeline }) {
    const { stated } = timeline;
    if (stated?.cause !== 'lambda-timeout') return undefined;
    const waits = findWaits(timeline)
      .sort((a, b) => b.endMs - b.startMs - (a.endMs - a.startMs))
      .slice(0, 2);
    return {
      phase: stated.phase,
      confidence: stated.confidence,
      because: [
        stated.fact,
        ...(stated.confidence === 'possible' ? [stateFact('gateway-may-have-ended', {}, 'functionLog')] : []),
        ...waits.map(({ fact }) => fact),
      ],
    };
  },
};
