import type { BalancerStory } from '../scenario.ts';
import type { Story } from '../story.ts';
import type { Line } from './line.ts';
import { endpointOf } from './targets.ts';

/** A balancer gives up connecting to a target after this, ms (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html). */
const connectLimitMs = 10_000;
/** Network time between the gateway and the balancer, ms. Ours. */
const reachMs = 6;

/** The application load balancer's row of the request; seconds, and -1 where a phase was not reached. */
export function tellLoadBalancerLog(story: Story): Line[] {
  const { balancer } = story.scenario;
  const { target } = story.method;
  if (
    balancer === undefined ||
    target.kind !== 'url' ||
    target.balancer === undefined ||
    story.sentAtMs === undefined
  )
    return [];
  const { tookMs, times, status, targetStatus, reason } = outcomeOf(balancer, story);
  const atMs = story.sentAtMs + reachMs + tookMs;
  const url = new URL(endpointOf(story));
  const message = [
    'https',
    new Date(atMs).toISOString().replace('Z', '000Z'),
    target.balancer,
    '198.51.100.7:46532',
    '10.0.1.23:8080',
    ...times,
    status,
    targetStatus,
    '684',
    '0',
    `"${story.verb} https://${url.host}:443${url.pathname} HTTP/1.1"`,
    `"AmazonAPIGateway_${story.api.id}"`,
    'ECDHE-RSA-AES128-GCM-SHA256',
    'TLSv1.2',
    `arn:aws:elasticloadbalancing:${story.api.region}:${story.accountId}:targetgroup/catalog/73e2d6bc24d8a067`,
    `"Root=${story.ids.traceId}"`,
    `"${url.host}"`,
    '"session-reused"',
    '0',
    new Date(story.sentAtMs + reachMs).toISOString().replace('Z', '000Z'),
    '"forward"',
    '"-"',
    `"${reason}"`,
    '"10.0.1.23:8080"',
    `"${targetStatus}"`,
    '"-"',
    '"-"',
  ].join(' ');
  return [{ atMs, message }];
}

interface Outcome {
  tookMs: number;
  times: readonly [string, string, string];
  status: string;
  targetStatus: string;
  reason: string;
}

function outcomeOf(balancer: BalancerStory, story: Story): Outcome {
  switch (balancer.kind) {
    case 'client-closed':
      return {
        tookMs: story.endedAtMs - (story.sentAtMs ?? story.atMs) - reachMs,
        times: ['0.001', '-1', '-1'],
        status: '460',
        targetStatus: '-',
        reason: '-',
      };
    case 'target-connect-timeout':
      return {
        tookMs: connectLimitMs,
        times: ['-1', '-1', '-1'],
        status: '504',
        targetStatus: '-',
        reason: '-',
      };
    case 'target-timeout':
      return {
        tookMs: balancer.afterMs,
        times: ['0.001', '-1', '-1'],
        status: '504',
        targetStatus: '-',
        reason: '-',
      };
    case 'answered':
      return {
        tookMs: balancer.afterMs,
        times: ['0.001', (balancer.afterMs / 1000).toFixed(3), '0.000'],
        status: String(balancer.status),
        targetStatus: String(balancer.status),
        reason: '-',
      };
  }
}
