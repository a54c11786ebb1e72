import { createQuotas, type Quotas } from './quotas.ts';

/** A service ("logs"), an operation of it ("logs:StartQuery") or "*". */
export type Target = string;

export type QueryEnd = 'Failed' | 'Timeout' | 'Cancelled';

/** What may go wrong on purpose. Everything can be set while calls run; nothing is set at first. */
export interface Faults {
  /** Every answer comes so much later, ms; 0 takes it back. */
  slow(target: Target, delayMs: number): void;
  /** The next so many calls are told to slow down. */
  throttle(target: Target, times: number): void;
  /** As though no policy allowed this IAM action: "logs:StartQuery". */
  deny(action: string): void;
  allow(action: string): void;
  /** Log lines become searchable so much later than their ingestion time, ms. */
  lag(delayMs: number): void;
  /** The next so many queries end like this. */
  failQueries(times: number, end: QueryEnd): void;
  /** Queries need so long, ms; half of their rows are there while they run. */
  slowQueries(durationMs: number): void;
  /** The next so many calls of FilterLogEvents give an empty page and a token. */
  emptyPages(times: number): void;
  /** The next so many connections are cut before an answer. */
  dropSockets(target: Target, times: number): void;
  /** The next so many calls get HTTP 500. */
  breakDown(target: Target, times: number): void;
  /** No service of the region answers. */
  regionDown(region: string): void;
  regionUp(region: string): void;
  /** Whether AWS's own calls a second are held against each account and region; off at first. */
  quotas(state: 'on' | 'off'): void;
  /** Every session that was issued so far has ended. */
  expireTokens(): void;
  /** Takes everything back but expired tokens. */
  clear(): void;
}

/** How long a query takes when nobody asked for more, ms: fast, and yet long enough to be seen running. */
export const usualQueryMs = 30;

/** What the stand-in reads from the faults that were set. */
export interface FaultState {
  delayOf(operation: string): number;
  takeThrottle(call: { operation: string; account: string; region: string; clockMs: number }): boolean;
  takeDrop(operation: string, region: string): boolean;
  takeBreakdown(operation: string): boolean;
  takeQueryEnd(): QueryEnd | undefined;
  takeEmptyPage(): boolean;
  isDenied(action: string): boolean;
  lagMs(): number;
  queryMs(): number;
}

export function createFaults(expireTokens: () => void): { faults: Faults; state: FaultState } {
  const delays = new Map<Target, number>();
  const throttles = new Map<Target, number>();
  const drops = new Map<Target, number>();
  const breakdowns = new Map<Target, number>();
  const denied = new Set<string>();
  const down = new Set<string>();
  let ends: QueryEnd[] = [];
  let emptyPages = 0;
  let lagMs = 0;
  let queryMs = usualQueryMs;
  let quotas: Quotas | undefined;

  return {
    faults: {
      slow: (target, delayMs) => void delays.set(target, delayMs),
      throttle: (target, times) => void throttles.set(target, times),
      deny: (action) => void denied.add(action.toLowerCase()),
      allow: (action) => void denied.delete(action.toLowerCase()),
      lag(delayMs) {
        lagMs = delayMs;
      },
      failQueries(times, end) {
        ends = Array.from({ length: times }, () => end);
      },
      slowQueries(durationMs) {
        queryMs = durationMs;
      },
      emptyPages(times) {
        emptyPages = times;
      },
      dropSockets: (target, times) => void drops.set(target, times),
      breakDown: (target, times) => void breakdowns.set(target, times),
      regionDown: (region) => void down.add(region),
      regionUp: (region) => void down.delete(region),
      quotas(state) {
        quotas = state === 'on' ? createQuotas() : undefined;
      },
      expireTokens,
      clear() {
        for (const map of [delays, throttles, drops, breakdowns]) map.clear();
        denied.clear();
        down.clear();
        ends = [];
        emptyPages = 0;
        lagMs = 0;
        queryMs = usualQueryMs;
        quotas = undefined;
      },
    },
    state: {
      delayOf: (operation) =>
        namesOf(operation).reduce((longest, name) => Math.max(longest, delays.get(name) ?? 0), 0),
      takeThrottle: (call) => take(throttles, call.operation) || (quotas?.isExceeded(call) ?? false),
      takeDrop: (operation, region) => down.has(region) || take(drops, operation),
      takeBreakdown: (operation) => take(breakdowns, operation),
      takeQueryEnd: () => ends.shift(),
      takeEmptyPage() {
        if (emptyPages === 0) return false;
        emptyPages -= 1;
        return true;
      },
      isDenied: (action) => denied.has(action.toLowerCase()),
      lagMs: () => lagMs,
      queryMs: () => queryMs,
    },
  };
}

/** The most exact name first. */
function namesOf(operation: string): Target[] {
  return [operation, operation.split(':')[0] ?? '', '*'];
}

function take(counts: Map<Target, number>, operation: string): boolean {
  const name = namesOf(operation).find((one) => (counts.get(one) ?? 0) > 0);
  if (name === undefined) return false;
  counts.set(name, (counts.get(name) ?? 0) - 1);
  return true;
}
