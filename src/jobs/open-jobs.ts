import { randomUUID } from 'node:crypto';
import PgBoss from 'pg-boss';
import type { Logger } from 'pino';
import { claimKeys } from './claim-keys.ts';
import { type Database, openEmbedded, openPostgres, type Query } from './database.ts';
import type { Jobs } from './jobs.ts';
import { migrate } from './migrations.ts';
import { startWatch } from './orphans.ts';
import { patiently } from './patience.ts';
import { createStateStore } from './state-store.ts';
import { storable } from './storable.ts';

export interface JobsOptions {
  /** PostgreSQL; without it the embedded database in `directory` is used. */
  databaseUrl?: string;
  directory: string;
  logger: Logger;
}

/** Runs before a job counts as exhausted: enough for a few crashes, few enough that a poisonous job ends. Our choice. */
const retryLimit = 4;
/** A handler that runs longer is taken to hang, seconds. Above the longest deadline that a configuration allows (840). */
const expireInSeconds = 900;
/** Poll for jobs that another process accepted, seconds; our own start at once. */
const pollingIntervalSeconds = 1;

/** Opens the database (waiting for a PostgreSQL that is not there yet), brings it up to date, and takes up what an earlier process left. */
export async function openJobs({ databaseUrl, directory, logger }: JobsOptions): Promise<Jobs> {
  const log = logger.child({ room: 'jobs' });
  const database = databaseUrl
    ? openPostgres(databaseUrl, (error) => log.warn({ error: error.message }, 'database connection lost'))
    : await openEmbedded(directory);
  const patient = patiently(database, log);
  const boss = new PgBoss({
    db: { executeSql: (text, values) => patient.query(text, values) },
    schema: 'pgboss',
    archiveCompletedAfterSeconds: 3600,
    deleteAfterDays: 7,
  });
  boss.on('error', (error) => log.error({ error: error.message }, 'queue error'));
  await patient.query('SELECT 1');
  await migrate(patient);
  await boss.start();
  return createJobs(patient, boss, log, () => database.query('SELECT 1'));
}

async function createJobs(
  database: Database,
  boss: PgBoss,
  log: Logger,
  probe: () => Promise<unknown>,
): Promise<Jobs> {
  const owner = randomUUID();
  const running = new Map<string, { abort: AbortController; done: Promise<void> }>();
  const workers = new Map<string, string[]>();
  const queues = new Set<string>();
  let isStopping = false;

  const ensureQueue = async (kind: string) => {
    if (queues.has(kind)) return;
    await boss.createQueue(deadLetterOf(kind));
    await boss.createQueue(kind, {
      name: kind,
      retryLimit,
      retryDelay: 0,
      expireInSeconds,
      deadLetter: deadLetterOf(kind),
    });
    queues.add(kind);
  };
  const wake = (kind: string) => {
    for (const worker of workers.get(kind) ?? []) boss.notifyWorker(worker);
  };
  const watch = startWatch({
    database,
    boss,
    owner,
    runningIds: () => [...running.keys()],
    onTakenOver: wake,
    log,
  });
  await watch.sweep();

  return {
    async accept({ kind, data, dedupeKeys, startAfterSeconds }) {
      await ensureQueue(kind);
      const outcome = await database.transaction(async (query) => {
        const jobId = randomUUID();
        const holder = await claimKeys(query, jobId, dedupeKeys);
        if (holder) return { jobId: holder, isNew: false };
        await boss.send(
          kind,
          { data: storable(data) },
          {
            id: jobId,
            retryLimit,
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

    async work(kind, schema, { concurrency }, handler) {
      await ensureQueue(kind);
      const run = (isExhausted: boolean) => async (jobs: PgBoss.JobWithMetadata<{ data: unknown }>[]) => {
        const job = jobs[0];
        if (!job) return;
        if (isStopping) throw new Error('The process is stopping; the job runs again after the next start.');
        const abort = new AbortController();
        const data = schema.parse(job.data.data);
        const done = watch
          .claim(job.id)
          .then(() =>
            handler({
              jobId: job.id,
              data,
              attempt: job.retryCount + 1,
              isExhausted,
              signal: abort.signal,
            }),
          )
          .finally(() => {
            running.delete(job.id);
            return watch.release(job.id);
          });
        running.set(job.id, { abort, done });
        try {
          await done;
        } catch (error) {
          log.warn(
            {
              jobId: job.id,
              kind,
              attempt: job.retryCount + 1,
              error: messageOf(error),
            },
            'job failed',
          );
          throw error;
        }
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

    isReachable: () =>
      probe().then(
        () => true,
        () => false,
      ),

    async stop({ drainMs }) {
      isStopping = true;
      const settled = () => Promise.allSettled([...running.values()].map((job) => job.done));
      await within(drainMs, settled());
      for (const job of running.values()) job.abort.abort(new Error('The process is stopping.'));
      await within(abortGraceMs, settled());
      await watch.stop();
      await boss.stop({ graceful: true, timeout: 1000 });
      await database.close();
    },
  };
}

/** Time for aborted handlers to write their last word, ms. */
const abortGraceMs = 3_000;

const deadLetterOf = (kind: string) => `${kind}.exhausted`;

const asPgBossDatabase = (query: Query): PgBoss.Db => ({
  executeSql: (text, values) => query(text, values),
});

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function within(ms: number, work: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
