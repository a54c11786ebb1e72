import type { Bundle } from './evidence/bundle.ts';
import { evidenceFromText, type TextOptions } from './evidence/evidence-from-text.ts';
import { type Diagnosis, judge } from './judge.ts';
import type { Templates } from './templates.ts';

/** The verdict offline, from pasted or exported log text. Loads nothing of AWS or Slack. */
export function explain(text: string, options: TextOptions & { templates: Templates }): Diagnosis {
  const { evidences, notes } = evidenceFromText(text, options);
  return judge(evidences, notes, options.templates, { apiCalls: 0 });
}

/** Judges a saved bundle again, to the same report. */
export function replay(bundle: Bundle, templates: Templates): Diagnosis {
  const { apiCalls = 0, roleSession } = bundle.receipt ?? {};
  return judge(bundle.evidences, bundle.notes, templates, {
    apiCalls,
    ...(roleSession === undefined ? {} : { roleSession }),
  });
}
