import type { Config } from '../../config-schema.ts';
import type { LogEvent } from '../../inquiry/log-event.ts';
import type { Place } from '../locate/list-places.ts';
import type { Observation, Search } from '../observation.ts';
import { askDaysIfExpired } from '../retention.ts';
import { configuredGroups } from './configured-groups.ts';
import { gatewayTimes } from './gateway-times.ts';
import { lookForLines } from './look-for-lines.ts';
import { failed, type SourceContext, unavailable } from './source.ts';

/**
 * Searches the configured groups of one kind for the request's ids (or, with `isByTime`, reads all lines of its
 * seconds) and reads what comes. Absent only where every group was searched to its end.
 */
export async function collectConfigured<Value>(
  context: SourceContext,
  kind: Config['backends'][number]['kind'],
  look: {
    template: string;
    /** Which ids this log can hold; empty: by time alone. */
    ids: (keys: NonNullable<Awaited<ReturnType<typeof gatewayTimes>>>) => (string | undefined)[];
    isByTime: boolean;
    /** Log lines may be stamped and delivered so much later than the request ended, ms. */
    lateMs: number;
    read: (events: LogEvent[], keys: NonNullable<Awaited<ReturnType<typeof gatewayTimes>>>) => Value[];
  },
): Promise<Observation<Value[]>> {
  const groups = configuredGroups(context, kind);
  if (groups.length === 0) return unavailable('not-configured', { kind }, []);
  const keys = await gatewayTimes(context);
  if (!keys) return unavailable('depends-on-missing', { needs: 'time' }, []);
  const { sentAtMs } = keys;
  const ids = look.ids(keys).filter((id) => id !== undefined);
  if (ids.length === 0 && !look.isByTime) return unavailable('depends-on-missing', { needs: 'traceId' }, []);
  const searches: Search[] = [];
  const values: Value[] = [];
  let blocked: Observation<Value[]> | undefined;
  await Promise.all(
    groups.map(async ({ place, logGroup }) => {
      const lines = await lookForLines(context, {
        place,
        template: look.template,
        groups: [{ name: logGroup }],
        ids,
        fromMs: keys.sentAtMs - 60_000,
        toMs: keys.endedAtMs + look.lateMs,
        lastLineMs: keys.endedAtMs + look.lateMs / 2,
        isEnough: (events) => events.length > 0,
      });
      searches.push(...lines.searches);
      values.push(...look.read(lines.events, keys));
      if (lines.failure) blocked = failed(lines.failure, searches);
      else if (lines.events.length === 0 && (await askExpired(place, logGroup))) return;
      else if (lines.isFresh) blocked ??= unavailable('not-ingested-yet', { logGroup }, searches);
      else if (lines.searches.some((one) => one.status !== 'complete'))
        blocked ??= unavailable('timed-out', { logGroup }, searches);
    }),
  );
  if (values.length > 0) return { status: 'found', value: values, searches };
  return blocked ?? { status: 'absent', searches };

  async function askExpired(place: Place, logGroup: string): Promise<boolean> {
    const days = await askDaysIfExpired(place, logGroup, sentAtMs, context.investigation);
    if (days !== undefined) blocked ??= unavailable('retention-over', { logGroup, days }, searches);
    return days !== undefined;
  }
}
