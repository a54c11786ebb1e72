import { believableDuration } from '../../inquiry/believable-time.ts';
import { definedOnly } from './defined-only.ts';
import { readPlatformRecord } from './platform-record.ts';

/** What one record of a Lambda log says. `requestId` is Lambda's. Numbers in ms. */
export type FunctionLine =
  | { kind: 'start'; requestId: string; traceId?: string }
  | {
      kind: 'end';
      requestId: string;
      status?: FunctionStatus;
      durationMs?: number;
      errorType?: string;
      traceId?: string;
    }
  | ({ kind: 'report'; requestId: string } & ReportFigures)
  | { kind: 'init-start'; functionName?: string }
  | { kind: 'init-report'; durationMs?: number; timedOut: boolean }
  | { kind: 'timeout'; requestId?: string; timedOutAfterMs: number }
  | {
      kind: 'failure';
      requestId?: string;
      errorType?: string;
      errorMessage?: string;
    }
  | { kind: 'trace'; traceId: string }
  | { kind: 'platform' } // extensions, telemetry, dropped logs: Lambda's own, and nothing of the invocation
  | { kind: 'app'; requestId?: string; text: string };

export type FunctionStatus = 'success' | 'error' | 'timeout';

export interface ReportFigures {
  durationMs?: number;
  billedDurationMs?: number;
  initDurationMs?: number;
  memorySizeMb?: number;
  maxMemoryUsedMb?: number;
  status?: FunctionStatus;
  errorType?: string;
  traceId?: string;
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const idLine = new RegExp(`^(START|END|REPORT) RequestId: (${uuid})(?=\\s|$)`, 'i');
const stamp = '\\d{4}-\\d{2}-\\d{2}T[\\d:.]{8,15}Z?';
/** Lambda's own words, whole: an application's line that quotes another function's timeout does not match. */
const timeoutLine = new RegExp(
  `^(?:${stamp}[ \\t]+)?(?:RequestId: )?(${uuid}) (?:Error: )?Task timed out after (\\d+(?:\\.\\d+)?) seconds\\s*$`,
  'i',
);
const nodeLine = new RegExp(
  `^(?:${stamp}[ \\t]+)?(${uuid})[ \\t]+(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL)[ \\t]+`,
  'i',
);
const pythonLine = new RegExp(
  `^\\[(?:DEBUG|INFO|WARNING|ERROR|CRITICAL)\\][ \\t]+(?:${stamp}[ \\t]+)?(${uuid})[ \\t]+`,
  'i',
);
const exitLine = new RegExp(
  `^RequestId: (${uuid}) (?:Error: )?(Runtime exited[^\\n]*|Process exited[^\\n]*)`,
  'i',
);

/**
 * What one record of a Lambda log says, text and JSON log formats alike. `undefined` means that the record has no mark of
 * Lambda's; inside a Lambda stream such a record is an application's line all the same.
 */
export function readFunctionLine(message: string): FunctionLine | undefined {
  const text = message.trim();
  if (text.startsWith('{')) return readPlatformRecord(text);
  const first = text.charCodeAt(0);
  const marked = idLine.exec(text);
  const requestId = marked?.[2]?.toLowerCase();
  if (requestId !== undefined) {
    const word = marked?.[1]?.toUpperCase();
    if (word === 'REPORT') return { kind: 'report', requestId, ...readFigures(text) };
    return word === 'START' ? { kind: 'start', requestId } : { kind: 'end', requestId };
  }
  if (/^(?:INIT_START|RESTORE_START)\s/.test(text)) return { kind: 'init-start' };
  if (/^(?:INIT_REPORT|RESTORE_REPORT)\s/.test(text)) {
    const durationMs = figure(text, /(?:Init|Restore) Duration: ([\d.]+) ms/);
    return {
      kind: 'init-report',
      timedOut: /Status: timeout/i.test(text),
      ...definedOnly({ durationMs }),
    };
  }
  const trace = /^XRAY TraceId: (1-[0-9a-f]{8}-[0-9a-f]{24})/.exec(text)?.[1];
  if (trace !== undefined) return { kind: 'trace', traceId: trace };
  if (/^(?:EXTENSION|TELEMETRY|LOGS)\s+Name: /.test(text)) return { kind: 'platform' };
  return first === undefined ? undefined : readTextLine(text);
}

function readTextLine(text: string): FunctionLine | undefined {
  const timeout = timeoutLine.exec(text);
  if (timeout?.[1] !== undefined) {
    return {
      kind: 'timeout',
      requestId: timeout[1].toLowerCase(),
      timedOutAfterMs: Math.round(Number(timeout[2]) * 1000),
    };
  }
  const exit = exitLine.exec(text);
  if (exit?.[1] !== undefined) {
    const errorType = /\bRuntime\.\w+/.exec(text)?.[0];
    return {
      kind: 'failure',
      requestId: exit[1].toLowerCase(),
      ...definedOnly({ errorType, errorMessage: exit[2]?.trim() }),
    };
  }
  const app = nodeLine.exec(text) ?? pythonLine.exec(text);
  if (app?.[1] === undefined) return undefined;
  const requestId = app[1].toLowerCase();
  const rest = text.slice(app[0].length);
  return readUnhandled(rest, requestId) ?? { kind: 'app', requestId, text: rest };
}

/** Node's `Invoke Error {json}` and `Uncaught Exception {json}`, written by the runtime when the handler has failed. */
function readUnhandled(rest: string, requestId: string): FunctionLine | undefined {
  const found = /^(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection)\s+(\{[\s\S]*)$/.exec(rest);
  if (found?.[1] === undefined) return undefined;
  const errorType = /"errorType"\s*:\s*"([^"]{1,200})"/.exec(found[1])?.[1];
  const errorMessage = /"errorMessage"\s*:\s*"((?:[^"\\]|\\.){0,500})"/.exec(found[1])?.[1];
  return {
    kind: 'failure',
    requestId,
    ...definedOnly({ errorType, errorMessage }),
  };
}

/** Figures of a REPORT line; tabs or blanks between them. */
function readFigures(text: string): ReportFigures {
  const status = /\bStatus: (\w+)/.exec(text)?.[1];
  return definedOnly({
    durationMs: duration(text, /RequestId: \S+\s+Duration: ([\d.]+) ms/i),
    billedDurationMs: duration(text, /Billed Duration: ([\d.]+) ms/),
    initDurationMs: duration(text, /(?:Init|(?<!Billed )Restore) Duration: ([\d.]+) ms/),
    memorySizeMb: figure(text, /Memory Size: (\d+) MB/),
    maxMemoryUsedMb: figure(text, /Max Memory Used: (\d+) MB/),
    status: status === undefined ? undefined : readStatus(status),
    errorType: /Error Type: (\S+)/.exec(text)?.[1],
    traceId: /XRAY TraceId: (1-[0-9a-f]{8}-[0-9a-f]{24})/.exec(text)?.[1],
  });
}

const duration = (text: string, pattern: RegExp) => believableDuration(figure(text, pattern));

function figure(text: string, pattern: RegExp): number | undefined {
  const found = pattern.exec(text)?.[1];
  const value = Number(found);
  return found === undefined || Number.isNaN(value) ? undefined : value;
}

/** Lambda's words for how an invocation ended; `failure` and `error` are the same to a reader. */
export function readStatus(word: string): FunctionStatus | undefined {
  const lower = word.toLowerCase();
  if (lower === 'success' || lower === 'timeout') return lower;
  return lower === 'error' || lower === 'failure' ? 'error' : undefined;
}
