import { balancerTimeout } from '../outside/balancer.ts';
import { beganMeanwhile, connectionsMeanwhile } from '../outside/flows.ts';
import { skewMs } from '../outside/own-rows.ts';
import { stateFact } from '../state-fact.ts';
import type { Fact, Match } from '../verdict.ts';
import type { Material, Rule } from './rule.ts';
import { gatewayLogs } from './stated-rule.ts';
import { timedOut } from './timed-out.ts';

/**
 * No connection was made. Flow logs name no requests, so they decide only where *every* connection to the backend's port
 * failed while the gateway waited: then ours did too. That is likely where the endpoint is called by the very address of
 * those rows; behind a name, or where they began before, the connections may be another caller's. A balancer's own 504
 * after its ten seconds says it of the target.
 */
export const connectTimeout: Rule = {
  cause: 'connect-timeout',
  needs: [
    ...gatewayLogs.map((name) => ({ found: [name, 'flowLog'] as const })),
    ...gatewayLogs.map((name) => ({ found: [name, 'loadBalancerLog'] as const })),
  ],
  match: (material) => byFlows(material) ?? byBalancer(material),
};

function byFlows({ found, timeline }: Material): Match | undefined {
  const stated = timedOut(timeline);
  if (stated === undefined || timeline.deliveries.some(({ confidence }) => confidence === 'likely'))
    return undefined;
  const { port, address, gaveUpAtMs, sending } = timeline;
  const waiting = {
    ...(gaveUpAtMs === undefined ? {} : { gaveUpAtMs }),
    ...(sending?.atMs === undefined ? {} : { sentAtMs: sending.atMs }),
  };
  const connections = connectionsMeanwhile(found.flowLog, {
    ...waiting,
    ...(port === undefined ? {} : { port }),
    ...(address === undefined ? {} : { address }),
  });
  const failed = connections.flatMap(({ outcome, address: called, port: to, row, answer = row }): Fact[] =>
    outcome === 'rejected' || outcome === 'unanswered'
      ? [
          stateFact(
            outcome === 'rejected' ? 'flow-rejected' : 'flow-unanswered',
            { address: called, port: to },
            'flowLog',
            { atMs: answer.startMs, line: answer.line },
          ),
        ]
      : [],
  );
  if (failed.length === 0 || failed.length < connections.length) return undefined;
  const isOurs = address !== undefined && connections.every((each) => beganMeanwhile(each, waiting));
  return {
    phase: 'connect',
    confidence: isOurs ? 'likely' : 'possible',
    because: [stated.fact, ...failed.slice(0, mostShown)],
  };
}

/** Rows that are quoted; every further one says the same. Our choice. */
const mostShown = 3;

function byBalancer({ found, timeline }: Material): Match | undefined {
  const { stated, sending, balancer, gaveUpAtMs } = timeline;
  if (stated === undefined || (stated.cause !== 'integration-504' && stated.cause !== 'integration-timeout'))
    return undefined;
  const received = found.executionLog?.events.findLast(({ step }) => step.kind === 'received');
  const measuredMs =
    received?.step.kind === 'received'
      ? received.step.integrationLatencyMs
      : found.accessLog?.integrationLatencyMs;
  const timeout = balancerTimeout(balancer, sending?.atMs, measuredMs);
  if (balancer === undefined || timeout?.kind !== 'connect') return undefined;
  const { row, elapsedMs } = timeout;
  // The gateway would have had this 504 then, and not have waited on: the row speaks against its own reading.
  if (stated.cause === 'integration-timeout' && gaveUpAtMs !== undefined && gaveUpAtMs - row.atMs > skewMs)
    return undefined;
  return {
    phase: 'connect',
    confidence: balancer.byId ? 'likely' : 'possible',
    because: [stated.fact, stateFact('balancer-not-connected', { elapsedMs }, 'loadBalancerLog', row)],
  };
}
