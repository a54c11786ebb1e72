import { balancerTimeout } from '../outside/balancer.ts';
import { stateFact } from '../state-fact.ts';
import type { Rule } from './rule.ts';
import { gatewayLogs } from './stated-rule.ts';

/** The backend answered 504 itself. Where a load balancer made it, its own row says for what. */
export const integration504: Rule = {
  cause: 'integration-504',
  needs: [
    ...gatewayLogs.map((name) => ({ found: [name] })),
    { found: ['clientResponse'] },
    { found: ['trace'] },
  ],
  match({ timeline: { stated, sending, balancer } }) {
    if (stated?.cause !== 'integration-504') return undefined;
    const timeout = balancerTimeout(balancer, sending?.atMs, stated.waitedMs);
    return {
      phase: stated.phase,
      confidence: stated.confidence,
      because: [
        stated.fact,
        ...(timeout?.kind === 'wait'
          ? [stateFact('balancer-waited', { elapsedMs: timeout.elapsedMs }, 'loadBalancerLog', timeout.row)]
          : []),
      ],
    };
  },
};
