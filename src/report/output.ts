import { type Answer, type Output, outputSchema } from './report.ts';

/** The public JSON of an answer. Throws only where a report breaks its own contract. */
export function toOutput(answer: Answer): Output {
  return outputSchema.parse({
    schemaVersion: 1,
    reports: answer.findings.map((finding) => finding.report),
    notes: answer.notes,
  });
}
