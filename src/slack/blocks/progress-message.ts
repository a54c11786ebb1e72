import type { PlanBlock, TaskCardBlock } from '@slack/types';
import type { Progress } from '../../progress.ts';
import type { Templates } from '../../templates.ts';
import { oneLine } from '../escape.ts';
import { limits, truncate } from '../limits.ts';
import { actionIds, buttonValue } from './action-ids.ts';
import { button, fallback, remark } from './elements.ts';
import { elapsedWords, type Message, sourceTitle, words } from './message.ts';
import { richText, section, text } from './rich-text.ts';

interface ProgressContext {
  templates: Templates;
  answerId: string;
  /** What is looked for, for people: an id, or "3 requests". */
  what: string;
  /** Since the question was taken, ms. */
  elapsedMs: number;
}

/**
 * Where the search stands, as one message that is edited. `steps` in the order in which they were reported;
 * the newest report of each source counts.
 */
export function progressMessage(steps: Progress[], ctx: ProgressContext): Message {
  const say = (key: string, values: Record<string, unknown> = {}) =>
    words(ctx.templates, `progress.${key}`, values);
  const latest = [...new Map(steps.map((step) => [step.what, step])).values()];
  const elapsed = elapsedWords(ctx.elapsedMs);
  const what = truncate(oneLine(ctx.what), 80);
  const hasMore = latest.length > limits.planTasks;
  const shown = hasMore ? latest.slice(0, limits.planTasks - 1) : latest;
  const tasks = shown.map((step) => taskOf(step, ctx.templates));
  if (hasMore) tasks.push(restOf(latest.slice(shown.length), ctx.templates));
  if (tasks.length === 0)
    tasks.push({ type: 'task_card', task_id: 'request', title: say('starting'), status: 'in_progress' });
  const plan: PlanBlock = { type: 'plan', title: truncate(say('title', { what }), limits.taskTitle), tasks };
  const running = latest.find((step) => step.status === 'searching');
  return {
    text: fallback(
      say('spoken', { what, elapsed, doing: running ? sourceTitle(ctx.templates, running.what) : '' }),
    ),
    blocks: [
      plan,
      remark(say('elapsed', { elapsed })),
      {
        type: 'actions',
        elements: [
          button(
            actionIds.stop,
            words(ctx.templates, 'buttons.stop'),
            buttonValue({ answerId: ctx.answerId, finding: 0 }),
            { spoken: words(ctx.templates, 'spoken.stop', { what }) },
          ),
        ],
      },
    ],
  };
}

const statuses = {
  searching: 'in_progress',
  found: 'complete',
  absent: 'complete',
  unavailable: 'error',
} as const satisfies Record<Progress['status'], TaskCardBlock['status']>;

function taskOf(step: Progress, templates: Templates): TaskCardBlock {
  const name =
    step.what === 'request' ? words(templates, 'progress.request') : sourceTitle(templates, step.what);
  const detail = truncate(oneLine(step.detail ?? ''), 240);
  return {
    type: 'task_card',
    task_id: step.what,
    title: truncate(
      words(templates, 'progress.task', {
        name,
        status: words(templates, `progress.statuses.${step.status}`),
      }),
      limits.taskTitle,
    ),
    status: statuses[step.status],
    ...(detail === '' ? {} : { details: richText(section(text(detail))) }),
  };
}

/** The sources beyond the twelve tasks that a plan shows, as one. */
function restOf(rest: Progress[], templates: Templates): TaskCardBlock {
  const searching = rest.filter((step) => step.status === 'searching').length;
  return {
    type: 'task_card',
    task_id: 'rest',
    title: words(templates, 'progress.rest', { count: rest.length, searching }),
    status: searching > 0 ? 'in_progress' : 'complete',
  };
}
