/** Where to look. A missing part means "anywhere the configuration and the channel allow". */
export interface Scope {
  /** Account id (12 digits) or alias of the configuration. */
  account?: string;
  region?: string;
  /** API id or name. */
  api?: string;
  stage?: string;
}

/**
 * Which id a text is. `uuid` is a REST request id or a Lambda request id: the same shape, so both are tried.
 * `extended` is the 16-character form: a REST extended id, an HTTP API request id, or a WebSocket id.
 */
export type RequestIdKind = 'uuid' | 'extended' | 'trace' | 'cloudfront' | 'replaced' | 'test-invoke';

/** An id that has passed the strict allow-list; only such values may ever enter a query. */
export interface RequestId {
  kind: RequestIdKind;
  value: string;
  /** The moment that the id itself carries (trace ids: Unix seconds in the first 8 hex digits), epoch ms. */
  atMs?: number;
}

/** One question in our words, whoever asked it and wherever. Plain data: it is stored as a job. */
export interface Inquiry {
  id: RequestId;
  scope: Scope;
  /** When the request is believed to have happened, epoch ms. */
  aroundMs?: number;
  /** Half-width of the search window around `aroundMs`, ms. Without it the search widens by itself. */
  windowMs?: number;
  /** The search widens to this half-width at most, ms; missing: as far as the configuration allows. */
  maxWindowMs?: number;
  /** Log text that came with the question; judged together with what the search finds. */
  pasted?: string;
  /** Who asks, for the role session's name and tags (a Slack user id, or the name of the terminal's user). */
  askedBy?: string;
  /** Bytes that a person has agreed to scan for this question, where the configured limit allows less. */
  allowBytes?: number;
}
