import { stateFact } from '../state-fact.ts';
import type { Timeline } from '../timeline.ts';
import type { Match } from '../verdict.ts';
import type { Rule } from './rule.ts';

/** CloudFront's own default origin response timeout, ms (facts 3.7): it outlasts a gateway that gives up before. */
const edgeWaitsMs = 30_000;

/**
 * Something in front of the gateway made the 504, or the client gave up. Where the gateway's own log shows that it gave
 * up first, the gateway is to blame and the edge is the lesser finding.
 */
export const edgeTimeout: Rule = {
  cause: 'edge-timeout',
  needs: [{ found: ['clientResponse'] }],
  match: ({ timeline }) => {
    const { edge } = timeline;
    return edge === undefined || gatewayWasFirst(timeline) ? undefined : edgeMatch(timeline);
  },
};

/** The match itself, whatever the gateway says; undefined without an answer of the edge. */
export function edgeMatch({ edge, stated, gaveUpAtMs }: Timeline): Match | undefined {
  if (edge === undefined) return undefined;
  const answered = stated?.cause === 'succeeded';
  const afterMs = edge.atMs === undefined || gaveUpAtMs === undefined ? undefined : gaveUpAtMs - edge.atMs;
  return {
    phase: 'none',
    confidence: edge.confidence,
    because: [
      edge.fact,
      ...(answered ? [stated.fact] : []),
      ...(afterMs === undefined || afterMs <= 0
        ? []
        : [
            stateFact('gateway-answered-later', { afterMs }, stated?.fact.source ?? 'executionLog', {
              atMs: gaveUpAtMs,
            }),
          ]),
    ],
  };
}

function gatewayWasFirst({ edge, stated, waitedMs, gaveUpAtMs }: Timeline): boolean {
  if (stated?.cause === undefined || edge === undefined) return false;
  // The client's own timeout is no 504; a gateway that failed by itself explains more.
  const clientMs = edge.waitedMs;
  if (stated.cause === 'succeeded') return false;
  if (clientMs !== undefined) return true;
  if (edge.atMs !== undefined && gaveUpAtMs !== undefined) return edge.atMs > gaveUpAtMs - 1000;
  return waitedMs === undefined || waitedMs < edgeWaitsMs;
}
