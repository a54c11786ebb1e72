import type { LogEvent } from '../../inquiry/log-event.ts';
import { readEvents } from '../read-events.ts';
import type { FailureGroup } from './window-evidence.ts';

/** Rows are read so many at a time, so that none of them is kept. */
const batch = 500;
/** Ways to fail in distinct minutes that are counted. */
const mostGroups = 50_000;

/** Counts what is no native execution line: access-log rows of any known form. Anything else is passed over. */
export interface OtherRows {
  add(message: string, atMs: number): void;
  failures(): number;
  requests(): number;
  groups(): FailureGroup[];
}

export function otherRows(): OtherRows {
  let waiting: LogEvent[] = [];
  let requests = 0;
  let failures = 0;
  const groups = new Map<string, FailureGroup>();

  const read = () => {
    const events = waiting;
    waiting = [];
    for (const { request, found } of readEvents(events, {}).requests) {
      const { status } = request;
      if (found.accessLog === undefined || status === undefined) continue;
      requests += 1;
      if (status < 500 || status > 599) continue;
      failures += 1;
      const row = found.accessLog;
      const atMs = request.atMs ?? 0;
      const minuteMs = Math.floor(atMs / 60_000) * 60_000;
      const route = request.path === undefined ? '' : `${request.method ?? 'ANY'} ${request.path}`;
      const why = row.line.replace(/"?(?:[0-9a-f]{8}-[0-9a-f-]{27}|[\w-]{15}=)"?|\d+/g, '#').slice(0, 2_000);
      const key = `${minuteMs} ${status} ${route} ${groups.size >= mostGroups ? '' : why}`;
      const there = groups.get(key);
      if (there) {
        there.requests += 1;
        there.lastMs = Math.max(there.lastMs, atMs);
        continue;
      }
      groups.set(key, {
        region: '',
        apiId: '',
        apiName: '',
        apiType: request.apiType,
        stage: '',
        ...(route === '' ? {} : { route }),
        status,
        sample: row.line,
        minuteMs,
        requests: 1,
        firstMs: atMs,
        lastMs: atMs,
        exampleId: request.id,
      });
    }
  };

  return {
    add(message, atMs) {
      waiting.push({ message, atMs, resolutionMs: 1, order: waiting.length });
      if (waiting.length >= batch) read();
    },
    failures: () => failures,
    requests: () => requests,
    groups() {
      read();
      return [...groups.values()];
    },
  };
}
