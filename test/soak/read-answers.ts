import type { Message, Workspace } from '../../src/sandbox/slack/workspace.ts';
import { actionIds } from '../../src/slack/blocks/action-ids.ts';

/** One answer as it stands in Slack, whatever the bot believes of it. */
export interface StandingAnswer {
  answerId: string;
  channel: string;
  /** Messages that show the progress and then the verdict. There shall be one. */
  roots: Message[];
  /** Every reply's part: "latency", "closing". Each shall be there once. */
  parts: string[];
  pictures: number;
}

/** What every verdict of one request brings into its thread, whatever it is. */
const always = ['checklist', 'closing'] as const;
/** And what one brings that could tell something. */
const whereTold = ['latency', 'evidence'] as const;

/** The replies that a verdict has to have: one that could see nothing of the request leaves out two that would say so. */
export function partsOf(root: Message): readonly string[] {
  const [head] = root.blocks ?? [];
  return JSON.stringify(head ?? '').includes('cannot tell') ? always : [...whereTold, ...always];
}

/** All answers of a workspace, by the marks that the bot leaves in its messages. */
export function readAnswers(workspace: Workspace): StandingAnswer[] {
  const answers = new Map<string, StandingAnswer>();
  for (const message of workspace.messages) {
    const mark = markOf(message);
    if (!mark) continue;
    const answer = answers.get(mark.answer) ?? {
      answerId: mark.answer,
      channel: message.channel,
      roots: [],
      parts: [],
      pictures: 0,
    };
    if (mark.part === 'root') answer.roots.push(message);
    else answer.parts.push(mark.part);
    answers.set(mark.answer, answer);
  }
  const pictures = new Map<string, number>();
  const place = (channel: string, threadTs: string | undefined) => `${channel} ${threadTs ?? ''}`;
  for (const { channel, threadTs, files } of workspace.messages) {
    const key = place(channel, threadTs);
    if (files.length > 0) pictures.set(key, (pictures.get(key) ?? 0) + 1);
  }
  for (const answer of answers.values()) {
    const threads = new Set(answer.roots.map((root) => place(root.channel, root.threadTs ?? root.ts)));
    answer.pictures = [...threads].reduce((sum, thread) => sum + (pictures.get(thread) ?? 0), 0);
  }
  return [...answers.values()];
}

/** `verdict`: judged. `given up`: the bot said that it could not. `open`: progress, or an interruption. */
export function stateOf(root: Message): 'verdict' | 'given up' | 'open' {
  const types = (root.blocks ?? []).map(({ type }) => type);
  if (!types.includes('actions') || JSON.stringify(root.blocks).includes(`"${actionIds.stop}"`))
    return 'open';
  return types[0] === 'header' ? 'verdict' : 'given up';
}

/** Finished, as far as one can see: the verdict and its last reply, or the last word. */
export function isDone(answer: StandingAnswer): boolean {
  return answer.roots.some((root) => {
    const state = stateOf(root);
    return state === 'given up' || (state === 'verdict' && answer.parts.includes('closing'));
  });
}

function markOf({ metadata, ephemeralTo }: Message): { answer: string; part: string } | undefined {
  if (ephemeralTo || metadata?.event_type !== 'gw504_answer') return undefined;
  const { answer, part } = Object(metadata.event_payload);
  return typeof answer === 'string' && typeof part === 'string' ? { answer, part } : undefined;
}
