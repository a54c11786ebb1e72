import { isFuture } from '../inquiry/believable-time.ts';
import { parseDuration, parseTime } from '../inquiry/time.ts';
import { BadInput } from './bad-input.ts';

/**
 * A moment as an option takes it, epoch ms: a time in any known spelling, "now", or a bare duration for so long ago. What
 * happens after now cannot be read: a later end is now.
 */
export function readMoment(option: string, text: string, nowMs: number): number {
  const agoMs = parseDuration(text);
  const ms = text === 'now' ? nowMs : agoMs === undefined ? parseTime(text, nowMs) : nowMs - agoMs;
  if (ms === undefined)
    throw new BadInput(
      `${option} does not understand "${text.slice(0, 80)}". Give an ISO time like 2026-11-21T14:42:09Z, or 30m for half an hour ago.`,
    );
  if (isFuture(ms, nowMs) && option !== '--to')
    throw new BadInput(
      `${option} "${text.slice(0, 80)}" lies in the future, and no request was then. A time without a zone is taken as UTC: give its zone (2026-11-21T15:42:09+01:00), or 30m for half an hour ago.`,
    );
  return Math.min(ms, nowMs);
}
