import type { SampleFunction } from '../catalogue.ts';
import { makeStreamName } from '../ids.ts';
import type { InvocationStory } from '../scenario.ts';
import type { Line } from './line.ts';

/** One run of a function, whoever caused it. */
export interface Run {
  fn: SampleFunction;
  story: InvocationStory;
  functionRequestId: string;
  /** The API request that caused it, where it logs that. */
  apiRequestId: string;
  traceId?: string;
  startAtMs: number;
}

/** All lines of one run, in the function's log format, oldest first. */
export function tellFunctionLog(run: Run): Line[] {
  const lines = run.fn.logFormat === 'JSON' ? jsonLines(run) : textLines(run);
  return lines.sort((a, b) => a.atMs - b.atMs);
}

/** "2026/11/21/[$LATEST]3893…": one environment, which serves one request at a time. */
export function functionStream(run: Run): string {
  const day = new Date(run.startAtMs).toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[${versionOf(run.fn)}]${makeStreamName(run.functionRequestId)}`;
}

function versionOf({ aliases }: SampleFunction): string {
  return Object.values(aliases ?? {})[0] ?? '$LATEST';
}

const iso = (atMs: number) => new Date(atMs).toISOString();

/** The function's own timeout ends it and its log, whatever it would still have said. */
function appLines({
  story,
  startAtMs,
  fn,
  apiRequestId,
}: Run): { atMs: number; text: string; level: string }[] {
  const untilMs = story.ending === 'timeout' ? fn.timeoutSeconds * 1000 : story.tookMs;
  const own = (story.lines ?? []).filter(({ afterMs }) => afterMs <= untilMs);
  const lines = own.map(({ afterMs, text, level = 'INFO' }) => ({ atMs: startAtMs + afterMs, text, level }));
  const first = { atMs: startAtMs + 4, text: `accepted apiRequestId=${apiRequestId}`, level: 'INFO' };
  return story.logsApiId === true ? [first, ...lines] : lines;
}

function textLines(run: Run): Line[] {
  const { story, fn, functionRequestId: id, startAtMs, traceId } = run;
  const { initMs } = story;
  const endAtMs = startAtMs + story.tookMs;
  const lines: Line[] = [];
  const add = (atMs: number, message: string) => lines.push({ atMs, message: `${message}\n` });
  if (initMs !== undefined)
    add(
      startAtMs - initMs,
      `INIT_START Runtime Version: nodejs:22.v41\tRuntime Version ARN: arn:aws:lambda:${fn.region}::runtime:8eeff65f6809a3ce81507fe733fe09b835899b99481ba22fd75b5a7338290ec1`,
    );
  add(startAtMs, `START RequestId: ${id} Version: ${versionOf(fn)}`);
  for (const { atMs, text, level } of appLines(run)) add(atMs, `${iso(atMs)}\t${id}\t${level}\t${text}`);
  if (story.ending === 'still-running') return lines;
  if (story.ending === 'error') {
    const [type = 'Error', ...rest] = (story.error ?? 'Error: failed').split(': ');
    add(
      endAtMs,
      `${iso(endAtMs)}\t${id}\tERROR\tInvoke Error \t${JSON.stringify({ errorType: type, errorMessage: rest.join(': '), stack: [story.error, '    at Runtime.handler (file:///var/task/index.mjs:41:15)'] })}`,
    );
  }
  if (story.ending === 'timeout' && story.silentTimeout !== true)
    add(endAtMs, `${iso(endAtMs)} ${id} Task timed out after ${(story.tookMs / 1000).toFixed(2)} seconds\n`);
  add(endAtMs, `END RequestId: ${id}`);
  add(endAtMs, reportLine(run, traceId));
  return lines;
}

function reportLine({ story, fn, functionRequestId }: Run, traceId: string | undefined): string {
  const durationMs = story.tookMs - 0.38;
  const parts = [
    `REPORT RequestId: ${functionRequestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs + (story.initMs ?? 0))} ms`,
    `Memory Size: ${fn.memoryMb} MB`,
    `Max Memory Used: ${Math.round(fn.memoryMb * 0.3)} MB`,
    ...(story.initMs === undefined ? [] : [`Init Duration: ${story.initMs.toFixed(2)} ms`]),
    ...(story.ending === 'timeout' ? ['Status: timeout'] : []),
    ...(story.ending === 'error'
      ? ['Status: error', `Error Type: ${(story.error ?? 'Error').split(':')[0]}`]
      : []),
  ];
  const trace =
    traceId === undefined
      ? ''
      : `XRAY TraceId: ${traceId}\tSegmentId: ${segmentId(traceId)}\tSampled: true\t`;
  return `${parts.join('\t')}\t\n${trace}`;
}

/** The id of the function's segment in the trace. */
export function segmentId(traceId: string): string {
  return makeStreamName(`${traceId} function`).slice(0, 16);
}

function jsonLines(run: Run): Line[] {
  const { story, fn, functionRequestId: requestId, startAtMs, traceId } = run;
  const lines: Line[] = [];
  const isQuiet = fn.systemLogLevel === 'WARN';
  const tracing =
    traceId === undefined
      ? {}
      : {
          tracing: {
            spanId: segmentId(traceId),
            type: 'X-Amzn-Trace-Id',
            value: `Root=${traceId};Parent=${segmentId(traceId)};Sampled=1`,
          },
        };
  const platform = (atMs: number, type: string, record: Record<string, unknown>) => {
    if (!isQuiet) lines.push({ atMs, message: JSON.stringify({ time: iso(atMs), type, record }) });
  };
  if (story.initMs !== undefined)
    platform(startAtMs - story.initMs, 'platform.initStart', {
      initializationType: 'on-demand',
      phase: 'init',
      runtimeVersion: fn.runtime ?? 'nodejs:22.v41',
      functionName: fn.name,
      functionVersion: versionOf(fn),
    });
  if (story.initMs !== undefined)
    platform(startAtMs, 'platform.initReport', {
      initializationType: 'on-demand',
      phase: 'init',
      status: 'success',
      metrics: { durationMs: story.initMs },
    });
  platform(startAtMs, 'platform.start', { requestId, version: versionOf(fn), ...tracing });
  for (const { atMs, text, level } of appLines(run))
    lines.push({
      atMs,
      message: JSON.stringify({ timestamp: iso(atMs), level, requestId, message: text }),
    });
  if (story.ending === 'still-running') return lines;
  const endAtMs = startAtMs + story.tookMs;
  if (story.ending === 'error') {
    const [errorType = 'Error', ...rest] = (story.error ?? 'Error: failed').split(': ');
    lines.push({
      atMs: endAtMs,
      message: JSON.stringify({
        timestamp: iso(endAtMs),
        level: 'ERROR',
        requestId,
        message: { errorType, errorMessage: rest.join(': '), stackTrace: [] },
      }),
    });
  }
  const status = story.ending === 'timeout' ? 'timeout' : story.ending === 'error' ? 'error' : 'success';
  platform(endAtMs, 'platform.runtimeDone', {
    requestId,
    status,
    ...tracing,
    metrics: { durationMs: story.tookMs - 0.38, producedBytes: 412 },
  });
  platform(endAtMs, 'platform.report', {
    requestId,
    status,
    ...tracing,
    metrics: {
      durationMs: story.tookMs - 0.38,
      billedDurationMs: Math.ceil(story.tookMs + (story.initMs ?? 0)),
      memorySizeMB: fn.memoryMb,
      maxMemoryUsedMB: Math.round(fn.memoryMb * 0.3),
      ...(story.initMs === undefined ? {} : { initDurationMs: story.initMs }),
    },
  });
  return lines;
}
