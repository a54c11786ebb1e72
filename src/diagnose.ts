import { type CollectContext, collectEvidence } from './evidence/collect-evidence.ts';
import type { Inquiry } from './inquiry/inquiry.ts';
import { type Diagnosis, judge } from './judge.ts';
import { inStage } from './stage.ts';
import { stagesOfProgress } from './stages-of-progress.ts';

export type { Diagnosis } from './judge.ts';

/** One request, live from CloudWatch. Never rejects for missing data; ends at the deadline with what it has. */
export async function diagnose(inquiry: Inquiry, context: CollectContext): Promise<Diagnosis> {
  const stages = stagesOfProgress(context.onProgress);
  const { onProgress } = stages;
  return inStage('diagnose', {}, async () => {
    const collected = await collectEvidence(inquiry, { ...context, onProgress }).finally(stages.end);
    const { evidences, notes, roleSession, apiCalls } = collected;
    return judge(evidences, notes, context.templates, { apiCalls, ...(roleSession ? { roleSession } : {}) });
  });
}
