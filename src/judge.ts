import type { Evidence } from './evidence/evidence.ts';
import type { Note } from './evidence/note.ts';
import { tickGuide } from './guide/tick-guide.ts';
import { buildFinding, type ReceiptExtras } from './report/build-finding.ts';
import type { Answer } from './report/report.ts';
import type { Templates } from './templates.ts';
import { decideVerdict } from './verdict/decide-verdict.ts';

export interface Diagnosis {
  answer: Answer;
  /** What the answer rests on, redacted; saved as a bundle it gives the same answer again. */
  evidences: Evidence[];
  notes: Note[];
}

/** Evidence to answer: verdict, guide, report. Pure; the same for live, pasted and replayed evidence. */
export function judge(
  evidences: Evidence[],
  notes: Note[],
  templates: Templates,
  extras: ReceiptExtras,
): Diagnosis {
  const findings = evidences.map((evidence) => {
    const verdict = decideVerdict(evidence);
    const steps = tickGuide(evidence, verdict);
    return buildFinding(evidence, verdict, steps, templates, extras);
  });
  const sentences = notes.map(({ note, args }) => templates.fill(`messages/notes:${note}`, args));
  return { answer: { findings, notes: sentences }, evidences, notes };
}
