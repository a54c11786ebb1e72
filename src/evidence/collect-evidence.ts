import { isFuture } from '../inquiry/believable-time.ts';
import type { Inquiry } from '../inquiry/inquiry.ts';
import { abortAfter } from './abort-after.ts';
import { addPasted } from './add-pasted.ts';
import { createBudget } from './budget.ts';
import type { CollectContext } from './collect-context.ts';
import type { Evidence } from './evidence.ts';
import { explainNotFound } from './explain-not-found.ts';
import { formatMinute } from './format-minute.ts';
import { elapsedMs, type Investigation } from './investigation.ts';
import { completeStage } from './locate/list-stages.ts';
import { locateRequest } from './locate/locate-request.ts';
import type { Note } from './note.ts';
import { observeAll } from './observe-all.ts';
import { addClockNote, addPlaceNotes } from './place-notes.ts';
import { redactEvidence } from './redact.ts';

export type { CollectContext } from './collect-context.ts';

export interface Collected {
  /** One for each distinct request, oldest first. Never empty: a request that was found nowhere has its reasons. */
  evidences: Evidence[];
  notes: Note[];
  /** Name of the role session that the asked accounts saw. */
  roleSession?: string;
  /** Calls to AWS, STS included. */
  apiCalls: number;
}

/** More requests than this under one id are not looked into one by one. Our choice. */
const mostRequests = 10;

/** Finds the request and everything about it. Never rejects for missing data; ends at the deadline with what it has. */
export async function collectEvidence(inquiry: Inquiry, context: CollectContext): Promise<Collected> {
  const startedAtMs = context.now();
  const pasted = addPasted(inquiry, context, startedAtMs);
  const told = withoutFuture(pasted.inquiry, startedAtMs);
  const signal = abortAfter(context.deadlineMs, [context.signal]);
  const investigation: Investigation = {
    inquiry: told.inquiry,
    context,
    signal,
    count: { calls: 0 },
    budget: createBudget(context.config.limits, inquiry.allowBytes),
    notes: [...pasted.notes, ...told.notes],
    startedAt: performance.now(),
  };
  context.onProgress({ what: 'request', status: 'searching', elapsedMs: 0 });
  const location = await locateRequest(investigation);
  addClockNote(location, investigation);
  const located = location.located.slice(0, mostRequests);
  context.onProgress({
    what: 'request',
    status: located.length > 0 ? 'found' : 'absent',
    elapsedMs: elapsedMs(investigation),
  });
  if (location.located.length > located.length)
    investigation.notes.push({
      note: 'more-requests',
      args: { shown: located.length, found: location.located.length },
    });
  const evidences =
    located.length === 0
      ? [await explainNotFound(location, investigation)]
      : await Promise.all(
          located.map(async (one): Promise<Evidence> => {
            const known = one.known && (await completeStage(one.known, one.place, investigation));
            const observed = await observeAll({ ...one, known }, investigation);
            return { ...observed, collectedAtMs: context.now(), hiddenValues: 0 };
          }),
        );
  if (located.length > 0) addPlaceNotes(location.outcomes, true, investigation);
  const sessions = location.outcomes.map((outcome) => outcome.place.session);
  const roleSession = sessions.find((session) => session.roleSession !== undefined)?.roleSession;
  return {
    evidences: pasted
      .joinTo(evidences)
      .map((evidence) => redactEvidence(evidence, context.config.redaction))
      .sort((a, b) => (a.request.atMs ?? 0) - (b.request.atMs ?? 0)),
    notes: investigation.notes,
    ...(roleSession === undefined ? {} : { roleSession }),
    apiCalls: investigation.count.calls,
  };
}

/** A trace id, an alarm or a pasted line may name a time that has not come: then the search goes back from now. */
function withoutFuture(inquiry: Inquiry, nowMs: number): { inquiry: Inquiry; notes: Note[] } {
  const { aroundMs, ...rest } = inquiry;
  const { atMs, ...id } = inquiry.id;
  const [isAhead, isIdAhead] = [aroundMs, atMs].map((ms) => ms !== undefined && isFuture(ms, nowMs));
  const at = isAhead ? aroundMs : isIdAhead ? atMs : undefined;
  return {
    inquiry: { ...(isAhead ? rest : inquiry), ...(isIdAhead ? { id } : {}) },
    notes: at === undefined ? [] : [{ note: 'future-time', args: { at: formatMinute(at) } }],
  };
}
