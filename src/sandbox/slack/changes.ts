import type { UiEvent } from './ui-protocol.ts';

/** Longest a test waits for what it expects, ms. Generous: it only counts when something is wrong. */
const patienceMs = 100_000;

/** Tells whoever listens that something has happened. */
export interface Changes {
  /** Something that people see. */
  emit(event: UiEvent): void;
  /** Something that they don't: a call, a delivery. */
  touch(): void;
  /** The result stops listening. */
  listen(listener: (event: UiEvent | undefined) => void): () => void;
  /**
   * Resolves with what `read` gives as soon as that is neither undefined nor false. `read` is asked at once and after
   * each change. Rejects after 100 s, naming `what`.
   */
  waitFor<Value>(read: () => Value | undefined | false, what?: string): Promise<Value>;
}

export function createChanges(): Changes {
  const listeners = new Set<(event: UiEvent | undefined) => void>();
  const tell = (event: UiEvent | undefined) => {
    for (const listener of [...listeners]) listener(event);
  };
  const changes: Changes = {
    emit: (event) => tell(event),
    touch: () => tell(undefined),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    waitFor(read, what = 'what was waited for') {
      return new Promise((resolve, reject) => {
        const settle = (finish: () => void) => {
          clearTimeout(timer);
          stop();
          finish();
        };
        const look = () => {
          try {
            const value = read();
            if (value !== undefined && value !== false) settle(() => resolve(value));
          } catch (error) {
            settle(() => reject(error));
          }
        };
        const stop = changes.listen(look);
        const timer = setTimeout(
          () => settle(() => reject(new Error(`${what} did not happen within ${patienceMs} ms`))),
          patienceMs,
        );
        look();
      });
    },
  };
  return changes;
}
