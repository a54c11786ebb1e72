import type { FailureGroup } from './window-evidence.ts';

/**
 * One request is counted once, though an execution log, its delivered copy and an access log may all hold it. The execution
 * log that saw most failures of a stage speaks for it, since it says how they failed; what the access log saw beyond those,
 * of methods that write no execution log, is added as the access log tells it.
 */
export function chooseLog(
  executions: readonly FailureGroup[],
  accesses: readonly FailureGroup[],
): FailureGroup[] {
  const byStage = new Map<string, { executions: FailureGroup[]; accesses: FailureGroup[] }>();
  const logsOf = ({ apiId, stage }: FailureGroup) => {
    const logs = byStage.get(`${apiId}/${stage}`) ?? { executions: [], accesses: [] };
    byStage.set(`${apiId}/${stage}`, logs);
    return logs;
  };
  for (const group of executions) logsOf(group).executions.push(group);
  for (const group of accesses) logsOf(group).accesses.push(group);
  return [...byStage.values()].flatMap((logs) => {
    const chosen = fullest(logs.executions);
    const rows = fullest(logs.accesses);
    return [...withRoutes(chosen, rows), ...beyond(rows, chosen)];
  });
}

/** An execution log at ERROR names no route: where all rows of that minute and status name the same one, that is it. */
function withRoutes(groups: readonly FailureGroup[], rows: readonly FailureGroup[]): FailureGroup[] {
  const momentOf = ({ minuteMs, status }: FailureGroup) => `${minuteMs} ${status}`;
  const routes = new Map<string, Set<string | undefined>>();
  for (const row of rows) {
    const those = routes.get(momentOf(row));
    if (those === undefined) routes.set(momentOf(row), new Set([row.route]));
    else those.add(row.route);
  }
  return groups.map((group) => {
    const those = routes.get(momentOf(group));
    const [route] = those ?? [];
    return group.route !== undefined || route === undefined || those?.size !== 1
      ? group
      : { ...group, route };
  });
}

/** The groups of the one log that counted most requests. */
function fullest(groups: readonly FailureGroup[]): FailureGroup[] {
  const logs = new Map<string, FailureGroup[]>();
  for (const group of groups) {
    const those = logs.get(group.log ?? '');
    if (those === undefined) logs.set(group.log ?? '', [group]);
    else those.push(group);
  }
  const requests = (those: readonly FailureGroup[]) => those.reduce((sum, one) => sum + one.requests, 0);
  return [...logs.values()].sort((a, b) => requests(b) - requests(a))[0] ?? [];
}

/** How the same request looks in both logs, from alike in everything to anything at all: a minute's end may lie between. */
const likenesses: readonly ((group: FailureGroup) => string)[] = [
  ({ minuteMs, status, route }) => `${minuteMs} ${status} ${route}`,
  ({ minuteMs, status }) => `${minuteMs} ${status}`,
  ({ status }) => `${status}`,
  () => '',
];

/** What is left of these groups once as many requests as the others hold are taken away, the likeliest first. */
function beyond(groups: readonly FailureGroup[], others: readonly FailureGroup[]): FailureGroup[] {
  const left = groups.map((group) => ({ group, requests: group.requests }));
  const taken = others.map((group) => ({ group, requests: group.requests }));
  for (const likeness of likenesses) {
    const alike = new Map<string, typeof left>();
    for (const one of left) {
      if (one.requests === 0) continue;
      const those = alike.get(likeness(one.group));
      if (those === undefined) alike.set(likeness(one.group), [one]);
      else those.push(one);
    }
    for (const other of taken) {
      const those = alike.get(likeness(other.group)) ?? [];
      for (let one = those.at(-1); one !== undefined && other.requests > 0; one = those.at(-1)) {
        const both = Math.min(one.requests, other.requests);
        one.requests -= both;
        other.requests -= both;
        if (one.requests === 0) those.pop();
      }
    }
  }
  return left.flatMap(({ group, requests }) => (requests === 0 ? [] : [{ ...group, requests }]));
}
