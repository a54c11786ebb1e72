import type {
  ActionsBlock,
  KnownBlock,
  RichTextElement,
  RichTextPreformatted,
  RichTextSection,
} from '@slack/types';
import type { Finding, Report } from '../../report/report.ts';
import { limits, truncate } from '../limits.ts';
import { actionIds, stepValue } from './action-ids.ts';
import { fallback, option, plainText } from './elements.ts';
import { type AnswerContext, type StepMark, sizeOf, type ThreadMessage, words } from './message.ts';
import { preformatted, richText, section, text } from './rich-text.ts';

type Step = Report['checklist'][number];

/** Characters that the steps of one message may have, marks not counted. The rest is for marks, headings and menus. */
const stepsBudget = 5200;

/**
 * The guide's fifteen steps, ticked. Which message a step stands in does not depend on people's marks, so that each
 * message can be edited when somebody marks a step. The menus stand in the last one.
 */
export function checklistMessages({ report }: Finding, ctx: AnswerContext, finding = 0): ThreadMessage[] {
  const say = (key: string, values: Record<string, unknown> = {}) =>
    words(ctx.templates, `checklist.${key}`, values);
  const steps = report.checklist.slice(0, 15);
  if (steps.length === 0) return [];
  const marks = new Map(
    (ctx.marks ?? []).filter((mark) => mark.finding === finding).map((mark) => [mark.step, mark]),
  );
  const chunks = split(steps, ctx);
  const open = steps.filter((step) => isOpen(step) && !marks.has(step.step)).length;
  const title = say('title', { open, count: steps.length });
  return chunks.map((chunk, index) => ({
    part: index === 0 ? 'checklist' : `checklist-${index + 1}`,
    text: fallback(
      title,
      ...chunk
        .filter((step) => isOpen(step))
        .slice(0, 5)
        .map((step) => `${step.step}. ${truncate(step.title, 100)}: ${statusOf(step, marks, ctx)}.`),
    ),
    blocks: [
      richText(
        section(text(index === 0 ? title : say('continued'), { bold: true })),
        ...chunk.flatMap((step, place) => {
          const before = chunk[place - 1];
          const followsOpen =
            place === 0 || (before !== undefined && isOpen(before) && !marks.has(before.step));
          return stepElements(step, marks.get(step.step), ctx, followsOpen);
        }),
      ),
      ...(index === chunks.length - 1 ? menus(steps, marks, ctx, finding) : []),
    ],
  }));
}

const isOpen = (step: Step) =>
  step.status === 'to-do' || step.status === 'failed' || step.status === 'unknown';

function split(steps: Step[], ctx: AnswerContext): Step[][] {
  const chunks: Step[][] = [];
  let used = 0;
  for (const step of steps) {
    const size = sizeOf(stepElements(step, undefined, ctx, true));
    const last = chunks.at(-1);
    if (last && used + size <= stepsBudget) {
      last.push(step);
      used += size;
    } else {
      chunks.push([step]);
      used = size;
    }
  }
  return chunks;
}

function statusOf(step: Step, marks: ReadonlyMap<number, StepMark>, ctx: AnswerContext): string {
  return words(ctx.templates, `checklist.statuses.${marks.has(step.step) ? 'done' : step.status}`);
}

/** A step: its mark and title, its note, and the commands where there is still something to do. */
function stepElements(
  step: Step,
  mark: StepMark | undefined,
  ctx: AnswerContext,
  /** A blank line sets it off from an open step. */
  isSetOff: boolean,
): (RichTextSection | RichTextPreformatted)[] {
  const status = words(ctx.templates, `checklist.statuses.${mark ? 'done' : step.status}`);
  const symbol = words(ctx.templates, `checklist.symbols.${mark ? 'done' : step.status}`);
  const who: RichTextElement[] = mark
    ? [
        { type: 'text', text: ` ${words(ctx.templates, 'checklist.by')} ` },
        person(mark.user),
        { type: 'text', text: ' ' },
        {
          type: 'date',
          timestamp: Math.floor(mark.atMs / 1000),
          format: '{time}',
          fallback: new Date(mark.atMs).toISOString().slice(11, 16),
        },
      ]
    : [];
  const commands = isOpen(step) && !mark ? (step.commands ?? []).slice(0, 3) : [];
  const title = `${symbol} ${step.step}. ${truncate(step.title, 200)}`;
  const note = truncate(step.note, 400);
  // What is settled takes a line; what is open stands by itself, with what to do.
  if (!isOpen(step) || mark)
    return [section(text(`${isSetOff ? '\n' : ''}${title} (${status}`), ...who, text(`): ${note}`))];
  return [
    // A note that begins with the status says it already.
    section(
      text(`\n${title}`, { bold: true }),
      text(note.toLowerCase().startsWith(status) ? `\n${note}` : ` (${status})\n${note}`),
    ),
    ...commands.map((command) => preformatted(truncate(command, 900))),
  ];
}

function person(user: string): RichTextElement {
  return /^[UW][A-Z0-9]{2,20}$/.test(user) ? { type: 'user', user_id: user } : text(truncate(user, 30));
}

function menus(
  steps: Step[],
  marks: ReadonlyMap<number, StepMark>,
  ctx: AnswerContext,
  finding: number,
): KnownBlock[] {
  const target = { answerId: ctx.answerId, finding };
  const choices = (wanted: Step[]) =>
    [...wanted]
      .sort((a, b) => a.step - b.step)
      .map((step) =>
        option(truncate(`${step.step}. ${step.title}`, limits.option), stepValue(step.step, target)),
      );
  const menu = (actionId: string, label: string, wanted: Step[]): ActionsBlock['elements'] =>
    wanted.length === 0
      ? []
      : [
          {
            type: 'static_select',
            action_id: actionId,
            placeholder: plainText(words(ctx.templates, `checklist.${label}`), 150),
            options: choices(wanted),
          },
        ];
  const elements = [
    ...menu(
      actionIds.markStep,
      'mark',
      steps.filter((step) => isOpen(step) && !marks.has(step.step)),
    ),
    ...menu(
      actionIds.unmarkStep,
      'unmark',
      steps.filter((step) => marks.has(step.step)),
    ),
  ];
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}
