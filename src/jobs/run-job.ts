import { setTimeout as pause } from 'node:timers/promises';
import type PgBoss from 'pg-boss';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { within } from '../within.ts';
import type { Database } from './database.ts';
import { forgiveRun } from './give-back.ts';
import { isTakenOver, type JobHandler, TakenOver, type WorkOptions } from './jobs.ts';
import type { startWatch } from './orphans.ts';

/** Between two looks whether another process has ended the job that it took from us, ms. */
const lookAgainMs = 1_000;
/** Each pause is about twice as long as the one before: 12 of them are about two hours. */
const lastWordTries = 12;
const lastWordDelaySeconds = 1;
/** Time for aborted handlers to write their last word, ms. */
const abortGraceMs = 3_000;

interface Running {
  kind: string;
  abort: AbortController;
  done: Promise<unknown>;
}

export interface Runner {
  /** One run of a job, as pg-boss asks for it: resolves when the job is over, rejects where it shall run again. */
  run<Data>(
    job: PgBoss.JobWithMetadata<{ data: unknown }>,
    options: {
      kind: string;
      schema: z.ZodType<Data>;
      isExhausted: boolean;
      handler: JobHandler<Data>;
      onUnreadable: WorkOptions['onUnreadable'];
    },
  ): Promise<void>;
  runningIds(): string[];
  /** Another process runs this job now. */
  lose(jobId: string): void;
  /** Waits up to `drainMs` for what runs, then aborts it; what did not end runs again, and none of that counts as a failure. */
  drain(drainMs: number): Promise<void>;
}

export function createRunner(options: {
  database: Database;
  /** Not called before the first run. */
  watch: () => ReturnType<typeof startWatch>;
  log: Logger;
  onRunAgain: () => void;
}): Runner {
  const { database, watch, log, onRunAgain } = options;
  const running = new Map<string, Running>();
  let isStopping = false;

  return {
    runningIds: () => [...running.keys()],
    lose(jobId) {
      log.warn({ jobId }, 'another process has taken over a job of ours');
      running.get(jobId)?.abort.abort(new TakenOver('Another process runs this job now.'));
    },

    async run(job, { kind, schema, isExhausted, handler, onUnreadable }) {
      const { id } = job;
      if (isStopping) {
        await forgiveRun(database.query, kind, id);
        throw new Error('The process is stopping; the job runs again after the next start.');
      }
      // The queue takes a run that lasts too long for a hanging one and begins another: there shall be one of them.
      const earlier = running.get(id);
      earlier?.abort.abort(new TakenOver('This run lasts too long; another one has begun.'));
      const abort = new AbortController();
      let isOver = false;
      const work = async () => {
        const interruptions = await watch().claim(id);
        if (isExhausted && job.retryCount === 0) await insist(kind, id);
        const attempt = job.retryCount + 1 + interruptions;
        const read = schema.safeParse(job.data.data);
        if (!read.success) {
          // A process of the version that stored it may still take it; the last try is told.
          if (!isExhausted) throw new Error(unreadable);
          log.error({ jobId: id, kind, fields: fieldsOf(read.error) }, unreadable);
          await onUnreadable?.(job.data.data);
          isOver = true;
          return;
        }
        try {
          await handler({
            jobId: id,
            data: read.data,
            attempt,
            isExhausted,
            signal: abort.signal,
            async hold() {
              await watch().hold();
              if (isTakenOver(abort.signal)) abort.signal.throwIfAborted();
            },
          });
        } finally {
          // What another process runs meanwhile is not ours to end.
          await watch().hold();
        }
        isOver = !isTakenOver(abort.signal);
      };
      const done = work().finally(async () => {
        if (running.get(id)?.abort !== abort) return;
        running.delete(id);
        await watch().release(id, { isOver });
      });
      running.set(id, { kind, abort, done });
      try {
        await done;
      } catch (error) {
        if (isTakenOver(abort.signal)) return await endedElsewhere(kind, id);
        const name = isStopping ? 'job interrupted' : 'job failed';
        log.warn({ jobId: id, kind, run: job.retryCount + 1, error: messageOf(error) }, name);
        onRunAgain();
        if (isStopping) await forgiveRun(database.query, kind, id);
        throw error;
      }
      if (isTakenOver(abort.signal)) await endedElsewhere(kind, id);
    },

    async drain(drainMs) {
      isStopping = true;
      const settled = () => Promise.allSettled([...running.values()].map((job) => job.done));
      await within(drainMs, settled());
      for (const job of running.values()) job.abort.abort(new Error('The process is stopping.'));
      await within(abortGraceMs, settled());
      for (const [id, { kind }] of running) await forgiveRun(database.query, kind, id);
    },
  };

  /** A last word is brought until somebody hears it: about two hours, at growing distances. pg-boss gives it no pauses. */
  async function insist(kind: string, id: string): Promise<void> {
    await database.query(
      'UPDATE pgboss.job SET retry_limit = $3, retry_delay = $4, retry_backoff = true WHERE name = $1 AND id = $2',
      [kind, id, lastWordTries, lastWordDelaySeconds],
    );
  }

  /** To end the run of a job that is another's would end it for both; so this one ends when theirs has. */
  async function endedElsewhere(kind: string, id: string): Promise<void> {
    while (!isStopping) {
      const { rows } = await database.query(
        `SELECT 1 FROM pgboss.job WHERE name = $1 AND id = $2 AND state < 'completed'`,
        [kind, id],
      );
      if (rows.length === 0) return;
      await pause(lookAgainMs);
    }
  }
}

const unreadable = 'the job was stored by another version, in a form that this one cannot read';

/** Names alone: what stands there may be anybody's words. */
const fieldsOf = ({ issues }: z.ZodError) => issues.map(({ path }) => path.join('.')).slice(0, 10);

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
