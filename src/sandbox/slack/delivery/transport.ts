import type { Fields } from '../fields.ts';

/** Something that Slack brings to the app. */
export interface Envelope {
  type: 'events_api' | 'slash_commands' | 'interactive';
  payload: Fields;
}

/** How often the same event was tried before, and what went wrong the last time. */
export interface Retry {
  attempt: number;
  reason: 'http_timeout' | 'http_error' | 'connection_failed' | 'timeout';
}

export type Outcome =
  /** `payload` is what came with the acknowledgement: a command's answer, a view's response_action. */
  { status: 'acked'; payload?: unknown } | { status: 'failed'; reason: Retry['reason'] };

/** A way to the app: sockets, or signed HTTP. */
export interface Transport {
  /** Resolves within Slack's 3 s. Never rejects. */
  send(envelope: Envelope, retry?: Retry): Promise<Outcome>;
  /** The app listens. */
  isConnected(): boolean;
  /** Looks whether the app listens, where Slack can ask for that. */
  look(): Promise<void>;
  close(): Promise<void>;
}

/** Longest that Slack waits for an acknowledgement, ms (https://docs.slack.dev/interactivity/handling-user-interaction). */
export const ackWithinMs = 3000;

/** One try to bring something, for tests to look at. */
export interface Delivery extends Envelope {
  retry?: Retry;
  /** Undefined while it is on its way. */
  outcome?: Outcome;
  atMs: number;
}
