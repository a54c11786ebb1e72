import type { GuideStep, Tick } from '../step.ts';

/** Step 7: how many timeouts there are and since when. One request's evidence holds the metrics at most. */
export const allTimeouts: GuideStep = {
  step: 7,
  tick({ evidence: { request }, found: { metrics } }): Tick {
    const isHttp = request.apiType === 'http';
    const commands = [isHttp ? 'query-access' : 'query'];
    const errors = metrics?.series.find(({ name }) => /^(?:5XXError|5xx|ExecutionError)$/.test(name));
    const hit = errors?.points.filter(({ value }) => value > 0) ?? [];
    const [first, last] = [hit[0], hit.at(-1)];
    if (first === undefined || last === undefined)
      return { status: 'to-do', note: isHttp ? 'run-access' : 'run', commands };
    const errorCount = hit.reduce((sum, { value }) => sum + value, 0);
    return {
      status: 'to-do',
      note: 'run-metrics',
      args: { errorCount, firstMs: first.atMs, lastMs: last.atMs },
      commands,
    };
  },
};
