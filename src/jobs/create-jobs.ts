import { randomUUID } from 'node:crypto';
import type PgBoss from 'pg-boss';
import type { Logger } from 'pino';
import { within } from '../within.ts';
import { claimKeys } from './claim-keys.ts';
import type { Database, Query } from './database.ts';
import type { Jobs } from './jobs.ts';
import { startWatch } from './orphans.ts';
import type { PatientDatabase } from './patience.ts';
import { createRunner } from './run-job.ts';
import { createStateStore } from './state-store.ts';
import { storable } from './storable.ts';

/** Further runs of a job that fails: enough for passing trouble, few enough that a poisonous one ends. Our choice. */
const retryLimit = 4;
/** A handler that runs longer is taken to hang, seconds. Above the longest deadline that a configuration allows (840). */
const expireInSeconds = 900;
/** Poll for jobs that another process accepted, seconds; our own start at once. */
const pollingIntervalSeconds = 1;

/** Longest from the end of the drain to the end of a stop, ms: last words, and handing over to a database that may be away. */
const longestCloseMs = 6_000;

/** Jobs and state on an open database, after taking up what an earlier process left. */
export async function createJobs(options: {
  patient: PatientDatabase;
  boss: PgBoss;
  log: Logger;
  /** Asks the database once, without patience. */
  probe: () => Promise<unknown>;
  retryDelay: number;
  deadAfterSeconds: number;
  onRunAgain: () => void;
}): Promise<Jobs> {
  const { patient, boss, log, probe, retryDelay } = options;
  const database: Database = patient;
  const runs = { retryLimit, retryDelay, retryBackoff: retryDelay > 0, expireInSeconds };
  const owner = randomUUID();
  const workers = new Map<string, string[]>();
  const queues = new Set<string>();

  const ensureQueue = async (kind: string) => {
    if (queues.has(kind)) return;
    await boss.createQueue(deadLetterOf(kind));
    await boss.createQueue(kind, {
      name: kind,
      ...runs,
      deadLetter: deadLetterOf(kind),
    });
    queues.add(kind);
  };
  const wake = (kind: string) => {
    for (const worker of workers.get(kind) ?? []) boss.notifyWorker(worker);
  };
  const runner = createRunner({ database, watch: () => watch, log, onRunAgain: options.onRunAgain });
  const watch = startWatch({
    database,
    boss,
    owner,
    deadAfterSeconds: options.deadAfterSeconds,
    runningIds: runner.runningIds,
    onTakenOver(kind) {
      options.onRunAgain();
      wake(kind);
    },
    onBroughtBack: wake,
    onLost: runner.lose,
    log,
  });
  await watch.sweep();

  return {
    async accept({ kind, data, dedupeKeys, startAfterSeconds }) {
      await ensureQueue(kind);
      // Outside of the transaction: where the answer to its COMMIT was lost, the second try meets its own keys.
      const jobId = randomUUID();
      const outcome = await database.transaction(async (query) => {
        const holder = await claimKeys(query, jobId, dedupeKeys);
        if (holder) return { jobId: holder, isNew: false };
        await boss.send(
          kind,
          { data: storable(data) },
          {
            id: jobId,
            ...runs,
            ...(startAfterSeconds === undefined
              ? {}
              : { startAfter: Math.max(1, Math.ceil(startAfterSeconds)) }),
            db: asPgBossDatabase(query),
          },
        );
        return { jobId, isNew: true };
      });
      if (outcome.isNew) wake(kind);
      return outcome;
    },

    async work(kind, schema, { concurrency, onUnreadable }, handler) {
      await ensureQueue(kind);
      const run = (isExhausted: boolean) => async (jobs: PgBoss.JobWithMetadata<{ data: unknown }>[]) => {
        for (const job of jobs)
          await runner.run(job, { kind: job.name, schema, isExhausted, handler, onUnreadable });
      };
      const options = {
        batchSize: 1,
        includeMetadata: true,
        pollingIntervalSeconds,
      } as const;
      const ids: string[] = [];
      workers.set(kind, ids);
      for (let index = 0; index < concurrency; index += 1)
        ids.push(await boss.work<{ data: unknown }>(kind, options, run(false)));
      ids.push(await boss.work<{ data: unknown }>(deadLetterOf(kind), options, run(true)));
    },

    state: createStateStore(database),

    async waiting() {
      const sizes = await Promise.all([...queues].map((kind) => boss.getQueueSize(kind)));
      return sizes.reduce((sum, size) => sum + size, 0);
    },

    isAway: patient.isAway,

    isReachable: () =>
      probe().then(
        () => true,
        () => false,
      ),

    async stop({ drainMs }) {
      const close = async () => {
        await runner.drain(drainMs);
        await watch.stop();
        await boss.stop({ graceful: true, timeout: 1000 });
        await database.close();
        return 'closed' as const;
      };
      const closing = close();
      closing.catch(() => undefined); // whoever is late is not waited for
      if ((await within(drainMs + longestCloseMs, closing)) !== 'closed')
        throw new Error(
          'The database did not answer while the jobs were stopped. What ran is taken over by another process, or after the next start.',
        );
    },
  };
}

const deadLetterOf = (kind: string) => `${kind}.exhausted`;

const asPgBossDatabase = (query: Query): PgBoss.Db => ({
  executeSql: (text, values) => query(text, values),
});
