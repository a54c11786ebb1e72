import type { Failure } from '../../aws/answer.ts';
import { refusals } from '../../aws/run-query.ts';
import type { Found, RequestFacts, SourceName } from '../evidence.ts';
import type { Investigation } from '../investigation.ts';
import type { Place } from '../locate/list-places.ts';
import type { KnownStage } from '../locate/list-stages.ts';
import type { LocatedRequest } from '../locate/merge-requests.ts';
import type { Observation, Search, UnavailableReason } from '../observation.ts';

export type Observed<Name extends SourceName> = Observation<Found<Name>>;

/** What a source is given. All sources of a request start at once and wait for each other through `observe`. */
export interface SourceContext {
  investigation: Investigation;
  place: Place;
  known: KnownStage | undefined;
  located: LocatedRequest;
  /** What is known of the request so far; grows as logs are read. */
  request(): RequestFacts;
  learn(facts: RequestFacts): void;
  /** Another source's observation: made once, shared, never rejected. Sources must not wait for each other in circles. */
  observe<Name extends SourceName>(name: Name): Promise<Observed<Name>>;
}

/** One place where evidence comes from. Adding one: this file's shape, one line in index.ts. */
export interface Source<Name extends SourceName> {
  name: Name;
  collect(context: SourceContext): Promise<Observed<Name>>;
}

interface Unavailable {
  status: 'unavailable';
  reason: UnavailableReason;
  detail?: string;
  args?: Record<string, string | number>;
  searches: Search[];
}

/** A source that could not be looked at, for a reason of ours. */
export function unavailable(
  reason: UnavailableReason,
  args: Record<string, string | number>,
  searches: Search[],
): Unavailable {
  return { status: 'unavailable', reason, args, searches };
}

/** A source that could not be looked at because a call to AWS failed. */
export function failed(failure: Failure, searches: Search[]): Unavailable {
  return {
    status: 'unavailable',
    reason: failure.reason,
    detail: failure.detail,
    args: failure.args,
    searches,
  };
}

/** The record of a control-plane read, for the receipt. */
export function apiSearch(
  place: Place,
  operation: string,
  target: string,
  failure: Failure | undefined,
  link: string,
): Search {
  return {
    language: 'API',
    text: operation,
    target,
    ...(place.session.account ? { account: place.session.account } : {}),
    region: place.region,
    status: failure === undefined ? 'complete' : statusOf(failure.reason),
    link,
  };
}

function statusOf(reason: UnavailableReason): Search['status'] {
  if (refusals.includes(reason)) return 'denied';
  if (reason === 'throttled' || reason === 'timed-out') return reason;
  return 'failed';
}
