import { stateFact } from '../state-fact.ts';
import type { Timeline } from '../timeline.ts';
import type { Fact } from '../verdict.ts';
import type { Rule } from './rule.ts';
import { gatewayLogs, statedRule } from './stated-rule.ts';

const stated = statedRule('backend-error', [...gatewayLogs, 'clientResponse']);

/** The integration's own error, other than 504, passed on. Where a load balancer made it, its own row says so. */
export const backendError: Rule = {
  ...stated,
  match(material) {
    const match = stated.match(material);
    return match === undefined
      ? undefined
      : { ...match, because: [...match.because, ...byBalancer(material.timeline)] };
  },
};

/** An error of the balancer's: the one that was received, in a row of this very trace with no target's status beside it. */
function byBalancer({ balancer, stated: told }: Timeline): Fact[] {
  const row = balancer?.value;
  const status = row?.loadBalancerStatus;
  if (balancer?.byId !== true || row === undefined || row.targetStatus !== undefined) return [];
  if (status === undefined || status !== told?.fact.args.status) return [];
  return [
    row.requestProcessingMs === null
      ? stateFact('balancer-failed-to-send', { status }, 'loadBalancerLog', row)
      : stateFact('balancer-made-it', { status }, 'loadBalancerLog', row),
  ];
}
