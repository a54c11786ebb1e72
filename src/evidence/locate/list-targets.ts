import { nameOfGroup } from '../../aws/filter-events.ts';
import { describeNamedGroups, type LogGroup } from '../../aws/log-groups.ts';
import type { RequestIdKind } from '../../inquiry/inquiry.ts';
import type { Investigation } from '../investigation.ts';
import type { SearchedGroup } from '../search-groups.ts';
import type { Place } from './list-places.ts';
import { type KnownStage, neverHolds, type StageList } from './list-stages.ts';

/** One log group to search for the request, and the stages that write to it. */
export interface Target {
  group: SearchedGroup;
  kind: 'execution' | 'access';
  stages: KnownStage[];
}

/** More groups than this are not described, 50 to a call: the quota is 10 calls a second for the whole account. */
const mostDescribed = 200;

/**
 * Log groups that can hold an id of this kind. Groups that do not exist are left out where the list of groups could be read.
 */
export function listTargets(list: StageList, kind: RequestIdKind): Target[] {
  const targets = new Map<string, Target>();
  const add = (group: string, of: Target['kind'], stage: KnownStage, info: LogGroup | undefined) => {
    const there = targets.get(group);
    if (there) {
      if (!there.stages.includes(stage)) there.stages.push(stage);
      return;
    }
    const arn = group.startsWith('arn:') ? group : undefined;
    targets.set(group, {
      group: { name: nameOfGroup(group), arn, info },
      kind: of,
      stages: [stage],
    });
  };
  for (const stage of list.stages) {
    if (neverHolds(stage.api, kind)) continue;
    for (const group of stage.executionLogGroups) {
      const info = list.logGroups?.get(nameOfGroup(group));
      const isByConvention = /^(API-Gateway-Execution-Logs_|\/aws\/apigateway\/)/.test(group);
      if (isByConvention && list.logGroups !== undefined && info === undefined) continue;
      add(group, 'execution', stage, info);
    }
    if (stage.stage.accessLogGroup !== undefined)
      add(stage.stage.accessLogGroup, 'access', stage, list.logGroups?.get(stage.stage.accessLogGroup));
  }
  return [...targets.values()];
}

/** Fills in size, retention and class of groups that are not known yet, for the cost guard. Silent where denied. */
export async function describeTargets(
  place: Place,
  targets: readonly Target[],
  investigation: Investigation,
): Promise<void> {
  const unknown = targets.filter(
    (target) => target.group.info === undefined && target.group.arn === undefined,
  );
  const described = unknown.slice(0, mostDescribed);
  const answers = await describeNamedGroups(
    place.session,
    described.map((target) => target.group.name),
    investigation.signal,
  );
  described.forEach((target, index) => {
    const answer = answers[index];
    if (answer?.ok && answer.value) target.group.info = answer.value;
  });
}
