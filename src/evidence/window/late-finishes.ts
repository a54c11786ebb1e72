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

/** How often the failing functions ran on past the gateway's timeout, and when they were last changed. One query. */
export async function countLateFinishes(
  place: Place,
  functionNames: readonly string[],
  limitMs: number,
  question: WindowQuestion,
  investigation: Investigation,
): Promise<{ late: LateFinishes[]; changes: Change[]; found: RowsFound }> {
  const asked = functionNames.slice(0, mostFunctions);
  const settings = await Promise.all(
    asked.map((name) => getFunctionSettings(place.session, name, undefined, investigation.signal)),
  );
  const known = settings.flatMap((answer) => (answer.ok ? [answer.value.settings] : []));
  const logGroups = asked.map((name) => ({
    name: known.find((one) => one.functionName === name)?.logGroup ?? `/aws/lambda/${name}`,
    functionName: name,
  }));
  const found = await queryGroups(
    place.session,
    {
      template: 'queries/window-late',
      values: { limitMs: Math.round(limitMs) },
      groups: logGroups.map(({ name }) => ({ name })),
      fromMs: question.fromMs,
      toMs: Math.min(question.toMs + runsOnMs, investigation.context.now()),
      limit: 1_000,
    },
    investigation,
  );
  const late = found.rows.flatMap(({ row, groups }): LateFinishes[] => {
    const group = row['@log'] === undefined ? groups[0]?.name : nameOfGroup(row['@log']);
    const functionName = logGroups.find(({ name }) => name === group)?.functionName;
    const requests = positive(row.requests);
    return functionName === undefined || requests === undefined ? [] : [{ functionName, limitMs, requests }];
  });
  const changes = known.flatMap((one): Change[] =>
    one.lastModifiedMs === undefined
      ? []
      : [{ what: 'function', name: one.functionName, atMs: one.lastModifiedMs }],
  );
  return { late, changes, found };
}
