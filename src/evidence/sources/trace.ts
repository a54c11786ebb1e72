import { traceLink } from '../../aws/console-links.ts';
import { getTraceDocuments } from '../../aws/traces.ts';
import { freshForMs } from '../collect-context.ts';
import { readTraces } from '../readings/trace.ts';
import { apiSearch, failed, type Source, unavailable } from './source.ts';

/** X-Ray keeps traces for 30 days (X-Ray FAQ). */
const keptMs = 30 * 86_400_000;

/** The request's X-Ray trace, by the id that its logs name. Sampling: a trace that is not there proves nothing. */
export const traceSource: Source<'trace'> = {
  name: 'trace',
  async collect(context) {
    const { place, investigation, known } = context;
    await Promise.all([context.observe('executionLog'), context.observe('accessLog')]);
    const { traceId, atMs, apiType } = context.request();
    if (traceId === undefined || !/^1-[0-9a-f]{8}-[0-9a-f]{24}$/.test(traceId)) {
      // API Gateway traces REST APIs only.
      if (apiType === 'http' || apiType === 'websocket')
        return unavailable('not-applicable', { apiType }, []);
      if (known?.knownFrom === 'control-plane' && !known.stage.tracing)
        return unavailable('not-traced', { stage: known.stage.stage }, []);
      return unavailable('depends-on-missing', { needs: 'traceId' }, []);
    }
    const answer = await getTraceDocuments(place.session, traceId, investigation.signal);
    const search = apiSearch(
      place,
      'BatchGetTraces',
      traceId,
      answer.ok ? undefined : answer,
      traceLink(place.region, traceId),
    );
    if (!answer.ok) return failed(answer, [search]);
    const [value] = readTraces({
      Traces: [
        {
          Id: traceId,
          Segments: (answer.value ?? []).map((text) => ({ Document: text })),
        },
      ],
    }).filter((trace) => trace.segments.length > 0);
    if (value) return { status: 'found', value, searches: [search] };
    const nowMs = investigation.context.now();
    if (atMs !== undefined && nowMs - atMs > keptMs)
      return unavailable('retention-over', { days: 30 }, [search]);
    if (atMs !== undefined && nowMs - atMs < freshForMs)
      return unavailable('not-ingested-yet', { traceId }, [search]);
    return unavailable('not-traced', { traceId }, [search]);
  },
};
