import { randomUUID } from 'node:crypto';
import type { IBackoffFactory } from 'cockatiel';
import PgBoss from 'pg-boss';
import type { Logger } from 'pino';
import { claimKeys } from './claim-keys.ts';
import { type Database, openEmbedded, openPostgres, type Query } from './database.ts';
import type { Jobs } from './jobs.ts';
import { inTurn, migrate } from './migrations.ts';
import { startWatch, usuallyDeadAfterSeconds } from './orphans.ts';
import { type PatientDatabase, patiently } from './patience.ts';
import { createRunner, within } from './run-job.ts';
import { createStateStore } from './state-store.ts';
import { storable } from './storable.ts';

export interface JobsOptions {
  /** PostgreSQL; without it the embedded database in `directory` is used. */
  databaseUrl?: string;
  directory: string;
  logger: Logger;
  /** Pause before the first further run of a job that fails, whole seconds, doubled each time; missing: 1. */
  retryDelaySeconds?: number;
  /** Told of each run that failed or broke off, and is followed by another. */
  onRunAgain?: () => void;
  /** Pause between two tries whether a database that is away is back; missing: growing ones. */
  circuitPause?: IBackoffFactory<unknown>;
  /** Told where another process has taken over the embedded database: this one has to end, without another write. */
  onLost?: () => void;
  /** How often jobs that are over are cleared away, seconds; missing: {@link usualCleanUpSeconds}. */
  cleanUpEverySeconds?: number;
  /** A process that gives no sign of life for so long counts as dead, seconds; missing: {@link usuallyDeadAfterSeconds}. */
  deadAfterSeconds?: number;
}

/** Further runs of a job that fails: enough for passing trouble, few enough that a poisonous one ends. Our choice. */
const retryLimit = 4;
/** Pause before the first further run, seconds; each next one is about twice as long. Our choice. */
const usualRetryDelaySeconds = 1;
/** A handler that runs longer is taken to hang, seconds. Above the longest deadline that a configuration allows (840). */
const expireInSeconds = 900;
/** Poll for jobs that another process accepted, seconds; our own start at once. */
const pollingIntervalSeconds = 1;

/** How often jobs that are over are cleared away, seconds. The library's own. */
const usualCleanUpSeconds = 120;
/** Longest from the end of the drain to the end of a stop, ms: last words, and handing over to a database that may be away. */
const longestCloseMs = 6_000;

/** Opens the database (waiting for a PostgreSQL that is not there yet), brings it up to date, and takes up what an earlier process left. */
export async function openJobs(options: JobsOptions): Promise<Jobs> {
  const { databaseUrl, directory, logger } = options;
  const log = logger.child({ room: 'jobs' });
  const database = databaseUrl
    ? openPostgres(databaseUrl, (error) => log.warn({ error: error.message }, 'database connection lost'))
    : await openEmbedded(directory, () => {
        log.fatal({ directory }, 'another process has taken over the job folder; this one has to end');
        options.onLost?.();
      });
  const patient = patiently(database, log, options.circuitPause);
  const boss = new PgBoss({
    db: { executeSql: (text, values) => patient.query(text, values) },
    schema: 'pgboss',
    archiveCompletedAfterSeconds: 3600,
    deleteAfterDays: 7,
    maintenanceIntervalSeconds: options.cleanUpEverySeconds ?? usualCleanUpSeconds,
  });
  boss.on('error', (error) => log.error({ error: error.message }, 'queue error'));
  try {
    await patient.arrive();
    await migrate(patient);
    await inTurn(database, () => boss.start());
    return await createJobs({
      patient,
      boss,
      log,
      probe: () => database.query('SELECT 1'),
      retryDelay: options.retryDelaySeconds ?? usualRetryDelaySeconds,
      deadAfterSeconds: options.deadAfterSeconds ?? usuallyDeadAfterSeconds,
      onRunAgain: options.onRunAgain ?? (() => undefined),
    });
  } catch (cause) {
    await boss.stop({ graceful: false }).catch(() => undefined);
    await database.close().catch(() => undefined); // or it would keep a process alive that has nothing to do
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      databaseUrl
        ? `Cannot use the database that DATABASE_URL names: ${why}. Check the address, the user and the password, and that the user may create a schema there.`
        : `Cannot use the embedded database in "${directory}": ${why}. Free some disk space or repair the folder, or name another one with jobs.directory, or set DATABASE_URL.`,
      { cause },
    );
  }
}

async function createJobs(options: {
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
  const owner = randomUUID();
  const workers = new Map<string, string[]>();
  const queues = new Set<string>();

  const ensureQueue = async (kind: string) => {
    if (queues.has(kind)) return;
    await boss.createQueue(deadLetterOf(kind));
    await boss.createQueue(kind, {
      name: kind,
      retryLimit,
      retryDelay,
      retryBackoff: retryDelay > 0,
      expireInSeconds,
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
            retryLimit,
            retryDelay,
            retryBackoff: retryDelay > 0,
            expireInSeconds,
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
