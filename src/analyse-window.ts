import { diagnose } from './diagnose.ts';
import type { CollectContext } from './evidence/collect-context.ts';
import { collectWindow } from './evidence/window/collect-window.ts';
import type { FailureGroup, WindowQuestion } from './evidence/window/window-evidence.ts';
import { classifyId } from './inquiry/request-id.ts';
import { judgeSamples } from './judge-samples.ts';
import type { Answer } from './report/report.ts';
import { buildWindow, type WindowAnswer } from './report/window.ts';
import { summariseWindow } from './verdict/summarise-window.ts';

/** Every 5xx of a window, by cause, with the first of the requests worth it diagnosed in full. Never rejects for missing data. */
export async function analyseWindow(
  question: WindowQuestion,
  context: CollectContext,
): Promise<WindowAnswer> {
  const evidence = await collectWindow(question, context);
  const summary = summariseWindow(evidence, judgeSamples(context.config.redaction, context.now()));
  const [first] = summary.worth;
  const example = first && (await diagnoseExample(first.group, first.id, question, context));
  return buildWindow(evidence, summary, example, context.templates);
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
