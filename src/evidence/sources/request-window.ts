import type { SourceContext } from './source.ts';

/** Longest a request can take: 15 minutes with response streaming. Used where no settings say less. */
const longestRequestMs = 16 * 60_000;

/** Lines of one request may be stamped a little before its arrival time (clocks of several machines). */
const beforeMs = 60_000;

/** When the request's own lines can have been written; undefined where nothing tells when it was. */
export function requestWindow(
  context: SourceContext,
): { fromMs: number; toMs: number; atMs: number } | undefined {
  const times = context.located.events.flatMap((event) => (event.atMs === undefined ? [] : [event.atMs]));
  const atMs =
    context.request().atMs ??
    (times.length > 0 ? Math.min(...times) : undefined) ??
    context.investigation.inquiry.aroundMs ??
    context.investigation.inquiry.id.atMs;
  if (atMs === undefined) return undefined;
  const last = times.length > 0 ? Math.max(...times) : atMs;
  return {
    fromMs: Math.min(atMs, ...times) - beforeMs,
    toMs: Math.max(atMs + longestRequestMs, last),
    atMs,
  };
}
