import type { KnownBlock } from '@slack/types';
import type { Answer, Finding, Report } from '../../report/report.ts';
import { countedAs } from '../../report/window.ts';
import { formatSeconds } from '../../templates.ts';
import { truncate } from '../limits.ts';
import { bound, context, fallback, fields, header, moment, only, plainText, remark } from './elements.ts';
import { type AnswerContext, type Message, words } from './message.ts';
import { list, quote, richText, section, text } from './rich-text.ts';
import { rootButtons } from './root-buttons.ts';
import { placeOf, routeOf, shortId } from './route.ts';
import { severalAnswersMessage } from './several-answers-message.ts';

/** The answer at a glance: eight blocks at most, the verdict first, readable on a phone. */
export function rootMessage(answer: Answer, ctx: AnswerContext): Message {
  const [finding, ...others] = answer.findings;
  if (!finding || others.length > 0) return severalAnswersMessage(answer, ctx);
  return {
    text: spokenVerdict(finding, ctx),
    blocks: [...verdictBlocks(finding, ctx), ...notesBlock(answer.notes), rootButtons(finding, ctx)],
  };
}

/** One request's verdict without buttons: for the root, and for each request of several. */
export function verdictBlocks({ report, words: said }: Finding, ctx: AnswerContext): KnownBlock[] {
  const { verdict, request } = report;
  const label = (key: string) => words(ctx.templates, `root.fields.${key}`);
  const firstSteps = said.doFirst.slice(0, 3).map((step) => section(text(truncate(step, 400))));
  const isOpen = verdict.cause === 'inconclusive';
  // Without a verdict, what is missing is the answer; how to get it stands in the thread.
  const missing = !isOpen
    ? []
    : verdict.notChecked
        .map(({ what, why }) => ({ what, why: firstSentence(why) }))
        .filter(({ why }) => !verdict.summary.includes(why))
        .slice(0, 3)
        .map(({ what, why }) =>
          section(text(truncate(what, 80), { bold: true }), text(` ${truncate(why, 160)}`)),
        );
  const gaps = verdict.notChecked.length;
  // A client's own paste may name neither a time, nor a place, nor an id; Slack refuses a line of nothing.
  const placeAndTime = [
    ...(request.at === undefined ? [] : [moment(Date.parse(request.at), { isUtcShown: true })]),
    ...[
      placeOf(request, ctx.accounts),
      truncate(request.id, 200),
      gaps > missing.length ? words(ctx.templates, 'root.gaps', { count: gaps }) : '',
    ]
      .filter((part) => part !== '')
      .map((part) => plainText(part, 300)),
  ];
  const retry = retryOf({ report, words: said });
  return only(
    header(headline({ report, words: said }, ctx)),
    richText(
      section(
        text(truncate(said.title, 150), { bold: true }),
        text(`\n${bound(truncate(verdict.summary, 900))}`),
      ),
    ),
    said.warning === undefined
      ? undefined
      : richText(
          quote(
            text(words(ctx.templates, 'root.warning'), { bold: true }),
            text(` ${bound(truncate(said.warning, 600))}`),
          ),
        ),
    ...fields(rootFields({ report, words: said }, ctx)),
    // A sentence; in half of a phone's width it would be a column of single words.
    retry === ''
      ? undefined
      : richText(section(text(label('retry'), { bold: true }), text(`\n${truncate(retry, 400)}`))),
    firstSteps.length + missing.length === 0
      ? undefined
      : richText(
          ...(firstSteps.length === 0
            ? []
            : [
                section(text(words(ctx.templates, 'root.doFirst'), { bold: true })),
                list('ordered', firstSteps),
              ]),
          ...(missing.length === 0
            ? []
            : [section(text(words(ctx.templates, 'root.missing'), { bold: true })), list('bullet', missing)]),
        ),
    placeAndTime.length === 0 ? undefined : context(...placeAndTime),
  );
}

