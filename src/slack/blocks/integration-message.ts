import type { Finding, Report } from '../../report/report.ts';
import { formatSeconds } from '../../templates.ts';
import { truncate } from '../limits.ts';
import { consoleLink } from './console-link.ts';
import { placesOf, statusOf } from './coverage.ts';
import { fallback, fields } from './elements.ts';
import { type AnswerContext, type Message, words } from './message.ts';
import { list, preformatted, richText, section, text } from './rich-text.ts';
import { shortId } from './route.ts';

/** Sources that speak of the integration itself. */
const itsSources = new Set([
  'gatewaySettings',
  'functionSettings',
  'functionLog',
  'loadBalancerLog',
  'backendLog',
  'metrics',
  'deployments',
]);
/** Steps of the guide that are about the integration: was it invoked, how long did it take, what to improve. */
const itsSteps = new Set([8, 9, 11, 13, 14, 15]);

/** Is the integration well? Its timeouts, what its own log, metrics and settings said, and what the guide makes of them. */
export function integrationMessage({ report, evidence }: Finding, ctx: AnswerContext): Message {
  const say = (key: string, values: Record<string, unknown> = {}) =>
    words(ctx.templates, `integration.${key}`, values);
  const { budget, checklist } = report;
  const title = say('title', { id: shortId(report.request.id) });
  const sources = evidence.filter((item) => itsSources.has(item.source));
  const steps = checklist.filter((step) => itsSteps.has(step.step) && step.status !== 'not-applicable');
  const time = (ms: number | undefined) => (ms === undefined ? say('unknown') : formatSeconds(ms));
  return {
    text: fallback(title, ...budget.findings.slice(0, 3).map((item) => truncate(item, 300))),
    blocks: [
      richText(section(text(title, { bold: true }))),
      ...fields([
        [say('gatewayLimit'), time(budget.gatewayMs)],
        [say('functionLimit'), time(budget.functionMs)],
        [say('upstreamLimit'), budget.upstreamMs === undefined ? '' : time(budget.upstreamMs)],
      ]),
      ...(budget.findings.length === 0
        ? []
        : [
            richText(
              list(
                'bullet',
                budget.findings.slice(0, 6).map((item) => section(text(truncate(item, 300)))),
              ),
            ),
          ]),
      ...(sources.length === 0
        ? []
        : [
            richText(
              section(text(say('looked'), { bold: true })),
              ...sources.flatMap((item) => [
                section(
                  text(
                    `${words(ctx.templates, `proof.symbols.${item.status}`)} ${truncate(item.title, 60)}: ` +
                      `${statusOf(item, ctx.templates)}${whereOf(item, ctx)}`,
                  ),
                  ...consoleLink(item.link, words(ctx.templates, 'proof.open'), 300),
                ),
                ...(item.source === 'deployments' && item.lines.length > 0
                  ? [
                      preformatted(
                        item.lines
                          .map((line) => truncate(line.text, 200))
                          .slice(0, 5)
                          .join('\n'),
                      ),
                    ]
                  : []),
              ]),
            ),
          ]),
      ...(steps.length === 0
        ? []
        : [
            richText(
              section(text(say('steps'), { bold: true })),
              list(
                'bullet',
                steps.map((step) =>
                  section(
                    text(
                      `${words(ctx.templates, `checklist.symbols.${step.status}`)} ${step.step}. ${truncate(step.title, 150)}`,
                    ),
                    text(`${statusBefore(step, ctx)} ${truncate(step.note, 250)}`),
                  ),
                ),
              ),
            ),
          ]),
    ],
  };
}

/** The places that were looked in; a source that could not be read has the reason's name there, which says nothing. */
function whereOf({ status, detail }: Finding['evidence'][number], ctx: AnswerContext): string {
  const isName = status === 'unavailable' && /^[a-z]+(?:-[a-z]+)*$/.test(detail);
  return detail === '' || isName ? '' : ` (${truncate(placesOf(detail, ctx.templates), 120)})`;
}

/** " (to do)", or nothing where the note itself begins so. */
function statusBefore({ status, note }: Report['checklist'][number], ctx: AnswerContext): string {
  const said = words(ctx.templates, `checklist.statuses.${status}`);
  return note.toLowerCase().startsWith(said) ? ':' : ` (${said})`;
}
