import type { Inquiry } from '../../inquiry/inquiry.ts';

export interface TimeWindow {
  fromMs: number;
  toMs: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** How far back a search goes, step by step, until it finds something. */
const steps = [15 * minuteMs, 3 * hourMs, 24 * hourMs, 7 * 24 * hourMs];

/** A request may last 15 minutes (streaming); its lines come that much after the time in its trace id. */
const longestRequestMs = 16 * minuteMs;

/** Clocks differ, and lines of one request straddle the edge of a step: every step reaches over it by this much. */
const overlapMs = 2 * minuteMs;

/**
 * Windows to search in turn. A stated window is kept to; a trace id tells its own; around a stated time they widen on
 * both sides; else they go back from now, each one only as far as the former did not reach.
 */
export function searchWindows(inquiry: Inquiry, nowMs: number, maxWindowHours: number): TimeWindow[] {
  const latest = nowMs + minuteMs;
  const clip = (fromMs: number, toMs: number) => ({ fromMs, toMs: Math.min(toMs, latest) });
  const longest = Math.min(maxWindowHours * hourMs, inquiry.maxWindowMs ?? Number.POSITIVE_INFINITY);
  const widths = [...steps.filter((step) => step < longest), longest];
  const told = inquiry.aroundMs ?? inquiry.id.atMs;
  // Another clock may be ahead of this one.
  const around = told === undefined ? undefined : Math.min(told, nowMs);
  if (around !== undefined && inquiry.windowMs !== undefined)
    return [clip(around - inquiry.windowMs, around + inquiry.windowMs)];
  if (inquiry.id.atMs !== undefined)
    return [clip(Math.min(inquiry.id.atMs, nowMs) - overlapMs, inquiry.id.atMs + longestRequestMs)];
  if (around !== undefined) return widths.map((width) => clip(around - width, around + width));
  if (inquiry.windowMs !== undefined) return [clip(nowMs - inquiry.windowMs, latest)];
  return widths.map((width, index) => {
    const former = index === 0 ? undefined : widths[index - 1];
    return {
      fromMs: nowMs - width,
      toMs: former === undefined ? latest : nowMs - former + overlapMs,
    };
  });
}
