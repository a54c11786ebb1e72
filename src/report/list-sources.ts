import type { Evidence, SourceName } from '../evidence/evidence.ts';
import type { Observation } from '../evidence/observation.ts';

/** Every source with what it said, in the order in which evidence is shown. */
export function sources(evidence: Evidence): [SourceName, Observation<unknown>][] {
  const seen = evidence.observations;
  return [
    ['executionLog', seen.executionLog],
    ['accessLog', seen.accessLog],
    ['functionLog', seen.functionLog],
    ['authorizerLog', seen.authorizerLog],
    ['gatewaySettings', seen.gatewaySettings],
    ['functionSettings', seen.functionSettings],
    ['trace', seen.trace],
    ['loadBalancerLog', seen.loadBalancerLog],
    ['flowLog', seen.flowLog],
    ['backendLog', seen.backendLog],
    ['clientResponse', seen.clientResponse],
    ['metrics', seen.metrics],
    ['deployments', seen.deployments],
  ];
}
