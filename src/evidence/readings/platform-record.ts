import { believableDuration } from '../../inquiry/believable-time.ts';
import { definedOnly } from './defined-only.ts';
import { type FunctionLine, readFunctionLine, readStatus } from './function-line.ts';
import { isObject, type Json, numberOf, textOf } from './json-value.ts';

/** Keys under which loggers write Lambda's request id, and nothing but Lambda's. */
const lambdaIdKeys = [
  'AWSRequestId',
  'awsRequestId',
  'aws_request_id',
  'function_request_id',
  'lambdaRequestId',
  'lambda_request_id',
];
const uuidForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** One JSON record of a Lambda log: platform events, function records, and application lines that bear Lambda's id. */
export function readPlatformRecord(text: string): FunctionLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const type = value.type;
  if (typeof type === 'string' && type.startsWith('platform.'))
    return readPlatform(type, isObject(value.record) ? value.record : {});
  if (type === 'function' || type === 'extension') return readRecord(value.record);
  return readSandboxError(value) ?? readApplication(value, text);
}

function readPlatform(type: string, record: Json): FunctionLine {
  const requestId = textOf(record.requestId)?.toLowerCase();
  const metrics = isObject(record.metrics) ? record.metrics : {};
  const status = readStatus(textOf(record.status) ?? '');
  const errorType = textOf(record.errorType);
  const traceId = /\b1-[0-9a-f]{8}-[0-9a-f]{24}\b/.exec(
    isObject(record.tracing) ? (textOf(record.tracing.value) ?? '') : '',
  )?.[0];
  const durationMs = believableDuration(numberOf(metrics.durationMs));
  switch (type) {
    case 'platform.initStart':
    case 'platform.restoreStart':
      if (record.initializationType === 'provisioned-concurrency') return { kind: 'platform' };
      return {
        kind: 'init-start',
        ...definedOnly({ functionName: textOf(record.functionName) }),
      };
    case 'platform.initReport':
    case 'platform.restoreReport':
      if (record.initializationType === 'provisioned-concurrency') return { kind: 'platform' };
      return {
        kind: 'init-report',
        timedOut: status === 'timeout',
        ...definedOnly({ durationMs }),
      };
    case 'platform.start':
      return requestId === undefined
        ? { kind: 'platform' }
        : { kind: 'start', requestId, ...definedOnly({ traceId }) };
    case 'platform.runtimeDone':
    case 'platform.requestComplete':
    case 'platform.end':
      return requestId === undefined
        ? { kind: 'platform' }
        : {
            kind: 'end',
            requestId,
            ...definedOnly({ status, durationMs, errorType, traceId }),
          };
    case 'platform.report':
    case 'platform.invokeSummary':
      return requestId === undefined
        ? { kind: 'platform' }
        : {
            kind: 'report',
            requestId,
            ...definedOnly({
              durationMs,
              billedDurationMs: believableDuration(numberOf(metrics.billedDurationMs)),
              initDurationMs: believableDuration(
                numberOf(metrics.initDurationMs) ?? numberOf(metrics.restoreDurationMs),
              ),
              memorySizeMb: numberOf(metrics.memorySizeMB),
              maxMemoryUsedMb: numberOf(metrics.maxMemoryUsedMB),
              status,
              errorType,
              traceId,
            }),
          };
    default:
      return { kind: 'platform' };
  }
}

/** A telemetry "function" record wraps the application's line, as text or as an object. */
function readRecord(record: unknown): FunctionLine | undefined {
  if (typeof record === 'string') return readFunctionLine(record) ?? { kind: 'app', text: record.trim() };
  if (!isObject(record)) return undefined;
  const text = JSON.stringify(record);
  return readSandboxError(record) ?? readApplication(record, text) ?? { kind: 'app', text };
}

/** `{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: … Error: Task timed out after 60.00 seconds"}`. */
function readSandboxError(record: Json): FunctionLine | undefined {
  const message = textOf(record.errorMessage) ?? textOf(record.message) ?? '';
  const inner = message.startsWith('{') ? undefined : readFunctionLine(message);
  return inner?.kind === 'timeout' ? inner : undefined;
}

function readApplication(record: Json, text: string): FunctionLine | undefined {
  const key = lambdaIdKeys.find((name) => uuidForm.test(textOf(record[name]) ?? ''));
  const native =
    'level' in record &&
    ('timestamp' in record || 'time' in record) &&
    uuidForm.test(textOf(record.requestId) ?? '');
  const requestId = (
    key === undefined ? (native ? textOf(record.requestId) : undefined) : textOf(record[key])
  )?.toLowerCase();
  if (requestId === undefined) return undefined;
  // Written by the runtime itself (JSON log format) when the handler has failed: only then is `message` an object.
  const failure = isObject(record.message) ? record.message : undefined;
  if (failure !== undefined && typeof failure.errorType === 'string' && native) {
    return {
      kind: 'failure',
      requestId,
      ...definedOnly({
        errorType: failure.errorType,
        errorMessage: textOf(failure.errorMessage),
      }),
    };
  }
  return { kind: 'app', requestId, text };
}
