import type { SourceName } from '../../evidence/evidence.ts';
import type { Cause } from '../verdict.ts';
import type { Rule } from './rule.ts';

/** A rule for a cause that the deciding source states outright. */
export function statedRule(cause: Cause, sources: readonly SourceName[]): Rule {
  return {
    cause,
    needs: sources.map((name) => ({ found: [name] })),
    match({ timeline: { stated } }) {
      if (stated?.cause !== cause) return undefined;
      const { phase, confidence, fact, besides } = stated;
      return { phase, confidence, because: besides === undefined ? [fact] : [fact, besides] };
    },
  };
}

/** The gateway's own two logs. */
export const gatewayLogs = ['executionLog', 'accessLog'] as const;
/** Every source that lets one tell how a request ended. */
export const allTellers = ['executionLog', 'accessLog', 'clientResponse', 'trace', 'functionLog'] as const;
