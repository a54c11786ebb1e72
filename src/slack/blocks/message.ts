import type { KnownBlock } from '@slack/types';
import type { Templates } from '../../templates.ts';
import { oneLine } from '../escape.ts';
import { truncate } from '../limits.ts';

/** A message as it goes out. */
export interface Message {
  /** A full sentence for notifications and screen readers; mrkdwn, values in it are escaped already. */
  text: string;
  blocks: KnownBlock[];
}

/** One reply of the thread; `part` names it for good, so that it is posted once and can be edited later. */
export interface ThreadMessage extends Message {
  part: string;
}

/** What the messages of an answer need beside the answer. */
export interface AnswerContext {
  templates: Templates;
  answerId: string;
  /** Slack user id of whoever asked. */
  askedBy?: string;
  /** Aliases by account id. */
  accounts?: Record<string, string>;
  /** Checklist steps that people marked done. */
  marks?: StepMark[];
  /** What a wider search would cost, in words ("about 1.2 GB"), for the confirmation. */
  widenCost?: string;
}

export interface StepMark {
  /** Index in the answer's findings. */
  finding: number;
  /** 1 to 15. */
  step: number;
  /** Slack user id. */
  user: string;
  atMs: number;
}

/** A sentence of templates/messages/slack/blocks.yaml. Its values are raw: put the result where nothing is parsed, or escape it. */
export function words(templates: Templates, key: string, values: Record<string, unknown> = {}): string {
  return templates.fill(`messages/slack/blocks:${key}`, values);
}

/** "42 s", "3 min 5 s". */
export function elapsedWords(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Name of a source for people; an unknown name stands for itself. */
export function sourceTitle(templates: Templates, source: string): string {
  const name = `messages/sources:${source}`;
  if (source === 'arithmetic') return words(templates, 'latency.arithmetic');
  return templates.has(name) ? templates.fill(name, {}) : truncate(oneLine(source), 60);
}

const notShown = new Set(['type', 'block_id', 'action_id', 'style', 'value', 'task_id', 'status']);

/** Characters that count towards Slack's limit on a whole message: every text and address in it. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + sizeOf(item), 0);
  if (value === null || typeof value !== 'object') return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) => (notShown.has(key) && typeof inner === 'string' ? sum : sum + sizeOf(inner)),
    0,
  );
}
