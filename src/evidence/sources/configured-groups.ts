import type { Config } from '../../config-schema.ts';
import { findPlace, type Place } from '../locate/list-places.ts';
import type { SourceContext } from './source.ts';

/** Log groups of one kind that the configuration names for this API, each with the place that it is in. */
export function configuredGroups(
  context: SourceContext,
  kind: Config['backends'][number]['kind'],
): { place: Place; logGroup: string }[] {
  const { investigation, place } = context;
  return backendsOf(context)
    .filter((backend) => backend.kind === kind)
    .flatMap((backend) => {
      const target = findPlace(investigation, place, backend.account, backend.region);
      return target && backend.logGroup !== undefined ? [{ place: target, logGroup: backend.logGroup }] : [];
    });
}

/** Load balancers that the configuration names for this API, each with the place that its metrics are in. */
export function configuredBalancers(
  context: SourceContext,
): { place: Place; loadBalancer: string; targetGroups: string[] }[] {
  const { investigation, place } = context;
  return backendsOf(context).flatMap(({ account, region, loadBalancer, targetGroups }) => {
    const target = findPlace(investigation, place, account, region);
    return target && loadBalancer !== undefined ? [{ place: target, loadBalancer, targetGroups }] : [];
  });
}

function backendsOf(context: SourceContext): Config['backends'] {
  const { apiId } = context.request();
  const apiName = context.known?.api.apiName;
  return context.investigation.context.config.backends.filter(
    ({ apis }) => apis.length === 0 || apis.some((named) => named === apiId || named === apiName),
  );
}
