import type { Failure } from './answer.ts';

/** What is known of the services of one account and region that do not answer. */
export interface Silences {
  /** Why a call of this service ("logs", "apigateway", …) need not be tried now; undefined: try. */
  ofService(service: string): Failure | undefined;
  /** AWS said something, whatever it was. */
  answered(service: string): void;
  /** A call that began at `startedAt` (performance.now()) has given up without an answer. */
  fell(service: string, failure: Failure, startedAt: number): void;
  hasAnswered(service: string): boolean;
}

/** How long a silent service is left alone, ms. Our choice: a question more is answered at once, the next one tries anew. */
const leftAloneMs = 15_000;

/**
 * One call that waited in vain speaks for all of its service, unless another one has been answered meanwhile: then the
 * call was slow, not the service.
 */
export function createSilences(): Silences {
  const answeredAt = new Map<string, number>();
  const fallen = new Map<string, { failure: Failure; until: number }>();
  return {
    ofService(service) {
      const known = fallen.get(service);
      return known && known.until > performance.now() ? known.failure : undefined;
    },
    answered(service) {
      answeredAt.set(service, performance.now());
      fallen.delete(service);
    },
    fell(service, failure, startedAt) {
      if ((answeredAt.get(service) ?? Number.NEGATIVE_INFINITY) < startedAt)
        fallen.set(service, { failure, until: performance.now() + leftAloneMs });
    },
    hasAnswered: (service) => answeredAt.has(service),
  };
}
