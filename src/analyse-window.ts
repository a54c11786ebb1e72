import { diagnose } from './diagnose.ts';
import type { CollectContext } from './evidence/collect-context.ts';
import { evidenceFromText } from './evidence/evidence-from-text.ts';
import { collectWindow } from './evidence/window/collect-window.ts';
import type { FailureGroup, WindowQuestion } from './evidence/window/window-evidence.ts';
import { classifyId } from './inquiry/request-id.ts';
import type { Answer } from './report/report.ts';
import { buildWindow, type WindowAnswer } from './report/window.ts';
import { decideVerdict } from './verdict/decide-verdict.ts';
import { summariseWindow } from './verdict/summarise-window.ts';
import type { Cause } from './verdict/verdict.ts';

/** Every 5xx of a window, by cause, with the first of the requests worth it diagnosed in full. Never rejects for missing data. */
export async function analyseWindow(
  question: WindowQuestion,
  context: CollectContext,
): Promise<WindowAnswer> {
  const evidence = await collectWindow(question, context);
  const summary = summariseWindow(evidence, judgeSamples(context));
  const [first] = summary.worth;
  const example = first && (await diagnoseExample(first.group, first.id, question, context));
  return buildWindow(evidence, summary, example, context.templates);
}

/** The rules that judge one request judge the sample of each group; groups alike are judged once. */
function judgeSamples(context: CollectContext): (group: FailureGroup) => Cause {
  const known = new Map<string, Cause>();
  return (group) => {
    const key = `${group.apiType} ${group.exampleId === '' ? group.sample : group.sample.replaceAll(group.exampleId, '')}`;
    const judged = known.get(key) ?? judgeSample(group, context);
    known.set(key, judged);
    return judged;
  };
}

function judgeSample(group: FailureGroup, { config, now }: CollectContext): Cause {
  const { evidences } = evidenceFromText(group.sample, {
    nowMs: now(),
    redaction: config.redaction,
    ...(group.apiType === 'unknown' ? {} : { apiType: group.apiType }),
  });
  const [evidence] = evidences;
  return evidence === undefined ? 'inconclusive' : decideVerdict(evidence).cause;
}

async function diagnoseExample(
  group: FailureGroup,
  text: string,
  question: WindowQuestion,
  context: CollectContext,
): Promise<Answer | undefined> {
  const id = classifyId(text);
  if (!id) return undefined;
  const { answer } = await diagnose(
    {
      id,
      scope: {
        ...(group.account === undefined ? {} : { account: group.account }),
        region: group.region,
        api: group.apiId,
        stage: group.stage,
      },
      aroundMs: group.lastMs,
      ...(question.askedBy === undefined ? {} : { askedBy: question.askedBy }),
    },
    context,
  );
  return answer;
}
