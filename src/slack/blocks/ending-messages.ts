import type { Templates } from '../../templates.ts';
import { oneLine } from '../escape.ts';
import { truncate } from '../limits.ts';
import { actionIds, buttonValue } from './action-ids.ts';
import { button, fallback, remark } from './elements.ts';
import { elapsedWords, type Message, words } from './message.ts';
import { link, list, person, richText, section, text } from './rich-text.ts';

/** Why a search ended without an answer. */
type Ending = 'restart' | 'cancelled' | 'failed';

interface EndingContext {
  templates: Templates;
  answerId: string;
  /** What was looked for, for people. */
  what: string;
  /** What went wrong and what to do, in our words. */
  why?: string;
  /** Slack user id of whoever stopped it. */
  by?: string;
  /** How long it had been looked for when somebody stopped it, ms. */
  afterMs?: number;
}

/** The search ended before there was an answer, and nothing broke: a restart, or somebody stopped it. */
export function stoppedMessage(ending: Exclude<Ending, 'failed'>, ctx: EndingContext): Message {
  return endingMessage(ending, ctx);
}

/** Something broke: what it was and what to do, never a stack. */
export function failedMessage(ctx: EndingContext): Message {
  return endingMessage('failed', ctx);
}

function endingMessage(ending: Ending, ctx: EndingContext): Message {
  const what = truncate(oneLine(ctx.what), 100);
  const title = words(ctx.templates, `endings.${ending}.title`, { what });
  const next = truncate(oneLine(ctx.why ?? ''), 500) || words(ctx.templates, `endings.${ending}.next`);
  const after =
    ctx.afterMs === undefined
      ? ''
      : words(ctx.templates, 'endings.after', { elapsed: elapsedWords(ctx.afterMs) });
  const isPerson = ctx.by !== undefined && /^[UW][A-Z0-9]{2,20}$/.test(ctx.by);
  return {
    text: fallback(`${title}${after && ` ${after}`}`, next),
    blocks: [
      richText(
        section(
          text(title, { bold: true }),
          ...(isPerson && ctx.by ? [text(` ${words(ctx.templates, 'endings.by')} `), person(ctx.by)] : []),
          ...(after ? [text(` ${after}`)] : []),
          text(`\n${next}`),
        ),
      ),
      // A restart goes on by itself: a button would ask a second time.
      ...(ending === 'restart'
        ? []
        : [
            {
              type: 'actions' as const,
              elements: [
                button(
                  actionIds.runAgain,
                  words(ctx.templates, 'buttons.runAgain'),
                  buttonValue({ answerId: ctx.answerId, finding: 0 }),
                ),
              ],
            },
          ]),
    ],
  };
}

/** Somebody asked the same before: private, with the way to that answer. `url`: its permalink, once it has one. */
export function joinedMessage(ctx: {
  templates: Templates;
  what: string;
  isAnswered: boolean;
  url?: string;
}): Message {
  const what = truncate(oneLine(ctx.what), 100);
  const sentence = words(ctx.templates, ctx.isAnswered ? 'joined.answered' : 'joined.running', { what });
  return {
    text: fallback(sentence),
    blocks: [
      richText(
        section(
          text(sentence),
          ...(ctx.url ? [text(' '), link(ctx.url, words(ctx.templates, 'joined.link'))] : []),
        ),
      ),
    ],
  };
}

/** How to ask. `problem`: what was wrong with the question, where somebody mistyped. */
export function helpMessage(ctx: { templates: Templates; problem?: string }): Message {
  const say = (key: string) => words(ctx.templates, `help.${key}`);
  const rows = ['id', 'several', 'form', 'thread', 'shortcut', 'pasted'] as const;
  const options = ['where', 'around', 'window'] as const;
  const row = (key: string) =>
    section(text(say(`${key}.say`), { code: true }), text(` ${say(`${key}.does`)}`));
  const problem = ctx.problem === undefined ? '' : truncate(oneLine(ctx.problem), 500);
  return {
    text: fallback(problem, say('title'), say('id.say'), say('id.does')),
    blocks: [
      richText(
        ...(problem ? [section(text(`${problem}\n`, { bold: true }))] : []),
        section(text(say('title'), { bold: true })),
        list('bullet', rows.map(row)),
        section(text(say('options'), { bold: true })),
        list('bullet', options.map(row)),
      ),
      remark(say('ids')),
    ],
  };
}
