import type { Evidence, SourceName } from '../evidence/evidence.ts';
import type { Observation, Search } from '../evidence/observation.ts';

const isExecutionGroup = (target: string) =>
  /(?:^|:)(?:API-Gateway-Execution-Logs_|\/aws\/apigateway\/)/.test(target);

/**
 * The console's address of what a source said at a moment (epoch ms). A request is searched for in several windows and in
 * logs of both kinds: then the search whose window holds the moment counts, through a log of the source's kind by the
 * usual names; else the first of that kind.
 */
export function linkOf(
  name: SourceName,
  { searches }: Observation<unknown>,
  atMs: number | undefined,
): string | undefined {
  const linked = searches.filter(({ link }) => link !== undefined);
  const own = linked.filter(({ target }) => {
    const kinds = target.split(', ').map(isExecutionGroup);
    return name === 'executionLog' ? kinds.includes(true) : name !== 'accessLog' || kinds.includes(false);
  });
  const near = own.length > 0 ? own : linked;
  const holds = ({ fromMs, toMs }: Search) =>
    atMs !== undefined && fromMs !== undefined && toMs !== undefined && fromMs <= atMs && atMs <= toMs;
  return (near.find(holds) ?? near[0])?.link;
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
