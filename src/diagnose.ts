import { type CollectContext, collectEvidence } from './evidence/collect-evidence.ts';
import type { Inquiry } from './inquiry/inquiry.ts';
import { type Diagnosis, judge } from './judge.ts';

export type { Diagnosis } from './judge.ts';

/** One request, live from CloudWatch. Never rejects for missing data; ends at the deadline with what it has. */
export async function diagnose(inquiry: Inquiry, context: CollectContext): Promise<Diagnosis> {
  const { evidences, notes, roleSession, apiCalls } = await collectEvidence(inquiry, context);
  return judge(evidences, notes, context.templates, { apiCalls, ...(roleSession ? { roleSession } : {}) });
}
