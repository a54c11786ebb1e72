import type { Rule } from './rule.ts';
import { gatewayLogs } from './stated-rule.ts';
import { timedOut } from './timed-out.ts';

/** Sources of the far side, any of which can show that the request got there. */
const farSide = ['functionLog', 'trace', 'loadBalancerLog', 'backendLog', 'flowLog'] as const;

/** The gateway's budget ran out and outside evidence shows that the request had been delivered. */
export const slowIntegration: Rule = {
  cause: 'slow-integration',
  needs: [
    ...farSide.map((name) => ({ found: [name] })),
    // An id that comes with the response's headers stands in the gateway's own logs.
    ...gatewayLogs.map((name) => ({ found: [name] })),
  ],
  match({ timeline }) {
    const stated = timedOut(timeline);
    const [first, ...more] = timeline.deliveries;
    if (stated === undefined || first === undefined) return undefined;
    return {
      phase: timeline.deliveries.some(
        ({ isSlowToSend, confidence }) => isSlowToSend && confidence === first.confidence,
      )
        ? 'send'
        : 'wait',
      confidence: first.confidence,
      because: [
        stated.fact,
        ...first.because,
        ...more.filter((each) => each.confidence === 'likely').flatMap(({ because }) => because),
      ],
    };
  },
};
