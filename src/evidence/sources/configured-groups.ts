import type { Config } from '../../config-schema.ts';
import { findPlace, type Place } from '../locate/list-places.ts';
import type { SourceContext } from './source.ts';

/** Log groups of one kind that the configuration names for this API, each with the place that it is in. */
export function configuredGroups(
  context: SourceContext,
  kind: Config['backends'][number]['kind'],
): { place: Place; logGroup: string }[] {
  const { investigation, place, known } = context;
  const request = context.request();
  return investigation.context.config.backends
    .filter((backend) => backend.kind === kind)
    .filter(
      ({ apis }) =>
        apis.length === 0 ||
        (request.apiId !== undefined && apis.includes(request.apiId)) ||
        (known !== undefined && apis.includes(known.api.apiName)),
    )
    .flatMap((backend) => {
      const target = findPlace(investigation, place, backend.account, backend.region);
      return target ? [{ place: target, logGroup: backend.logGroup }] : [];
    });
}
