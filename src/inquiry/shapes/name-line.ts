import { commonLog, opensRecord } from '../log-marks.ts';
import type { LogLine } from './log-line.ts';
import type { ShapeName } from './shape.ts';
import { readValueRow } from './value-row.ts';

/** A line's own look, most telling first; each looks at its beginning only. */
const looks: readonly (readonly [ShapeName, RegExp])[] = [
  ['console test output', /^Execution log for request \S/],
  [
    'Lambda log',
    /^(?:(?:START|END|REPORT) RequestId: |(?:INIT_START|INIT_REPORT|RESTORE_START|RESTORE_REPORT) |XRAY TraceId: |(?:EXTENSION|TELEMETRY|LOGS)\s+Name: |(?:RequestId: )?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\t|\s(?:Error: )?(?:Task timed out|Process exited)))/i,
  ],
  ['load-balancer rows', /^(?:https?|h2|wss?|grpcs) \d{4}-\d\d-\d\dT[\d:.]{8,18}Z \S/],
  ['flow-log rows', /^[2-9]\s+(?:\d{12}|unknown)\s+eni-[0-9a-f]/],
  ['access-log rows', /^<request\s+id=|^[\d.:a-f-]{3,45},[^"\s]{0,300},?\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:/],
  ['access-log rows', /^\{(?=.*"(?:requestId|extendedRequestId|requestTime|routeKey|resourcePath)").*\}$/s],
  ['JSON records', /^\{.*\}$/s],
];

/** What an application's line without a time begins with: its level, key and value, a time further on. */
const application =
  /^(?:\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL)\]?[\s:]|level=|[\w.]{1,40}=\S{1,200} [\w.]{1,40}=|[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d )|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/;

/** What a line of log text is; undefined for a line that is nobody's record. */
export function nameLine(line: string, { record, isStamped, isPlaced }: LogLine): ShapeName | undefined {
  const { message } = record;
  const head = message.slice(0, 400);
  if (isPlaced) return 'aws logs tail output';
  if (/^[A-Z][a-z]{2} [A-Z][a-z]{2} /.test(line) && isStamped) return 'console test output';
  const known = looks.find(([name, look]) =>
    look.test(name.startsWith('JSON') || head[0] === '{' ? message : head),
  );
  if (known !== undefined) return known[0];
  if (isFlowHeader(head) || isFlowRow(head)) return 'flow-log rows';
  if (commonLog.test(head) || readValueRow(message) !== undefined) return 'access-log rows';
  if (isStamped) return 'log lines';
  return opensRecord(head) || application.test(head.slice(0, 120)) ? 'log lines without times' : undefined;
}

/** The field names of a custom flow-log format. */
function isFlowHeader(head: string): boolean {
  return /\bsrcaddr\b/.test(head) && /\bdstaddr\b/.test(head) && /^[\s${}a-z\d-]+$/.test(head);
}

/** A row of a custom flow-log format, whose fields only its header tells: bare words, an action, and two addresses. */
function isFlowRow(head: string): boolean {
  if (!/ (?:ACCEPT|REJECT)(?: |$)|^(?:ACCEPT|REJECT) /.test(head) || !/^[\w.:/ -]+$/.test(head)) return false;
  const addresses = head
    .split(' ')
    .filter((word) => /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:]+)$/.test(word));
  return addresses.length >= 2;
}
