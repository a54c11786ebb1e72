import type { QueryEnd } from '../faults.ts';

/** One query from its start to its end, evaluated at once and shown little by little. Times by the machine's clock. */
export interface QueryRun {
  id: string;
  account: string;
  region: string;
  startedMs: number;
  durationMs: number;
  /** How it ends unless it is stopped. */
  end: 'Complete' | QueryEnd;
  stoppedMs?: number;
  rows: { field: string; value: string }[][];
  statistics: {
    recordsMatched: number;
    recordsScanned: number;
    bytesScanned: number;
    logGroupsScanned: number;
  };
}

/** As GetQueryResults says it. */
export type QueryStatus = 'Scheduled' | 'Running' | 'Complete' | QueryEnd;

/** A short wait for a slot, then running with part of the rows, then whatever end was meant. */
export function statusOf(query: QueryRun, clockMs: number): QueryStatus {
  if (query.stoppedMs !== undefined) return 'Cancelled';
  const elapsedMs = clockMs - query.startedMs;
  if (elapsedMs < query.durationMs / 5) return 'Scheduled';
  return elapsedMs < query.durationMs ? 'Running' : query.end;
}

/** Whether it holds one of the places that an account has. */
export function isRunning(status: QueryStatus): boolean {
  return status === 'Scheduled' || status === 'Running';
}

/** How much of the rows and of the scan is there. */
export function shareOf(query: QueryRun, status: QueryStatus, clockMs: number): number {
  if (status === 'Complete') return 1;
  if (status === 'Scheduled' || status === 'Failed') return 0;
  const endMs = query.stoppedMs ?? clockMs;
  return Math.min(1, (endMs - query.startedMs) / query.durationMs) / 2;
}
