import type { Finding } from '../../report/report.ts';
import type { Templates } from '../../templates.ts';
import { truncate } from '../limits.ts';
import { consoleLink } from './console-link.ts';
import { fallback } from './elements.ts';
import { type AnswerContext, sourceTitle, type ThreadMessage, words } from './message.ts';
import { firstThatFits } from './pack.ts';
import { list, preformatted, richText, section, text } from './rich-text.ts';

/** How much is shown; a message that is too large is made again with less. The decisive facts come first. */
interface Measure {
  facts: number;
  /** Longest text of a fact, a quote and the like, characters. */
  length: number;
  /** Longest console address; a longer one is left to the evidence and query messages. */
  address: number;
}
const measures: Measure[] = [
  { facts: 6, length: 400, address: 1500 },
  { facts: 6, length: 400, address: 250 },
  { facts: 5, length: 300, address: 150 },
  { facts: 4, length: 200, address: 0 },
];

/** What decides the verdict and what it excludes, with the console a click away. */
export function proofMessage(finding: Finding, ctx: AnswerContext): ThreadMessage {
  const drafts = measures.map((measure) => () => draft(finding, ctx, measure));
  return firstThatFits(drafts);
}

function draft(
  { report, words: said }: Finding,
  ctx: AnswerContext,
  { facts: mostFacts, length, address }: Measure,
): ThreadMessage {
  const { verdict } = report;
  const say = (key: string, values: Record<string, unknown> = {}) =>
    words(ctx.templates, `proof.${key}`, values);
  const open = say('open');
  const facts = verdict.because.slice(0, mostFacts);
  const exclusions = groupExclusions(verdict.ruledOut);
  const excluded = exclusions.slice(0, mostFacts);
  const more = (count: number) =>
    count > 0 ? [section(text(say('more', { count }), { italic: true }))] : [];
  const deciding = richText(
    section(text(say('because'), { bold: true })),
    ...facts.flatMap((item) => [
      section(
        text(`• ${truncate(item.fact, length)} `),
        text(`(${sourceTitle(ctx.templates, item.source)}${item.at ? `, ${clock(item.at)}` : ''})`, {
          italic: true,
        }),
        ...consoleLink(item.link, open, address),
      ),
      ...(item.quote ? [preformatted(truncate(item.quote, length))] : []),
    ]),
    ...(facts.length === 0 ? [section(text(say('nothing')))] : []),
    ...more(verdict.because.length - facts.length),
    section(text(`\n${say('sure')} `, { bold: true }), text(truncate(said.confidence, length))),
    section(text(`${say('phase')} `, { bold: true }), text(truncate(said.phase, 600))),
  );
  return {
    part: 'evidence',
    text: fallback(
      say('because'),
      ...facts.slice(0, 3).map((item) => truncate(item.fact, 300)),
      truncate(said.phase, 400),
    ),
    blocks: [
      deciding,
      ...(excluded.length === 0
        ? []
        : [
            richText(
              section(text(say('ruledOut'), { bold: true })),
              list(
                'bullet',
                excluded.map((item) =>
                  section(
                    text(`${item.causes.map((cause) => causeTitle(ctx.templates, cause)).join('; ')}: `),
                    text(truncate(item.because, length), { italic: true }),
                  ),
                ),
              ),
              ...more(exclusions.length - excluded.length),
            ),
          ]),
    ],
  };
}

/** Causes that the same sentence excludes, together. */
function groupExclusions(ruledOut: Finding['report']['verdict']['ruledOut']) {
  const causes = new Map<string, string[]>();
  for (const item of ruledOut) causes.set(item.because, [...(causes.get(item.because) ?? []), item.cause]);
  return [...causes].map(([because, excluded]) => ({ because, causes: excluded }));
}

/** The cause in words; an unknown cause stands for itself. */
export function causeTitle(templates: Templates, cause: string): string {
  const name = `messages/causes/${cause}:title`;
  return templates.has(name) ? templates.fill(name, {}) : cause;
}

/** "14:42:38.200 UTC" of an ISO time. */
function clock(at: string): string {
  return `${at.slice(11, 23)} UTC`;
}
