import { traceLink } from '../../aws/console-links.ts';
import { getTraceDocuments } from '../../aws/traces.ts';
import { freshForMs } from '../collect-context.ts';
import { readTraces, type Trace } from '../readings/trace.ts';
import { findSpans } from './find-spans.ts';
import { apiSearch, failed, type Source, type SourceContext, unavailable } from './source.ts';

/** X-Ray keeps traces for 30 days (X-Ray FAQ). */
const keptMs = 30 * 86_400_000;

/**
 * The request's trace, by the id that its logs name: from X-Ray, else from Transaction Search. Where there is none the
 * reason tells apart tracing that is off, a request that was not sampled (which proves nothing), and a refusal.
 */
export const traceSource: Source<'trace'> = {
  name: 'trace',
  async collect(context) {
    const { place, investigation } = context;
    await Promise.all([context.observe('executionLog'), context.observe('accessLog')]);
    const { traceId, atMs, apiType } = context.request();
    if (traceId === undefined || !/^1-[0-9a-f]{8}-[0-9a-f]{24}$/.test(traceId)) {
      // API Gateway traces REST APIs only.
      if (apiType === 'http' || apiType === 'websocket')
        return unavailable('not-applicable', { apiType }, []);
      const tracing = tracingOf(context);
      return 'off' in tracing
        ? unavailable('not-traced', tracing, [])
        : unavailable('depends-on-missing', { needs: 'traceId' }, []);
    }
    const answer = await getTraceDocuments(place.session, traceId, investigation.signal);
    const search = apiSearch(
      place,
      'BatchGetTraces',
      traceId,
      answer.ok ? undefined : answer,
      traceLink(place.region, traceId),
    );
    const value = answer.ok ? readDocuments(traceId, answer.value ?? []) : undefined;
    if (value) return { status: 'found', value, searches: [search] };
    const spans = await findSpans(context, traceId);
    const searches = [search, ...spans.searches];
    if (spans.trace) return { status: 'found', value: spans.trace, searches };
    if (!answer.ok) return failed(answer, searches);
    if (spans.failure) return failed(spans.failure, searches);
    const nowMs = investigation.context.now();
    if (atMs !== undefined && nowMs - atMs > keptMs)
      return unavailable('retention-over', { days: 30 }, searches);
    const tracing = tracingOf(context);
    if ('off' in tracing) return unavailable('not-traced', tracing, searches);
    if (await isUnsampled(context, traceId))
      return unavailable('not-traced', { unsampled: traceId }, searches);
    if (atMs !== undefined && nowMs - atMs < freshForMs)
      return unavailable('not-ingested-yet', { traceId }, searches);
    return unavailable('not-traced', tracing, searches);
  },
};

function readDocuments(traceId: string, documents: readonly string[]): Trace | undefined {
  const segments = documents.map((text) => ({ Document: text }));
  const [trace] = readTraces({ Traces: [{ Id: traceId, Segments: segments }] });
  return trace;
}

/** What the control plane says of the stage's tracing, with the stage's name; neither where it says nothing. */
function tracingOf({ known }: SourceContext): { on: string } | { off: string } | Record<string, never> {
  if (known?.knownFrom !== 'control-plane') return {};
  const { tracing, stage } = known.stage;
  return tracing ? { on: stage } : { off: stage };
}

/** Whether a log shows the sampling decision itself: "Sampled=0" behind the trace id in a header that the gateway passed on. */
async function isUnsampled(context: SourceContext, traceId: string): Promise<boolean> {
  const execution = await context.observe('executionLog');
  const header = new RegExp(`Root=${traceId}[^,}\\s]*;Sampled=0`);
  return execution.status === 'found' && execution.value.events.some(({ line }) => header.test(line));
}
