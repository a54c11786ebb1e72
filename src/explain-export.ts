import type { RedactionPolicy } from './evidence/redact.ts';
import type { OpenedExport } from './evidence/window/read-export.ts';
import { tallyExport } from './evidence/window/tally-export.ts';
import { judgeSamples } from './judge-samples.ts';
import { buildWindow, type WindowAnswer } from './report/window.ts';
import type { Templates } from './templates.ts';
import { summariseWindow } from './verdict/summarise-window.ts';

/**
 * An export that is too large for one report a request: its failures by cause, route and minute, in flat memory. The
 * requests most worth a look are judged each where that is wanted, by those of their lines that tell how they ended.
 */
export async function explainExport(
  source: AsyncIterable<string | Buffer> | OpenedExport,
  options: {
    nowMs: number;
    redaction: RedactionPolicy;
    templates: Templates;
    /** Whether the requests most worth a look are judged each. */
    withExamples?: boolean;
    onProgress?: (bytes: number, lines: number, failures: number) => void;
  },
): Promise<WindowAnswer> {
  // Taken apart now, while threads read on ahead; at the end everything would wait for it.
  options.templates.names('messages/window');
  const evidence = await tallyExport(source, options);
  const summary = summariseWindow(evidence, judgeSamples(options.redaction, options.nowMs));
  const worth = summary.worth.map(({ group }) => group.sample).join('\n');
  const isWanted = options.withExamples && worth !== '';
  const example = isWanted ? (await import('./explain.ts')).explain(worth, options).answer : undefined;
  return buildWindow(evidence, summary, example, options.templates);
}
