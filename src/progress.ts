import type { SourceName } from './evidence/evidence.ts';

/** One step of a running diagnosis, for whoever watches. */
export interface Progress {
  /** A source, or the search for the request itself. */
  what: SourceName | 'request';
  status: 'searching' | 'found' | 'absent' | 'unavailable';
  /** What is searched, for people: log groups, a window. */
  detail?: string;
  elapsedMs: number;
}
