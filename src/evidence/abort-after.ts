import { setMaxListeners } from 'node:events';

/**
 * A signal that aborts with the first of `signals`, or after `durationMs` with a TimeoutError. It is not made of
 * AbortSignal.any over AbortSignal.timeout: Node holds such a timeout only weakly, so that a garbage collection can
 * lose the deadline (https://github.com/nodejs/node/issues/57736).
 */
export function abortAfter(durationMs: number, signals: readonly AbortSignal[]): AbortSignal {
  const controller = new AbortController();
  const { signal } = controller;
  setMaxListeners(0, signal, ...signals); // every call and pause listens to it: dozens at a time are no leak
  const aborted = signals.find((each) => each.aborted);
  if (aborted !== undefined) {
    controller.abort(aborted.reason);
    return signal;
  }
  const timer = setTimeout(
    () => controller.abort(new DOMException('The deadline has passed', 'TimeoutError')),
    durationMs,
  );
  timer.unref();
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  // The listeners go with this signal, which always aborts in the end.
  for (const each of signals)
    each.addEventListener('abort', () => controller.abort(each.reason), { once: true, signal });
  return signal;
}
