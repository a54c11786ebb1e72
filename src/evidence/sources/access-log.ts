import { readEvents } from '../read-events.ts';
import { formatFields } from '../readings/access-log-format.ts';
import { askDaysIfExpired } from '../retention.ts';
import { lookForLines } from './look-for-lines.ts';
import { requestWindow } from './request-window.ts';
import { failed, type Source, unavailable } from './source.ts';

/** The stage's access-log record of the request, whatever format it is configured in. */
export const accessLogSource: Source<'accessLog'> = {
  name: 'accessLog',
  async collect(context) {
    const { located, known, place, investigation } = context;
    const already = located.found.accessLog;
    if (already) return { status: 'found', value: already, searches: located.searches };
    if (known?.knownFrom !== 'control-plane')
      return unavailable('depends-on-missing', { needs: 'stage-settings' }, located.searches);
    const about = { api: known.api.apiName, stage: known.stage.stage };
    const { accessLogGroup: logGroup, accessLogFormat } = known.stage;
    if (logGroup === undefined)
      return known.stage.accessLogFormat === undefined
        ? unavailable('logging-off', about, located.searches)
        : unavailable('not-configured', { ...about, destination: 'firehose' }, located.searches);
    // The extended id is only known from the execution log, and some formats carry nothing else.
    await context.observe('executionLog');
    const { id, extendedRequestId, traceId } = context.request();
    const window = requestWindow(context);
    if (!window) return unavailable('depends-on-missing', { needs: 'time' }, located.searches);
    const lines = await lookForLines(context, {
      place,
      template: 'queries/access-log',
      groups: [{ name: logGroup }],
      ids: [...new Set([id, extendedRequestId, traceId].filter((one) => one !== undefined))],
      ...window,
      lastLineMs: window.atMs + 30_000,
      isEnough: (events) => events.length > 0,
    });
    const searches = [...located.searches, ...lines.searches];
    const read = readEvents(lines.events, {
      ...(accessLogFormat === undefined ? {} : { accessLogFormat }),
      apiType: known.api.apiType,
    });
    const ours = read.requests.filter(
      ({ request, found }) =>
        found.accessLog !== undefined &&
        (request.extendedRequestId === undefined ||
          extendedRequestId === undefined ||
          request.extendedRequestId === extendedRequestId),
    );
    const first = ours[0];
    if (first?.found.accessLog) {
      context.learn({ ...first.request, id });
      return { status: 'found', value: first.found.accessLog, searches };
    }
    if (lines.failure) return failed(lines.failure, searches);
    // Where the format holds none of the ids that were looked for, there may be a row that nothing finds.
    const looked = { requestId: id, extendedRequestId, xrayTraceId: traceId };
    const held = accessLogFormat === undefined ? undefined : formatFields(accessLogFormat);
    if (held && !Object.entries(looked).some(([name, known]) => known !== undefined && held.includes(name)))
      return unavailable('fields-missing', { ...about, logGroup, fields: 'requestId' }, searches);
    const days = await askDaysIfExpired(place, logGroup, window.atMs, investigation);
    if (days !== undefined) return unavailable('retention-over', { ...about, logGroup, days }, searches);
    if (lines.isFresh) return unavailable('not-ingested-yet', { ...about, logGroup }, searches);
    return { status: 'absent', searches };
  },
};
