import { afterAll, describe, expect, it } from 'vitest';
import { startPostgres } from '../jobs/start-postgres.ts';
import { printFigures } from './print-figures.ts';
import { runSoak } from './run-soak.ts';

const questions = Number(process.env.SOAK_QUESTIONS ?? 1000);
/** Longest time for asking on each database, minutes. */
const limitMinutes = Number(process.env.SOAK_MINUTES ?? 45);
const limitMs = limitMinutes * 60_000;
/** How long a bot lives between coming up and kill -9, ms: some shorter than a diagnosis. */
const livesMs = [5_000, 90_000] as const;
const patienceMs = limitMs + 10 * 60_000;

const postgres = await startPostgres();
afterAll(() => postgres?.stop());

describe('every question ends in exactly one final answer', () => {
  it.skipIf(!postgres)(
    'two replicas on one PostgreSQL',
    async () => {
      const figures = await runSoak({
        questions,
        replicas: 2,
        databaseUrl: postgres?.url ?? '',
        limitMs,
        livesMs,
        random: Math.random,
      });
      printFigures('PostgreSQL, two replicas', figures);
      expect(figures).toMatchObject({ asked: questions, lost: [], doubled: [], ownEnds: [] });
    },
    patienceMs,
  );

  it(
    'one process on PGlite',
    async () => {
      const figures = await runSoak({
        questions,
        replicas: 1,
        limitMs,
        livesMs,
        random: Math.random,
      });
      printFigures('PGlite, one process', figures);
      expect(figures).toMatchObject({ asked: questions, lost: [], doubled: [], ownEnds: [] });
    },
    patienceMs,
  );
});
