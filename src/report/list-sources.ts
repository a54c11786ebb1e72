import type { Evidence, SourceName } from '../evidence/evidence.ts';
import type { Observation } from '../evidence/observation.ts';

const isExecutionGroup = (target: string) =>
  /(?:^|:)(?:API-Gateway-Execution-Logs_|\/aws\/apigateway\/)/.test(target);

/**
 * The console's address of what a source said. The request's own search goes through logs of both kinds, each perhaps by
 * itself: then the one through a log of the source's kind, by the usual names, else the first.
 */
export function linkOf(name: SourceName, { searches }: Observation<unknown>): string | undefined {
  const linked = searches.filter(({ link }) => link !== undefined);
  const own = linked.find(({ target }) => {
    const kinds = target.split(', ').map(isExecutionGroup);
    return name === 'executionLog' ? kinds.includes(true) : name !== 'accessLog' || kinds.includes(false);
  });
  return (own ?? linked[0])?.link;
}

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