/** "🔴 timeout · 504 · POST /orders" */
export function headline(
  { report, words: said }: Pick<Finding, 'report' | 'words'>,
  ctx: AnswerContext,
): string {
  const { request } = report;
  return words(ctx.templates, 'root.header', {
    mark: truncate(said.mark, 30),
    status: statusOf(report, ctx),
    route: routeOf(request) || shortId(request.id),
  });
}

/** The status that the client saw; a customised gateway response can give a timeout any other. */
function statusOf({ request, verdict }: Report, ctx: AnswerContext): string {
  const status = request.status === undefined ? '' : String(request.status);
  const isDisguised =
    request.apiType === 'rest' &&
    status !== '' &&
    status !== '504' &&
    countedAs(verdict.cause) === 'integration-timeout';
  return isDisguised ? words(ctx.templates, 'root.disguised', { status }) : status;
}

/** What is read aloud and shown on the lock screen: the verdict as a sentence. */
export function spokenVerdict({ report, words: said }: Finding, ctx: AnswerContext): string {
  const { verdict, request } = report;
  return fallback(
    words(ctx.templates, 'root.spoken', {
      mark: truncate(said.mark, 30),
      title: truncate(said.title, 150),
      route: routeOf(request) || truncate(request.id, 200),
      confidence: verdict.confidence,
    }),
    truncate(verdict.summary, 900),
    said.warning && `${words(ctx.templates, 'root.warning')} ${truncate(said.warning, 600)}`,
    said.doFirst[0] && words(ctx.templates, 'root.spokenFirst', { step: truncate(said.doFirst[0], 400) }),
  );
}

/** Short values only, two in a row; what another one says already, or what is not known, is no value. */
function rootFields(
  { report, words: said }: Pick<Finding, 'report' | 'words'>,
  ctx: AnswerContext,
): [string, string][] {
  const { verdict, budget, completedAfterTimeout } = report;
  const label = (key: string) => words(ctx.templates, `root.fields.${key}`);
  const answered = verdict.cause === 'succeeded';
  const isOpen = verdict.cause === 'inconclusive';
  const limit = budget.gatewayMs === undefined ? '' : formatSeconds(budget.gatewayMs);
  const isSaid = answered || limit === '' || `${said.whoGaveUp} ${verdict.summary}`.includes(limit);
  // The warning says it already, and louder.
  const isCompletedSaid =
    answered || said.warning !== undefined || (isOpen && completedAfterTimeout === 'unknown');
  return [
    [label('gaveUp'), said.whoGaveUp],
    [
      label('phase'),
      answered || (isOpen && verdict.phase === 'unknown')
        ? ''
        : words(ctx.templates, `root.phases.${verdict.phase}`),
    ],
    [label('confidence'), isOpen ? '' : words(ctx.templates, `root.confidences.${verdict.confidence}`)],
    [
      label('completed'),
      isCompletedSaid ? '' : words(ctx.templates, `root.completed.${completedAfterTimeout}`),
    ],
    [label('limit'), isSaid ? '' : limit],
  ];
}

/** Whether to send it again; nothing where the warning says it, or where nothing is known. */
function retryOf({ report: { verdict }, words: said }: Pick<Finding, 'report' | 'words'>): string {
  const isOpen = verdict.cause === 'inconclusive' && verdict.because.length === 0;
  return verdict.cause === 'succeeded' || said.warning !== undefined || isOpen ? '' : said.retry;
}

/** Up to its first full stop, without what stands in brackets. */
function firstSentence(words: string): string {
  return (/^.*?[.;](?=\s|$)/s.exec(words)?.[0].replace(/;$/, '.') ?? words).replace(/ \([^()]*\)/g, '');
}

function notesBlock(notes: string[]): KnownBlock[] {
  return notes.length === 0
    ? []
    : [
        remark(
          notes
            .slice(0, 3)
            .map((note) => truncate(note, 300))
            .join('\n'),
        ),
      ];
}
