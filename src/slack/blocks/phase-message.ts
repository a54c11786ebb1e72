import type { Finding, Report } from '../../report/report.ts';
import { truncate } from '../limits.ts';
import { consoleLink } from './console-link.ts';
import { fallback } from './elements.ts';
import { type AnswerContext, type Message, sourceTitle, words } from './message.ts';
import { list, preformatted, richText, section, text } from './rich-text.ts';
import { shortId } from './route.ts';

const stages: Report['verdict']['phase'][] = ['dns', 'connect', 'tls', 'send', 'wait'];

/**
 * Connected or not, for this request: the five steps between the gateway and its integration, how far this one is known
 * to have got, which lines say so, and what would tell where they do not.
 */
export function phaseMessage({ report, words: said }: Finding, ctx: AnswerContext): Message {
  const { phase, because, notChecked } = report.verdict;
  const say = (key: string, values: Record<string, unknown> = {}) =>
    words(ctx.templates, `phase.${key}`, values);
  const title = say('title', { id: shortId(report.request.id) });
  const reached = stages.indexOf(phase);
  const state = (index: number) => {
    if (reached < 0) return 'open';
    if (index === reached) return 'failed';
    return index < reached ? 'done' : 'never';
  };
  const proofs = because.filter((item) => item.quote).slice(0, 3);
  const cures = notChecked
    .filter((gap) => gap.fix !== '')
    .slice(0, 4)
    .map((gap) => section(text(`${truncate(gap.what, 80)}: ${truncate(gap.fix, 200)}`)));
  return {
    text: fallback(title, truncate(said.phase, 600)),
    blocks: [
      richText(
        section(text(title, { bold: true }), text(`\n${truncate(said.phase, 600)}`)),
        // A request that failed elsewhere, or not at all, has no place on this ladder.
        ...(phase === 'none'
          ? []
          : [
              list(
                'ordered',
                stages.map((stage, index) =>
                  section(
                    text(`${say(`states.${state(index)}`)} `),
                    text(say(`stages.${stage}.name`), { bold: true }),
                    text(` (${say(`stages.${stage}.means`)})`),
                  ),
                ),
              ),
            ]),
      ),
      ...(proofs.length === 0
        ? []
        : [
            richText(
              section(text(say('lines'), { bold: true })),
              ...proofs.flatMap((item) => [
                section(
                  text(sourceTitle(ctx.templates, item.source)),
                  ...consoleLink(item.link, words(ctx.templates, 'proof.open'), 1000),
                ),
                preformatted(truncate(item.quote ?? '', 300)),
              ]),
            ),
          ]),
      ...(phase === 'unknown' && cures.length > 0
        ? [richText(section(text(say('wouldTell'), { bold: true })), list('bullet', cures))]
        : []),
    ],
  };
}
