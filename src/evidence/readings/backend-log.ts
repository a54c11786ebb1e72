import type { LogEvent } from '../../inquiry/log-event.ts';
import { definedOnly } from './defined-only.ts';

/** A line of a backend's own log that names this request. */
export interface BackendLine {
  atMs?: number;
  line: string;
  joinedBy: 'trace-id' | 'api-request-id' | 'extended-request-id';
  logGroup?: string;
}

/** The ids under which a backend may have logged a request. */
export interface BackendKeys {
  traceId?: string;
  requestId?: string;
  extendedRequestId?: string;
}

/** A backend's own line that names the request by one of its ids, strongest first; undefined for a line that names none. */
export function readBackendLine(event: LogEvent, keys: BackendKeys): BackendLine | undefined {
  const joinedBy = tieOf(event.message, keys);
  if (joinedBy === undefined) return undefined;
  return {
    line: event.message.trimEnd(),
    joinedBy,
    ...definedOnly({ atMs: event.atMs, logGroup: event.logGroup }),
  };
}

function tieOf(message: string, keys: BackendKeys): BackendLine['joinedBy'] | undefined {
  if (keys.traceId !== undefined && message.includes(keys.traceId)) return 'trace-id';
  if (keys.requestId !== undefined && message.includes(keys.requestId)) return 'api-request-id';
  if (keys.extendedRequestId !== undefined && message.includes(keys.extendedRequestId))
    return 'extended-request-id';
  return undefined;
}
