import type { Finding } from '../../report/report.ts';

/** How far before and after a request others like it are counted, ms. Our choice: an incident's length, cheap to scan. */
const reachMs = 30 * 60_000;

/** The window around a request, in its own API and stage; undefined where it has no time or no API. */
export function othersLike(
  { report: { request } }: Finding,
  nowMs: number,
):
  | {
      scope: { account?: string; region?: string; api?: string; stage?: string };
      fromMs: number;
      toMs: number;
    }
  | undefined {
  if (request.at === undefined || request.apiId === undefined) return undefined;
  const atMs = Date.parse(request.at);
  return {
    scope: {
      api: request.apiId,
      ...(request.account === undefined ? {} : { account: request.account }),
      ...(request.region === undefined ? {} : { region: request.region }),
      ...(request.stage === undefined ? {} : { stage: request.stage }),
    },
    fromMs: atMs - reachMs,
    toMs: Math.max(atMs + 60_000, Math.min(nowMs, atMs + reachMs)),
  };
}
