import type { Evidence } from './evidence/evidence.ts';
import type { Note } from './evidence/note.ts';
import { tickGuide } from './guide/tick-guide.ts';
import { buildFinding, type ReceiptExtras } from './report/build-finding.ts';
import type { Answer } from './report/report.ts';
import { inStage, noteInStage } from './stage.ts';
import type { Templates } from './templates.ts';
import { decideVerdict } from './verdict/decide-verdict.ts';
import { foundSources } from './verdict/found-sources.ts';
import { buildTimeline } from './verdict/timeline.ts';

export interface Diagnosis {
  answer: Answer;
  /** What the answer rests on, redacted; saved as a bundle it gives the same answer again. */
  evidences: Evidence[];
  notes: Note[];
  /** What the look cost; saved with the rest. */
  receipt: ReceiptExtras;
}

/** Evidence to answer: verdict, guide, report. Pure; the same for live, pasted and replayed evidence. */
export function judge(
  evidences: Evidence[],
  notes: Note[],
  templates: Templates,
  extras: ReceiptExtras,
): Diagnosis {
  const clocks: string[] = [];
  const findings = evidences.map((evidence) => {
    const { verdict, steps } = inStage('judge', {}, () => {
      const found = foundSources(evidence);
      const timeline = buildTimeline(evidence, found);
      const decided = decideVerdict(evidence, found, timeline);
      noteInStage({ 'gw504.cause': decided.cause });
      return { verdict: decided, steps: tickGuide(evidence, decided, found, timeline) };
    });
    // A missing time shows in the ledger itself and in what was not checked.
    for (const { flaw, args } of verdict.ledger.flaws)
      if (!flaw.startsWith('missing-'))
        clocks.push(templates.fill(`messages/ledger:${flaw}`, { ...args, id: evidence.request.id }));
    return inStage('report', {}, () => {
      const finding = buildFinding(evidence, verdict, steps, templates, extras);
      noteInStage({ 'gw504.bytes_scanned': finding.report.receipt.bytesScanned });
      return finding;
    });
  });
  const sentences = notes.map(({ note, args }) => templates.fill(`messages/notes:${note}`, args));
  return { answer: { findings, notes: [...sentences, ...clocks] }, evidences, notes, receipt: extras };
}
