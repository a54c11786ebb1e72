import { toOutput } from '../../src/report/output.ts';
import type { Answer } from '../../src/report/report.ts';
import { outputSchema } from '../../src/report/report.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { evidenceMessages } from '../../src/slack/blocks/evidence-messages.ts';
import type { Message } from '../../src/slack/blocks/message.ts';
import { queriesMessages } from '../../src/slack/blocks/queries-messages.ts';
import { rootMessage } from '../../src/slack/blocks/root-message.ts';
import { summaryMessage } from '../../src/slack/blocks/summary-markdown.ts';
import { threadMessages } from '../../src/slack/blocks/thread-messages.ts';
import { faultsOf } from '../slack/blocks/check-limits.ts';
import { ctx } from '../slack/blocks/samples.ts';

/** Control characters but the line break, marks of direction, what has no width, and Unicode's own line ends. */
const unprintable = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u;

/** Findings of one answer that are drawn in full; the others are drawn as the list of several. */
const mostInFull = 2;

/** What is wrong with an answer as people and programs would see it; empty when all is well. */
export function faultsOfAnswer(answer: Answer): string[] {
  const terminal = renderTerminal(answer, { color: false, width: 100 });
  const output = outputSchema.safeParse(JSON.parse(JSON.stringify(toOutput(answer))));
  const messages: Message[] = [
    rootMessage(answer, ctx),
    summaryMessage(answer, ctx),
    ...threadMessages(answer, ctx),
    ...answer.findings
      .slice(0, mostInFull)
      .flatMap((finding) => [...evidenceMessages(finding, ctx), ...queriesMessages(finding, ctx)]),
  ];
  return [
    ...(unprintable.test(terminal) ? [`terminal: ${JSON.stringify(unprintable.exec(terminal)?.[0])}`] : []),
    ...(output.success
      ? []
      : [`report: ${output.error.issues[0]?.path.join('.')} ${output.error.issues[0]?.message}`]),
    ...(answer.findings.length === 0 ? ['no report at all'] : []),
    ...messages.flatMap(faultsOf),
  ];
}
