import type { LimitFunction } from 'p-limit';

/**
 * Does the work once a slot is free. Rejects with the signal's reason when that aborts while it waits for one: whoever has
 * the slots may keep them for longer than this caller has time.
 */
export async function inSlot<Value>(
  slots: LimitFunction,
  signal: AbortSignal,
  work: () => Promise<Value>,
): Promise<Value> {
  return await new Promise<Value>((resolve, reject) => {
    const leave = () => reject(signal.reason);
    if (signal.aborted) {
      leave();
      return;
    }
    signal.addEventListener('abort', leave, { once: true });
    void slots(async () => {
      if (signal.aborted) return; // it has left: the slot goes on to the next
      signal.removeEventListener('abort', leave);
      await work().then(resolve, reject);
    });
  });
}
