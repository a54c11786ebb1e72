import type { ApiType } from '../../evidence/evidence.ts';
import type { AccessLogRow } from '../../evidence/readings/access-log.ts';

/** What is known beside the row. `timeoutMs`: the integration timeout, configured or stated. */
export interface RowContext {
  apiType: ApiType;
  timeoutMs: number | undefined;
  isFunction: boolean;
  hasVpcLink: boolean;
}

/** When the gateway answered: the row's time is the arrival (facts 2), its latency reaches to the answer. */
export function rowTimes(row: AccessLogRow): { atMs: number | undefined; waitedMs: number | undefined } {
  const arrivedAtMs = row.requestTimeMs ?? row.atMs;
  const lengthMs = row.responseLatencyMs ?? row.integrationLatencyMs;
  return {
    atMs: arrivedAtMs === undefined || lengthMs === undefined ? undefined : arrivedAtMs + lengthMs,
    waitedMs: row.integrationLatencyMs,
  };
}
