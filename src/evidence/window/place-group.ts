import { nameOfGroup } from '../../aws/filter-events.ts';
import type { Place } from '../locate/list-places.ts';
import type { Target } from '../locate/list-targets.ts';
import type { SearchedGroup } from '../search-groups.ts';
import type { FailureGroup } from './window-evidence.ts';

/** Which API and stage a row's log group belongs to; undefined for a group that several stages share. */
export function placeGroup(
  place: Place,
  targets: readonly Target[],
  asked: readonly SearchedGroup[],
  log: string | undefined,
): Pick<FailureGroup, 'account' | 'region' | 'apiId' | 'apiName' | 'apiType' | 'stage'> | undefined {
  const name = log === undefined ? (asked.length === 1 ? asked[0]?.name : undefined) : nameOfGroup(log);
  const stages = targets.find((target) => target.group.name === name)?.stages ?? [];
  const [stage] = stages;
  if (!stage) return undefined;
  return {
    ...(place.session.account === undefined ? {} : { account: place.session.account }),
    region: place.region,
    apiId: stage.api.apiId,
    apiName: stages.length > 1 ? stages.map((one) => one.api.apiName).join(', ') : stage.api.apiName,
    apiType: stage.api.apiType,
    stage: [...new Set(stages.map((one) => one.stage.stage))].join(', '),
  };
}

/** A number that a query gave, or undefined; Insights gives numbers as text, large ones as 1.7E12. */
export function positive(text: string | undefined): number | undefined {
  const value = text === undefined || text === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}
