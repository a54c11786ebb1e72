import type { Answer } from './answer.ts';
import type { AwsSession } from './open-aws.ts';

/** Keeps successful answers of one kind for a while; concurrent callers for the same key share one call. */
export interface Shelf<Value> {
  get(key: string, signal: AbortSignal, ask: () => Promise<Answer<Value>>): Promise<Answer<Value>>;
}

/** Most entries of one kind kept for an account and region; the oldest goes first. Our choice. */
const mostEntries = 2_000;

/**
 * Declares a shelf. It belongs to an account and region, not to a diagnosis, so what one diagnosis read serves the
 * next. Failures are not kept, and a caller does not inherit another caller's abort.
 */
export function declareShelf<Value>(keepForMs: number): (session: AwsSession) => Shelf<Value> {
  const shelves = new WeakMap<object, Shelf<Value>>();
  return (session) => {
    const there = shelves.get(session.gates);
    if (there) return there;
    const shelf = createShelf<Value>(keepForMs);
    shelves.set(session.gates, shelf);
    return shelf;
  };
}

function createShelf<Value>(keepForMs: number): Shelf<Value> {
  const kept = new Map<string, { until: number; answer: Promise<Answer<Value>> }>();
  return {
    async get(key, signal, ask) {
      for (;;) {
        const there = kept.get(key);
        if (there && there.until > performance.now()) {
          const answer = await inTime(there.answer, signal);
          if (answer.ok || answer.reason !== 'timed-out' || signal.aborted) return answer;
          if (kept.get(key) === there) kept.delete(key);
          continue;
        }
        const entry = { until: performance.now() + keepForMs, answer: ask() };
        kept.set(key, entry);
        for (const oldest of kept.keys()) {
          if (kept.size <= mostEntries) break;
          kept.delete(oldest);
        }
        const answer = await entry.answer;
        if (!answer.ok && kept.get(key) === entry) kept.delete(key);
        return answer;
      }
    },
  };
}

/** The answer; or, to a caller whose own time is over before that of whoever asked, that it is. */
async function inTime<Value>(answer: Promise<Answer<Value>>, signal: AbortSignal): Promise<Answer<Value>> {
  return await new Promise<Answer<Value>>((resolve, reject) => {
    const leave = () =>
      resolve({ ok: false, reason: 'timed-out', detail: 'the deadline', args: {}, code: 'AbortError' });
    signal.addEventListener('abort', leave, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
