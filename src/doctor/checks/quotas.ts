import { logQuotas, quotaShare } from '../../aws/gates.ts';
import { type Check, ok } from '../check.ts';
import { sessionsOf } from './roles.ts';

/** What one process takes of AWS's quotas, so that nobody has to guess whether dashboards and people keep enough. */
export const quotas: Check = {
  name: 'quotas',
  async run(context) {
    const regions = new Set((await sessionsOf(context)).map(({ session }) => session.region));
    return [...regions].map((region) => {
      const { queriesAtOnce, startQuery, filterLogEvents } = logQuotas(region);
      return ok(`quotas in ${region}`, 'quotas-kept', {
        region,
        queries: context.config.limits.queriesAtOnce,
        queriesAtOnce,
        calls: startQuery * quotaShare,
        startQuery,
        filters: filterLogEvents * quotaShare,
        filterLogEvents,
      });
    });
  },
};
