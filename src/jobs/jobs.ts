import type { z } from 'zod';

/**
 * Durable work. A job is plain data of one kind; this room does not know what it means.
 * Embedded PGlite by default, PostgreSQL by DATABASE_URL: the same SQL, the same code.
 */
export interface Jobs {
  /**
   * Stores the job and returns once it is durable. Every key in `dedupeKeys` is claimed atomically; if one is taken,
   * nothing is stored and the job that holds it is returned with `isNew: false`.
   */
  accept(job: {
    kind: string;
    data: unknown;
    dedupeKeys: DedupeKey[];
    /** Runs not before so many seconds from now; missing: at once. */
    startAfterSeconds?: number;
  }): Promise<{ jobId: string; isNew: boolean }>;
  /** Runs jobs of a kind, `concurrency` at a time. A handler that throws is retried, a few times; one that is interrupted runs again, many times; one that returns has ended the job. */
  work<Data>(
    kind: string,
    schema: z.ZodType<Data>,
    options: WorkOptions,
    handler: JobHandler<Data>,
  ): Promise<void>;
  /** Small durable state, by namespace and key: finished answers, checklist marks, feedback. */
  state: StateStore;
  /** Jobs of every kind that wait for a worker. */
  waiting(): Promise<number>;
  /** The database answered nothing of late, and whatever needs it waits. */
  isAway(): boolean;
  /** Is the database answering? */
  isReachable(): Promise<boolean>;
  /** Stops taking jobs, waits up to `drainMs` for the running ones, then aborts them; they run again after the next start, uncounted. */
  stop(options: { drainMs: number }): Promise<void>;
}

export interface WorkOptions {
  concurrency: number;
  /**
   * Told, once no process could read it, of what another version has stored in a form that `schema` refuses: the job ends
   * without its handler. Where it throws, it is told again later.
   */
  onUnreadable?: (data: unknown) => Promise<void>;
}

export interface DedupeKey {
  key: string;
  /** How long the key stays taken, seconds. */
  ttlSeconds: number;
}

export type JobHandler<Data> = (job: {
  jobId: string;
  data: Data;
  /** 1 for the first run; more after an interruption or a throw. */
  attempt: number;
  /** Every attempt failed: don't try the work again, only tell whoever asked. */
  isExhausted: boolean;
  /**
   * Aborted when the process has to stop: the job runs again after the next start. Or because another process runs it
   * already (see {@link isTakenOver}): then nothing more may be written.
   */
  signal: AbortSignal;
  /**
   * To be awaited before each step that others can see: resolves at once while nobody can have taken this job over, asks
   * the database where this process gave no sign of life for a while, and rejects where another one runs the job now.
   */
  hold: () => Promise<void>;
}) => Promise<void>;

/** Why a job was aborted whose process seemed dead for a while: another one runs it now. */
export class TakenOver extends Error {}

export const isTakenOver = ({ aborted, reason }: AbortSignal): boolean =>
  aborted && reason instanceof TakenOver;

export interface StateStore {
  get(namespace: string, key: string): Promise<unknown>;
  put(namespace: string, key: string, value: unknown): Promise<void>;
  /** Many at once, in one statement: all or none. */
  putAll(namespace: string, values: ReadonlyMap<string, unknown>): Promise<void>;
  /** Reads, changes and writes in one transaction; safe when two people press at once. Returns the new value. */
  change(namespace: string, key: string, change: (before: unknown) => unknown): Promise<unknown>;
  /** Newest first, at most `limit`. */
  list(
    namespace: string,
    options: { prefix?: string; limit: number },
  ): Promise<{ key: string; value: unknown; changedAtMs: number }[]>;
  remove(namespace: string, ...keys: string[]): Promise<void>;
  /** Removes what has not changed for so long; how many entries those were. */
  prune(namespace: string, olderThanMs: number): Promise<number>;
}
