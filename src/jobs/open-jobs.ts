import type { IBackoffFactory } from 'cockatiel';
import PgBoss from 'pg-boss';
import type { Logger } from 'pino';
import { createJobs } from './create-jobs.ts';
import { openEmbedded, openPostgres } from './database.ts';
import type { Jobs } from './jobs.ts';
import { inTurn, migrate } from './migrations.ts';
import { usuallyDeadAfterSeconds } from './orphans.ts';
import { patiently } from './patience.ts';

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

/** Pause before the first further run, seconds; each next one is about twice as long. Our choice. */
const usualRetryDelaySeconds = 1;
/** How often jobs that are over are cleared away, seconds. The library's own. */
const usualCleanUpSeconds = 120;

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
  let isClosed = false;
  const boss = new PgBoss({
    db: {
      executeSql: (text, values) =>
        patient.query(text, values).catch((error: unknown) => {
          // The library does not wait for its words on ended jobs: one that comes too late must not end the stop badly.
          if (isClosed) return { rows: [] };
          throw error;
        }),
    },
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
      patient: {
        ...patient,
        close: () => {
          isClosed = true;
          return patient.close();
        },
      },
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
