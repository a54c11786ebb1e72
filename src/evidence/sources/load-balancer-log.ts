import { readLoadBalancerRow } from '../readings/load-balancer-log.ts';
import { collectConfigured } from './collect-configured.ts';
import type { Source } from './source.ts';

/** The load balancer's record of the request, by trace id; records are delivered every five minutes. */
export const loadBalancerLogSource: Source<'loadBalancerLog'> = {
  name: 'loadBalancerLog',
  collect: async (context) =>
    await collectConfigured(context, 'load-balancer', {
      template: 'queries/load-balancer-log',
      ids: (keys) => [keys.traceId],
      isByTime: false,
      lateMs: 10 * 60_000,
      read: (events, keys) =>
        events.flatMap((event) => {
          const row = readLoadBalancerRow(event.message);
          return row && (row.traceId === undefined || row.traceId.includes(keys.traceId ?? '')) ? [row] : [];
        }),
    }),
};
