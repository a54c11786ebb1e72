import { describeLogGroup, type LogGroup } from '../aws/log-groups.ts';
import { formatMinute } from './format-minute.ts';
import { addNote, type Investigation } from './investigation.ts';
import { nameOfPlace, type Place } from './locate/list-places.ts';
import type { TimeWindow } from './locate/search-windows.ts';

const dayMs = 86_400_000;

/** How many days the group keeps its lines, where a line of that moment is older than that; undefined where it is not. */
export function daysIfExpired(group: LogGroup | undefined, atMs: number, nowMs: number): number | undefined {
  const days = group?.retentionDays;
  return days !== undefined && atMs < nowMs - days * dayMs ? days : undefined;
}

/** The same for a group that is known by name alone. Undefined too where AWS does not say what the group keeps. */
export async function askDaysIfExpired(
  place: Place,
  logGroup: string,
  atMs: number,
  { context, signal }: Investigation,
): Promise<number | undefined> {
  const nowMs = context.now();
  if (atMs > nowMs - dayMs) return undefined; // no group keeps less than a day
  const answer = await describeLogGroup(place.session, logGroup, signal);
  return answer.ok ? daysIfExpired(answer.value, atMs, nowMs) : undefined;
}

/** Those of the groups that no longer keep lines of that moment, each with its own days. */
export function expiredGroups(
  groups: readonly (LogGroup | undefined)[],
  atMs: number,
  nowMs: number,
): { name: string; days: number }[] {
  return groups.flatMap((group) => {
    const days = daysIfExpired(group, atMs, nowMs);
    return group === undefined || days === undefined ? [] : [{ name: group.name, days }];
  });
}

/**
 * Which groups keep less than what was asked about, by what each of them keeps: there the line may have been, and gone.
 * Without a stated time that is everything that was searched.
 */
export function addRetentionNotes(
  place: Place,
  groups: readonly (LogGroup | undefined)[],
  searched: TimeWindow | undefined,
  investigation: Investigation,
): void {
  const { inquiry } = investigation;
  const toldMs = inquiry.aroundMs ?? inquiry.id.atMs;
  const atMs = toldMs ?? searched?.fromMs;
  if (atMs !== undefined)
    addExpiredNotes(place, groups, { atMs, isKnown: toldMs !== undefined }, investigation);
}

/** Which groups keep no lines of a moment; `isKnown` false: nothing says that what is looked for was of that moment. */
export function addExpiredNotes(
  place: Place,
  groups: readonly (LogGroup | undefined)[],
  { atMs, isKnown }: { atMs: number; isKnown: boolean },
  investigation: Investigation,
): void {
  const expired = expiredGroups(groups, atMs, investigation.context.now());
  for (const days of new Set(expired.map((group) => group.days))) {
    const names = expired.filter((group) => group.days === days).map(({ name }) => name);
    addNote(investigation, {
      note: isKnown ? 'groups-expired' : 'groups-keep-less',
      args: {
        place: nameOfPlace(place),
        groups: nameSome(names),
        count: names.length,
        days,
        ...(isKnown ? { at: formatMinute(atMs) } : {}),
      },
    });
  }
}

/** The first few names; the rest as their number. */
export function nameSome(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} + ${names.length - 3}` : shown;
}
