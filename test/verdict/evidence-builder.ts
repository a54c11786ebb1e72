import type { Evidence, Observations } from '../../src/evidence/evidence.ts';
import { readEvents } from '../../src/evidence/read-events.ts';

const missing: { status: 'unavailable'; reason: 'not-given'; searches: [] } = {
  status: 'unavailable',
  reason: 'not-given',
  searches: [],
};

/** Evidence of the one request in execution-log lines of (epoch ms, message); every other source was not given. */
export function evidenceOf(lines: readonly (readonly [number, string])[]): Evidence | undefined {
  const events = lines.map(([atMs, message], order) => ({ atMs, message, resolutionMs: 1, order }));
  const read = readEvents(events, {}).requests[0];
  if (read === undefined) return undefined;
  const log = read.found.executionLog;
  const observations: Observations = {
    executionLog: log === undefined ? missing : { status: 'found', value: log, searches: [] },
    accessLog: missing,
    functionLog: missing,
    authorizerLog: missing,
    gatewaySettings: missing,
    functionSettings: missing,
    trace: missing,
    loadBalancerLog: missing,
    flowLog: missing,
    backendLog: missing,
    clientResponse: missing,
    metrics: missing,
    deployments: missing,
  };
  return { request: read.request, collectedAtMs: 1_800_000_000_000, observations, hiddenValues: 0 };
}
