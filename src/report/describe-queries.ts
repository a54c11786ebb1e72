import type { Search } from '../evidence/observation.ts';
import { defined } from './defined.ts';
import type { Report } from './report.ts';

/** The log queries of a receipt, each once, and the bytes that Insights bills for. Reads of settings are not listed. */
export function describeQueries(searches: readonly Search[]): {
  queries: Report['receipt']['queries'];
  bytesScanned: number;
} {
  const asked = searches.filter((search) => search.language !== 'API' && search.language !== 'text');
  const queries = [...new Map(asked.map((search) => [JSON.stringify(search), search])).values()];
  return {
    queries: queries.map((query) =>
      defined({
        language: query.language,
        text: query.text,
        target: query.target,
        from: iso(query.fromMs),
        to: iso(query.toMs),
        status: query.status,
        bytesScanned: query.bytesScanned,
        recordsScanned: query.recordsScanned,
        ms: query.durationMs,
        link: query.link,
      }),
    ),
    bytesScanned: queries
      .filter((query) => query.language === 'CWLI')
      .reduce((sum, query) => sum + (query.bytesScanned ?? 0), 0),
  };
}

const iso = (atMs: number | undefined) => (atMs === undefined ? undefined : new Date(atMs).toISOString());
