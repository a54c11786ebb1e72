import type { Investigation } from '../investigation.ts';
import type { Place } from '../locate/list-places.ts';
import type { Target } from '../locate/list-targets.ts';
import { queryGroups, type RowsFound } from '../search-groups.ts';
import { accessPattern } from './access-pattern.ts';
import { placeGroup, positive } from './place-group.ts';
import { type FailureGroup, stretchOf, type WindowQuestion } from './window-evidence.ts';

const mostRows = 10_000;
/** Grouped by exactly these where the format carries them; latencies are folded, ids give one example. */
const grouping = [
  'httpMethod',
  'resourcePath',
  'routeKey',
  'errorMessage',
  'responseType',
  'integrationError',
  'integrationCodeStatus',
  'integrationStatus',
];

/**
 * Failures of access logs, counted: one query for each distinct format, however many requests failed. `unread`: logs whose
 * format tells no status or no id; `mixed`: logs that several stages share, each with a format of its own, of which only the
 * first is counted, since a row may look like a row of the others.
 */
export async function countAccessFailures(
  place: Place,
  targets: readonly Target[],
  question: WindowQuestion,
  investigation: Investigation,
): Promise<{ groups: FailureGroup[]; found: RowsFound; unread: Target[]; mixed: Target[] }> {
  const byFormat = new Map<string, Target[]>();
  const unread: Target[] = [];
  const mixed: Target[] = [];
  for (const target of targets) {
    const formats = [...new Set(target.stages.map(({ stage }) => stage.accessLogFormat ?? ''))];
    const format = formats.find(accessPattern) ?? '';
    if (formats.length > 1) mixed.push(target);
    if (accessPattern(format)) byFormat.set(format, [...(byFormat.get(format) ?? []), target]);
    else unread.push(target);
  }
  const all: RowsFound = { rows: [], searches: [], failures: [] };
  const groups: FailureGroup[] = [];
  await Promise.all(
    [...byFormat].map(async ([format, members]) => {
      const compiled = accessPattern(format);
      if (!compiled) return;
      const has = (name: string) => compiled.fields.includes(name);
      const latency = ['responseLatency', 'integrationLatency'].find(has);
      const found = await queryGroups(
        place.session,
        {
          template: 'queries/window-access',
          values: {
            pattern: compiled.pattern,
            fields: grouping.filter(has),
            id: has('requestId') ? 'requestId' : 'extendedRequestId',
            latency: latency ?? '',
            stretchMs: stretchOf(question),
            client: has('clientIp') ? 'clientIp' : '',
          },
          groups: members.map((target) => target.group),
          fromMs: question.fromMs,
          toMs: question.toMs,
          limit: mostRows,
        },
        investigation,
      );
      all.rows.push(...found.rows);
      all.searches.push(...found.searches);
      all.failures.push(...found.failures);
      groups.push(
        ...found.rows.flatMap(({ row, groups: asked }) => {
          const known = placeGroup(place, members, asked, row['@log']);
          const group = readRow(row, known, stretchOf(question));
          return group ? [group] : [];
        }),
      );
    }),
  );
  return { groups, found: all, unread, mixed };
}

function readRow(
  row: Record<string, string>,
  known: ReturnType<typeof placeGroup>,
  stretchMs: number,
): FailureGroup | undefined {
  const requests = positive(row.requests);
  const status = positive(row.status);
  const minute = positive(row.minute);
  if (!known || requests === undefined || status === undefined || minute === undefined) return undefined;
  const medianMs = positive(row.median);
  const slowestMs = positive(row.slowest);
  const clients = positive(row.clients);
  const route = present(row.routeKey) ?? both(present(row.httpMethod), present(row.resourcePath));
  return {
    ...known,
    ...(row['@log'] === undefined ? {} : { log: row['@log'] }),
    ...(route === undefined ? {} : { route }),
    status,
    sample: sampleOf(row),
    minuteMs: minute * stretchMs,
    requests,
    firstMs: positive(row.first) ?? minute * stretchMs,
    lastMs: positive(row.last) ?? minute * stretchMs,
    ...(medianMs === undefined ? {} : { medianMs }),
    ...(slowestMs === undefined ? {} : { slowestMs }),
    ...(clients ? { clients: { count: clients, one: row.client ?? '' } } : {}),
    exampleId: row.example ?? '',
  };
}

/** One row as the JSON preset of an access log would write it; the readers know these names. */
function sampleOf(row: Record<string, string>): string {
  const told = ['status', ...grouping].flatMap((name) => {
    const value = present(row[name]);
    return value === undefined ? [] : [[name, value]];
  });
  return JSON.stringify({
    requestId: row.example,
    ...Object.fromEntries(told),
    ...(present(row.median) ? { responseLatency: row.median } : {}),
  });
}

function present(text: string | undefined): string | undefined {
  return text === undefined || text === '' || text === '-' ? undefined : text;
}

function both(method: string | undefined, path: string | undefined): string | undefined {
  return path === undefined ? undefined : `${method ?? 'ANY'} ${path}`;
}
