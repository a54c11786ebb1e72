import type { LoadBalancerRow } from '../../evidence/readings/load-balancer-log.ts';
import type { Own } from './own-rows.ts';

/** An ALB gives a target 10 s to take the connection (facts 3.4); the slack is ours. */
const connectMs = { from: 9_000, to: 11_500 };

/** What an ALB's own 504 was: its target took no connection, or took it and did not answer. */
export type BalancerTimeout = { kind: 'connect' | 'wait'; elapsedMs: number; row: LoadBalancerRow };

/**
 * Reads a 504 that the ALB made itself; undefined for any other row, and where nothing tells how long the ALB tried:
 * both kinds can show -1 for the target's time, and then differ by their length alone.
 */
export function balancerTimeout(
  own: Own<LoadBalancerRow> | undefined,
  sentAtMs: number | undefined,
  measuredMs: number | undefined,
): BalancerTimeout | undefined {
  const row = own?.value;
  if (row?.loadBalancerStatus !== 504 || row.targetStatus !== undefined) return undefined;
  if (row.targetProcessingMs !== null) return { kind: 'wait', elapsedMs: row.targetProcessingMs, row };
  const elapsedMs =
    row.createdAtMs === undefined
      ? (measuredMs ?? (sentAtMs === undefined ? undefined : row.atMs - sentAtMs))
      : row.atMs - row.createdAtMs;
  if (elapsedMs === undefined || elapsedMs < 0) return undefined;
  const isConnect = elapsedMs >= connectMs.from && elapsedMs <= connectMs.to;
  return { kind: isConnect ? 'connect' : 'wait', elapsedMs, row };
}

/** Share of the gateway's wait that the balancer has to have spent on taking the request in. Our choice: most of it. */
const most = 0.5;

/**
 * How long the balancer took until it could pass the request on, ms, where that is most of the gateway's wait: then it was
 * the sending that was slow (facts 4). Undefined where it was quick, or never passed anything on.
 */
export function slowToSend(
  row: LoadBalancerRow,
  { sentAtMs, gaveUpAtMs }: { sentAtMs?: number; gaveUpAtMs?: number },
): number | undefined {
  const { requestProcessingMs } = row;
  if (requestProcessingMs === null || sentAtMs === undefined || gaveUpAtMs === undefined) return undefined;
  return requestProcessingMs >= (gaveUpAtMs - sentAtMs) * most && requestProcessingMs > 0
    ? requestProcessingMs
    : undefined;
}
