import type { CallCount } from '../aws/open-aws.ts';
import type { Inquiry } from '../inquiry/inquiry.ts';
import type { Budget } from './budget.ts';
import type { CollectContext } from './collect-context.ts';
import type { Note } from './note.ts';

/** One running collection: the question, what it was given, and what it has used so far. */
export interface Investigation {
  inquiry: Inquiry;
  context: CollectContext;
  /** Aborts at the deadline (reason TimeoutError) or when somebody stops the diagnosis. */
  signal: AbortSignal;
  count: CallCount;
  budget: Budget;
  notes: Note[];
  /** When the collection began, on the monotonic clock (performance.now()). */
  startedAt: number;
}

/** Time since the collection began, ms. */
export function elapsedMs(investigation: Investigation): number {
  return Math.round(performance.now() - investigation.startedAt);
}

/** Adds a note once. */
export function addNote(investigation: Investigation, note: Note): void {
  const text = JSON.stringify(note);
  if (!investigation.notes.some((there) => JSON.stringify(there) === text)) investigation.notes.push(note);
}
