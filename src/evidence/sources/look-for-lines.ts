import type { Failure } from '../../aws/answer.ts';
import { pause } from '../../aws/pace.ts';
import type { LogEvent } from '../../inquiry/log-event.ts';
import { defaultLookAgainMs, freshForMs } from '../collect-context.ts';
import { addNote } from '../investigation.ts';
import type { Place } from '../locate/list-places.ts';
import type { Search } from '../observation.ts';
import { type SearchedGroup, searchGroups } from '../search-groups.ts';
import type { SourceContext } from './source.ts';

export interface LinesFound {
  events: LogEvent[];
  searches: Search[];
  /** The first group that could not be searched. */
  failure: Failure | undefined;
  /** True where the request is so young that missing lines may still be on their way. */
  isFresh: boolean;
}

/**
 * Looks for lines that hold any of the ids in groups of one place. While the request is fresh and `isEnough` is not
 * satisfied, it looks again a few times before it gives up.
 */
export async function lookForLines(
  context: SourceContext,
  look: {
    place: Place;
    template: string;
    groups: readonly SearchedGroup[];
    ids: readonly string[];
    phrases?: readonly string[];
    fromMs: number;
    toMs: number;
    /** When the last line that is waited for was written, epoch ms. */
    lastLineMs: number;
    isEnough: (events: readonly LogEvent[]) => boolean;
  },
): Promise<LinesFound> {
  const { investigation } = context;
  const { signal } = investigation;
  const { now, lookAgainMs = defaultLookAgainMs } = investigation.context;
  const searches: Search[] = [];
  for (let looks = 1; ; looks += 1) {
    const found = await searchGroups(
      look.place.session,
      {
        template: look.template,
        ids: look.ids,
        ...(look.phrases ? { phrases: look.phrases } : {}),
        groups: look.groups,
        fromMs: look.fromMs,
        toMs: Math.max(look.fromMs, Math.min(look.toMs, now() + 60_000)),
      },
      investigation,
    );
    searches.push(...found.searches);
    // A group by convention need not exist where the log is delivered to another one.
    const missing = found.failures.filter(({ failure }) => failure.reason === 'log-group-missing');
    const isSearched = missing.flatMap(({ groups }) => groups).length < look.groups.length;
    const failure = found.failures.find((one) => !(isSearched && missing.includes(one)))?.failure;
    const isFresh = now() - look.lastLineMs < freshForMs;
    const result = { events: found.events, searches, failure, isFresh };
    if (look.isEnough(found.events)) {
      if (looks > 1)
        addNote(investigation, {
          note: 'found-on-second-look',
          args: { looks },
        });
      return result;
    }
    if (!isFresh || failure !== undefined || looks > 3) {
      if (looks > 1) addNote(investigation, { note: 'looked-again', args: { looks } });
      return result;
    }
    try {
      await pause(lookAgainMs * 2 ** (looks - 1), signal);
    } catch {
      return result;
    }
  }
}
