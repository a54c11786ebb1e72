import { evidenceFromText } from './evidence/evidence-from-text.ts';
import type { RedactionPolicy } from './evidence/redact.ts';
import type { FailureGroup } from './evidence/window/window-evidence.ts';
import { decideVerdict } from './verdict/decide-verdict.ts';
import type { Cause } from './verdict/verdict.ts';

/** The rules that judge one request judge the sample of each group of failures; groups alike are judged once. */
export function judgeSamples(redaction: RedactionPolicy, nowMs: number): (group: FailureGroup) => Cause {
  const known = new Map<string, Cause>();
  return (group) => {
    const key = `${group.apiType} ${group.exampleId === '' ? group.sample : group.sample.replaceAll(group.exampleId, '')}`;
    const judged = known.get(key) ?? judgeSample(group, redaction, nowMs);
    known.set(key, judged);
    return judged;
  };
}

function judgeSample(group: FailureGroup, redaction: RedactionPolicy, nowMs: number): Cause {
  const { evidences } = evidenceFromText(group.sample, {
    nowMs,
    redaction,
    ...(group.apiType === 'unknown' ? {} : { apiType: group.apiType }),
  });
  const [evidence] = evidences;
  return evidence === undefined ? 'inconclusive' : decideVerdict(evidence).cause;
}
