import { reachOf } from '../reach.ts';
import type { GuideStep, Tick } from '../step.ts';

/** An HTTP API's highest integration timeout; REST's and WebSocket's default, ms (facts 3.2). */
const httpLimitMs = 30_000;
const usualLimitMs = 29_000;

/** Step 15: a longer integration timeout, where this kind of API can have one and waiting longer would have helped. */
export const raiseTimeout: GuideStep = {
  step: 15,
  tick({ evidence: { request }, found: { gatewaySettings: settings }, verdict }): Tick {
    const reach = reachOf(verdict);
    if (reach !== 'late' && reach !== 'unknown') return { status: 'not-applicable', note: 'no-use' };
    const status = reach === 'late' ? 'to-do' : 'unknown';
    const { gatewayMs } = verdict.budget;
    const isBelow = (limitMs: number) => gatewayMs !== undefined && gatewayMs < limitMs - 500;
    if (request.apiType === 'http')
      return gatewayMs !== undefined && !isBelow(httpLimitMs)
        ? { status: 'not-applicable', note: 'http-at-limit' }
        : { status, note: 'http-api', commands: ['raise-v2'] };
    if (request.apiType === 'websocket')
      return isBelow(usualLimitMs)
        ? { status, note: 'websocket-below', commands: ['raise-v2'] }
        : { status: 'not-applicable', note: 'websocket' };
    if (isBelow(usualLimitMs)) return { status, note: 'rest-below', commands: ['raise-rest'] };
    if (settings?.endpointType === 'EDGE') return { status: 'not-applicable', note: 'edge' };
    return settings?.endpointType === undefined
      ? { status, note: 'rest-unknown' }
      : { status, note: 'rest', commands: ['quota', 'raise-rest'] };
  },
};
