/** How a record's text ends so far: what tells whether the next line still belongs to it. */
export interface OpenEnd {
  /** Braces and brackets opened and not closed. */
  depth: number;
  /** Inside an HTML page. */
  inPage: boolean;
  /** Inside a stack trace. */
  inTrace: boolean;
  /** The text ends in a colon: its value follows on the next line, as in old execution logs. */
  awaitsValue: boolean;
  /** A Lambda REPORT: its trace stands on a line of its own. */
  awaitsTrace: boolean;
}

export const nothingOpen: OpenEnd = {
  depth: 0,
  inPage: false,
  inTrace: false,
  awaitsValue: false,
  awaitsTrace: false,
};

/** How a record's end stands after one more line of it. */
export function follow(before: OpenEnd, line: string): OpenEnd {
  // A message that was cut is over: nothing of it follows.
  if (/\[TRUNCATED\]\s*$/.test(line.slice(-40))) return nothingOpen;
  const opens = /<(?:!doctype )?html\b/i.test(line);
  const closes = /<\/html>/i.test(line);
  return {
    depth: Math.max(0, before.depth + count(line)),
    inPage: (before.inPage || opens) && !closes,
    inTrace: before.inTrace || startsTrace(line.slice(0, 300)) || startsTrace(line.slice(-300)),
    awaitsValue: line.slice(-40).trimEnd().endsWith(':'),
    awaitsTrace: line.startsWith('REPORT RequestId: '),
  };
}

function count(line: string): number {
  let depth = 0;
  for (const [bracket] of line.matchAll(/[{}[\]]/g)) depth += bracket === '{' || bracket === '[' ? 1 : -1;
  return depth;
}

const startsTrace = (text: string) =>
  /Traceback|Caused by|Error|Exception|^\s+at /.test(text) && traceStart.test(text);
const traceStart =
  /Traceback \(most recent call last\)|^(?:Caused by: |\s+at \S)|\b\w*(?:Error|Exception)\b[^"]*$/;
const traceLine =
  /^(?:\s+\S|Caused by: |Traceback \(|\w+(?:\.\w+)*(?:Error|Exception)\b|\.\.\. \d+ more|During handling of )/;
const jsonLine = /^(?:[\s"{}[\],\d-]|(?:true|false|null)\b)/;

/** Whether a line without a time stamp and without a log's own opening goes on with the record before it. */
export function continues(open: OpenEnd, line: string): boolean {
  const { depth, inPage, inTrace, awaitsValue, awaitsTrace } = open;
  if (inPage || (awaitsTrace && line.startsWith('XRAY TraceId: '))) return true;
  if (awaitsValue && /^\s{0,8}[{[<]/.test(line)) return true;
  if (depth > 0 && jsonLine.test(line)) return true;
  if (inTrace && traceLine.test(line)) return true;
  return (
    /^\s+(?:at \S|File "|\.\.\. \d+ more|Caused by: )/.test(line) || /^Traceback \(most recent/.test(line)
  );
}
