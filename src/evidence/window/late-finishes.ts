import { nameOfGroup } from '../../aws/filter-events.ts';
import { getFunctionSettings } from '../../aws/functions.ts';
import type { Investigation } from '../investigation.ts';
import type { Place } from '../locate/list-places.ts';
import { queryGroups, type RowsFound } from '../search-groups.ts';
import { positive } from './place-group.ts';
import type { Change, LateFinishes, WindowQuestion } from './window-evidence.ts';

/** Functions looked at; with more failing at once the functions are not what they have in common. */
const mostFunctions = 10;
/** A late invocation ends after the alarm's window; Lambda runs 15 minutes at most. */
const runsOnMs = 15 * 60_000;

/** Different timeouts that are told apart, each by a query of its own; with more the longest counts for the rest. Our choice. */
const mostLimits = 2;

/** A function that requests failed on, and how long the gateway waits for it at most, ms. */
export interface FailingFunction {
  name: string;
  limitMs: number;
}

/** How often the failing functions ran on past the gateway's timeout, and when they were last changed. */
export async function countLateFinishes(
  place: Place,
  functions: readonly FailingFunction[],
  question: WindowQuestion,
  investigation: Investigation,
): Promise<{ late: LateFinishes[]; changes: Change[]; found: RowsFound }> {
  const asked = functions.slice(0, mostFunctions);
  const settings = await Promise.all(
    asked.map(({ name }) => getFunctionSettings(place.session, name, undefined, investigation.signal)),
  );
  const known = settings.flatMap((answer) => (answer.ok ? [answer.value.settings] : []));
  const logGroups = asked.map(({ name, limitMs }) => ({
    name: known.find((one) => one.functionName === name)?.logGroup ?? `/aws/lambda/${name}`,
    functionName: name,
    limitMs: Math.round(limitMs),
  }));
  const found: RowsFound = { rows: [], searches: [], failures: [] };
  const late: LateFinishes[] = [];
  await Promise.all(
    byLimit(logGroups).map(async ([limitMs, groups]) => {
      const counted = await queryGroups(
        place.session,
        {
          template: 'queries/window-late',
          values: { limitMs },
          groups: groups.map(({ name }) => ({ name })),
          fromMs: question.fromMs,
          toMs: Math.min(question.toMs + runsOnMs, investigation.context.now()),
          limit: 1_000,
        },
        investigation,
      );
      found.searches.push(...counted.searches);
      found.failures.push(...counted.failures);
      late.push(
        ...counted.rows.flatMap(({ row, groups: searched }): LateFinishes[] => {
          const group = row['@log'] === undefined ? searched[0]?.name : nameOfGroup(row['@log']);
          const functionName = groups.find(({ name }) => name === group)?.functionName;
          const requests = positive(row.requests);
          return functionName === undefined || requests === undefined
            ? []
            : [{ functionName, limitMs, requests }];
        }),
      );
    }),
  );
  const changes = known.flatMap((one): Change[] =>
    one.lastModifiedMs === undefined
      ? []
      : [{ what: 'function', name: one.functionName, atMs: one.lastModifiedMs }],
  );
  return { late, changes, found };
}

/** Log groups by the limit that counts for them; never a shorter one than their own, or work in time would count as late. */
function byLimit<Group extends { limitMs: number }>(groups: readonly Group[]): [number, Group[]][] {
  const limits = [...new Set(groups.map(({ limitMs }) => limitMs))].sort((a, b) => a - b);
  const own = limits.slice(0, mostLimits - 1);
  const longest = limits.at(-1);
  const kept = longest === undefined || own.includes(longest) ? own : [...own, longest];
  return kept.map((limitMs) => [
    limitMs,
    groups.filter((group) => (own.includes(group.limitMs) ? group.limitMs : longest) === limitMs),
  ]);
}
