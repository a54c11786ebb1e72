import type { Investigation } from '../investigation.ts';
import type { Place } from '../locate/list-places.ts';
import type { Target } from '../locate/list-targets.ts';
import { queryGroups, type RowsFound } from '../search-groups.ts';
import { shapeOf, shapePattern } from './path-shape.ts';
import { placeGroup, positive } from './place-group.ts';
import { type FailureGroup, stretchOf, type WindowQuestion } from './window-evidence.ts';

/** Most groups of failures that one query gives; Insights gives no more than 10,000 rows. */
const mostRows = 10_000;

/** Failures of execution logs, counted: one query for up to 50 stages, however many requests failed. */
export async function countExecutionFailures(
  place: Place,
  targets: readonly Target[],
  question: WindowQuestion,
  investigation: Investigation,
): Promise<{ groups: FailureGroup[]; found: RowsFound }> {
  const found = await queryGroups(
    place.session,
    {
      template: 'queries/window-execution',
      values: { shape: shapePattern(), stretchMs: stretchOf(question) },
      groups: targets.map((target) => target.group),
      fromMs: question.fromMs,
      toMs: question.toMs,
      limit: mostRows,
    },
    investigation,
  );
  const groups = found.rows.flatMap(({ row, groups: asked }): FailureGroup[] => {
    const known = placeGroup(place, targets, asked, row['@log']);
    const requests = positive(row.requests);
    const status = positive(row.s);
    const minute = positive(row.minute);
    if (!known || requests === undefined || status === undefined || minute === undefined) return [];
    const id = row.example ?? '';
    const medianMs = positive(row.median);
    const slowestMs = positive(row.slowest);
    const group = row['@log'];
    const target = row.f ?? row.u?.replace(/^https?:\/\//, '');
    return [
      {
        ...known,
        ...(group === undefined ? {} : { log: group }),
        ...(row.m && row.path ? { route: `${row.m} ${shapeOf(row.path)}`, path: row.path } : {}),
        ...(target ? { target } : {}),
        status,
        sample: sampleOf(row, id),
        minuteMs: minute * stretchOf(question),
        requests,
        firstMs: positive(row.first) ?? minute * stretchOf(question),
        lastMs: positive(row.last) ?? minute * stretchOf(question),
        ...(medianMs === undefined ? {} : { medianMs }),
        ...(slowestMs === undefined ? {} : { slowestMs }),
        exampleId: id,
      },
    ];
  });
  return { groups, found };
}

/** The lines that decided, put together again, so that one reading and one set of rules judges requests and windows. */
function sampleOf(row: Record<string, string>, id: string): string {
  const lambda = row.f
    ? `https://lambda.region.amazonaws.com/2015-03-31/functions/arn:aws:lambda:region:000000000000:function:${row.f}/invocations`
    : undefined;
  const sentTo = lambda ?? row.u;
  return [
    ...(row.m && row.path ? [`HTTP Method: ${row.m}, Resource Path: ${shapeOf(row.path)}`] : []),
    ...(sentTo ? [`Sending request to ${sentTo}`] : []),
    ...(row.a ? [`Received response. Status: ${row.a}, Integration latency: 1 ms`] : []),
    ...(row.b ? [`Endpoint response body before transformations: {"statusCode":${row.b}}`] : []),
    ...(row.why ? [row.why.replace(/ Lambda request id: \S*$/, '')] : []),
    ...(row.g ? [`Gateway response type: ${row.g}`] : []),
    `Method completed with status: ${row.s ?? ''}`,
  ]
    .map((line) => `(${id}) ${line}`)
    .join('\n');
}
