import type { Evidence, Found, SourceName } from '../evidence/evidence.ts';
import type { Observation } from '../evidence/observation.ts';

export type FoundSources = { [Name in SourceName]?: Found<Name> | undefined };

/** The values of all sources that were found. */
export function foundSources({ observations: seen }: Evidence): FoundSources {
  return {
    executionLog: foundValue(seen.executionLog),
    accessLog: foundValue(seen.accessLog),
    functionLog: foundValue(seen.functionLog),
    authorizerLog: foundValue(seen.authorizerLog),
    gatewaySettings: foundValue(seen.gatewaySettings),
    functionSettings: foundValue(seen.functionSettings),
    trace: foundValue(seen.trace),
    loadBalancerLog: foundValue(seen.loadBalancerLog),
    flowLog: foundValue(seen.flowLog),
    backendLog: foundValue(seen.backendLog),
    clientResponse: foundValue(seen.clientResponse),
    metrics: foundValue(seen.metrics),
    deployments: foundValue(seen.deployments),
  };
}

function foundValue<Kept>(observation: Observation<Kept>): Kept | undefined {
  return observation.status === 'found' ? observation.value : undefined;
}

/** Sources that were searched to their end and held nothing. A search that stopped early proves no absence. */
export function absentSources({ observations }: Evidence): ReadonlySet<SourceName> {
  const isAbsent = (seen: Observation<unknown>) =>
    seen.status === 'absent' &&
    seen.searches.length > 0 &&
    seen.searches.every(({ status }) => status === 'complete');
  const names: SourceName[] = [
    'executionLog',
    'accessLog',
    'functionLog',
    'authorizerLog',
    'trace',
    'loadBalancerLog',
    'flowLog',
    'backendLog',
    'metrics',
  ];
  return new Set(names.filter((name) => isAbsent(observations[name])));
}
