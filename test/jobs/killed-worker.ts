// A process that begins a job and never ends it; its test kills it. Built by build-worker.ts, as a deployment would be.
import { pino } from 'pino';
import { z } from 'zod';
import { openJobs } from '../../src/jobs/open-jobs.ts';

const [, , directory = '', databaseUrl] = process.argv;
const jobs = await openJobs({
  directory,
  ...(databaseUrl ? { databaseUrl } : {}),
  logger: pino({ level: 'silent' }),
});
await jobs.work('killed', z.object({ id: z.string() }), { concurrency: 1 }, () => {
  process.stdout.write('begun\n');
  return new Promise(() => {});
});
await jobs.accept({ kind: 'killed', data: { id: 'k' }, dedupeKeys: [] });
