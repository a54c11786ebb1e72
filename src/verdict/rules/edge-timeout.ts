import { stateFact } from '../state-fact.ts';
import type { Statement } from '../stated/statement.ts';
import type { Timeline } from '../timeline.ts';
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
  match({ timeline }) {
    const { arrivedAtMs, edge, stated, gaveUpAtMs } = timeline;
    if (edge === undefined || gatewayWasFirst(edge, timeline)) return undefined;
    if (stated?.cause === 'succeeded' && !outlastedEdge(edge, arrivedAtMs, gaveUpAtMs)) return undefined;
    const answered = stated?.cause === 'succeeded' ? [stated.fact] : [];
    const afterMs = edge.atMs === undefined || gaveUpAtMs === undefined ? 0 : gaveUpAtMs - edge.atMs;
    const later =
      stated === undefined || afterMs <= 0
        ? []
        : [stateFact('gateway-answered-later', { afterMs }, stated.fact.source, { atMs: gaveUpAtMs })];
    // A proxy's 504 alone may be anybody's; where the gateway's own log shows a good answer, it was made in front of it.
    const confidence = edge.confidence === 'possible' && answered.length > 0 ? 'likely' : edge.confidence;
    return { phase: 'none', confidence, because: [edge.fact, ...answered, ...later] };
  },
};

/** A client's or an edge's clock and the way to it, ms. Our choice. */
const slackMs = 2_000;

/**
 * Whether a good answer of the gateway was the one that came too late: the client gives up only when it has waited, and
 * the edge's date lies before the gateway's answer. Without either, nothing ties the two.
 */
function outlastedEdge(edge: Statement, arrivedAtMs: number | undefined, gaveUpAtMs: number | undefined) {
  if (edge.waitedMs !== undefined)
    return (
      arrivedAtMs === undefined ||
      gaveUpAtMs === undefined ||
      gaveUpAtMs - arrivedAtMs >= edge.waitedMs - slackMs
    );
  if (gaveUpAtMs === undefined) return true;
  if (edge.atMs !== undefined) return edge.atMs <= gaveUpAtMs + slackMs;
  return arrivedAtMs === undefined || gaveUpAtMs - arrivedAtMs >= edgeWaitsMs - slackMs;
}

function gatewayWasFirst(edge: Statement, { stated, waitedMs, gaveUpAtMs }: Timeline): boolean {
  if (stated === undefined) return false;
  // The client's own timeout is no 504; a gateway that failed by itself explains more.
  const clientMs = edge.waitedMs;
  if (stated.cause === 'succeeded') return false;
  if (clientMs !== undefined) return true;
  if (edge.atMs !== undefined && gaveUpAtMs !== undefined) return edge.atMs > gaveUpAtMs - 1000;
  return waitedMs === undefined || waitedMs < edgeWaitsMs;
}
