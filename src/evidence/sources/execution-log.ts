import { nameOfGroup } from '../../aws/filter-events.ts';
import { readEvents } from '../read-events.ts';
import type { ExecutionLog } from '../readings/execution-log.ts';
import { askDaysIfExpired } from '../retention.ts';
import { methodSettingOf } from './log-level.ts';
import { lookForLines } from './look-for-lines.ts';
import { requestWindow } from './request-window.ts';
import { failed, type Observed, type Source, type SourceContext, unavailable } from './source.ts';

/** The gateway's own account of the request: REST and WebSocket APIs, where logging is on. */
export const executionLogSource: Source<'executionLog'> = {
  name: 'executionLog',
  async collect(context) {
    const { located, known, place } = context;
    const already = located.found.executionLog;
    if (already && isWhole(already)) return { status: 'found', value: already, searches: located.searches };
    if (context.request().apiType === 'http') return unavailable('not-applicable', { apiType: 'http' }, []);
    const window = requestWindow(context);
    const groups = known?.executionLogGroups ?? [];
    if (!known || !window || groups.length === 0)
      return already
        ? { status: 'found', value: already, searches: located.searches }
        : unavailable('depends-on-missing', { needs: 'api' }, []);
    const id = context.request().id.replace(/_REPLACED_INVALID_REQUEST_ID$/, '');
    const lines = await lookForLines(context, {
      place,
      template: 'queries/execution-log',
      groups: groups.map((group) => ({
        name: nameOfGroup(group),
        arn: group.startsWith('arn:') ? group : undefined,
      })),
      ids: [id],
      ...window,
      lastLineMs: window.atMs,
      isEnough: (events) => events.length > 0,
    });
    const searches = [...located.searches, ...lines.searches];
    for (const { request, found } of readEvents(lines.events, {
      apiType: context.request().apiType,
    }).requests) {
      const { executionLog } = found;
      if (!executionLog || !isOurs(executionLog, context)) continue;
      context.learn(request);
      return { status: 'found', value: executionLog, searches };
    }
    if (already) return { status: 'found', value: already, searches };
    return await explainSilence(context, lines, searches, window.atMs);
  },
};

/** From its first line to its last: nothing is cut off at the edge of the window that found it. */
function isWhole(log: ExecutionLog): boolean {
  const kinds = new Set(log.events.map((event) => event.step.kind));
  return (kinds.has('extended-request-id') || kinds.has('start')) && kinds.has('completed');
}

/** One request id may stand for several requests; the extended id, where both sides know it, decides. */
function isOurs(log: ExecutionLog, context: SourceContext): boolean {
  const { id, extendedRequestId } = context.request();
  if (log.extendedRequestId !== undefined && extendedRequestId !== undefined)
    return log.extendedRequestId === extendedRequestId;
  return id.startsWith(log.requestId) || log.requestId === extendedRequestId;
}

/** Why there are no lines: the settings' answer first, then the group's, and only then "there were none". */
async function explainSilence(
  context: SourceContext,
  lines: Awaited<ReturnType<typeof lookForLines>>,
  searches: Observed<'executionLog'>['searches'],
  atMs: number,
): Promise<Observed<'executionLog'>> {
  const { known, place, investigation } = context;
  const { method, path } = context.request();
  const logGroup = nameOfGroup(known?.executionLogGroups[0] ?? '');
  const about = {
    logGroup,
    ...(known ? { api: known.api.apiName, stage: known.stage.stage } : {}),
  };
  if (known?.knownFrom === 'control-plane') {
    const level = methodSettingOf(known.stage, method, path).loggingLevel ?? 'OFF';
    if (level === 'OFF') return unavailable('logging-off', about, searches);
    if (level === 'ERROR' && lines.failure === undefined && !lines.isFresh)
      return unavailable('error-level-only', about, searches);
  }
  if (lines.failure) return failed(lines.failure, searches);
  const days = await askDaysIfExpired(place, logGroup, atMs, investigation);
  if (days !== undefined) return unavailable('retention-over', { ...about, days }, searches);
  if (lines.isFresh) return unavailable('not-ingested-yet', about, searches);
  return { status: 'absent', searches };
}
