import { type Answer, type Failure, success } from './answer.ts';
import type { CallCount, Clients } from './open-aws.ts';
import { pause } from './pace.ts';
import {
  isAnswer,
  isClockCorrected,
  isExpiredToken,
  isSilence,
  isTransient,
  isWait,
  readFailure,
} from './read-failure.ts';
import type { Silences } from './silences.ts';

/** What one account and region is reached through. */
export interface Line {
  clients(): Clients;
  /** Takes new credentials instead of those that these clients have; missing where there is no role to take them from. */
  renew?(used: Clients): void;
  account: string | undefined;
  region: string;
  silences: Silences;
  count: CallCount;
  /** A call that the deadline cuts off has told something of the service only when it waited so long, ms. */
  leastWaitMs: number;
}

/** Attempts where AWS or the network fails without a refusal; as many as the SDK makes by itself. */
const mostAttempts = 3;
/** Attempts where an answer was waited for in vain: each costs the whole patience. */
export const mostWaits = 2;

/** Makes one call, and again where that may help: the promises are those of `AwsSession.send`. */
export async function sendCall<Out>(
  { clients, renew, account, region, silences, count, leastWaitMs }: Line,
  call: { action: string; resource: string },
  work: (clients: Clients, options: { abortSignal: AbortSignal }) => Promise<Out>,
  signal: AbortSignal,
): Promise<Answer<Out>> {
  const service = call.action.split(':')[0] ?? '';
  const known = silences.ofService(service);
  if (known) return { ...known, args: { ...known.args, action: call.action, resource: call.resource } };
  const startedAt = performance.now();
  let throttled: Failure | undefined;
  let silent: Failure | undefined;
  for (let attempt = 1, isRenewed = false, isTimed = false; ; attempt += 1) {
    const used = clients();
    try {
      count.calls += 1;
      const answer = await inTime(work(used, { abortSignal: signal }), signal);
      silences.answered(service);
      return success(answer);
    } catch (error) {
      const failure = readFailure(error, { ...call, account, region }, signal.aborted);
      if (isExpiredToken(failure) && renew) {
        if (!isRenewed) {
          isRenewed = true;
          renew(used);
          continue;
        }
        // New credentials are refused as well: the region is not switched on, and asking STS for more would not help.
        silences.fell(service, failure, startedAt);
        return failure;
      }
      if (isClockCorrected(error) && !isTimed) {
        isTimed = true; // each client has to learn AWS's time once
        continue;
      }
      if (failure.reason === 'timed-out') return throttled ?? silent ?? cutOff(failure);
      if (isSilence(error)) silent = failure;
      if (isAnswer(error)) silences.answered(service);
      if (failure.reason === 'throttled') throttled = failure;
      else if (!isTransient(error) || attempt >= (isWait(error) ? mostWaits : mostAttempts)) {
        if (isSilence(error)) silences.fell(service, failure, startedAt);
        return failure;
      }
      try {
        // A fault is tried again at once; throttling needs time to pass.
        const stepMs = failure.reason === 'throttled' ? 250 : 40;
        await pause(Math.min(5_000, stepMs * 2 ** attempt) * (0.5 + Math.random() / 2), signal);
      } catch {
        return failure;
      }
    }
  }

  /** Cut off by the deadline; where nothing of this service has ever answered, that was no slow search. */
  function cutOff(failure: Failure): Failure {
    if (silences.hasAnswered(service) || performance.now() - startedAt < leastWaitMs) return failure;
    const detail = 'no answer before the deadline';
    const unheard: Failure = { ...failure, reason: 'region-unreachable', detail };
    silences.fell(service, unheard, startedAt);
    return unheard;
  }
}

/** The work, or the signal's end: the SDK looks at the signal only once it has credentials, which may hang. */
async function inTime<Out>(work: Promise<Out>, signal: AbortSignal): Promise<Out> {
  return await new Promise<Out>((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
