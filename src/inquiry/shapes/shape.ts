import type { LogEvent } from '../log-event.ts';

/** One record out of its envelope; its place in the text is given to it at the end. */
export type PasteRecord = Omit<LogEvent, 'order'>;

/** The wrappings that are known, in words that stand in "3 records as …". */
export type ShapeName =
  | 'log lines'
  | 'log lines without times'
  | 'aws logs tail output'
  | 'aws logs text output'
  | 'console test output'
  | 'console copy'
  | 'CSV'
  | 'table'
  | 'JSON rows'
  | 'JSON records'
  | 'subscription JSON'
  | 'log-events JSON'
  | 'query-results JSON'
  | 'test-invoke JSON'
  | 'Lambda log'
  | 'Lambda JSON log'
  | 'access-log rows'
  | 'load-balancer rows'
  | 'flow-log rows'
  | 'client answer'
  | 'error page';

/** Some lines of a text that are one shape: from where it was asked for, up to (not including) line `end`. */
export interface Region {
  shape: ShapeName;
  records: PasteRecord[];
  end: number;
}

/** A text being read. Shapes look at its lines; what they tried in vain is charged, so that all stays linear. */
export interface PasteText {
  lines: readonly string[];
  /** The last line that closes a Lambda invocation; -1 without any. */
  lastInvocationEnd: number;
  /** Characters that may still be looked at in vain. */
  fuel: { left: number };
}

/** Reads the region that begins at line `at`, or says that none of its shape begins there. */
export type Shape = (text: PasteText, at: number) => Region | undefined;

/** A text's lines with fuel for three vain looks at all of it. */
export function pasteText(lines: readonly string[]): PasteText {
  const chars = lines.reduce((sum, line) => sum + line.length + 1, 0);
  return {
    lines,
    lastInvocationEnd: lines.findLastIndex((line) => /^(?:END|REPORT) RequestId: /.test(line)),
    fuel: { left: 3 * chars + 10_000 },
  };
}
