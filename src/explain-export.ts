import type { RedactionPolicy } from './evidence/redact.ts';
import type { OpenedExport } from './evidence/window/read-export.ts';
import { tallyExport } from './evidence/window/tally-export.ts';
import { judgeSamples } from './judge-samples.ts';
import { buildWindow, type WindowAnswer } from './report/window.ts';
import type { Templates } from './templates.ts';
import { summariseWindow } from './verdict/summarise-window.ts';

/** An export that is too large for one report a request: its failures by cause, route and minute, in flat memory. */
export async function explainExport(
  source: AsyncIterable<string | Buffer> | OpenedExport,
  options: {
    nowMs: number;
    redaction: RedactionPolicy;
    templates: Templates;
    onProgress?: (bytes: number, lines: number, failures: number) => void;
  },
): Promise<WindowAnswer> {
  const evidence = await tallyExport(source, options);
  const summary = summariseWindow(evidence, judgeSamples(options.redaction, options.nowMs));
  return buildWindow(evidence, summary, undefined, options.templates);
}
