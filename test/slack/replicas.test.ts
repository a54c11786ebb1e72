import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres } from '../jobs/start-postgres.ts';
import { atOnce } from './harness.ts';
import { startWorkspace, type WorkspaceUnderTest } from './workspace.ts';

const postgres = await startPostgres();
const questions = 12;
const idOf = (index: number) => `${String(index).padStart(8, '0')}-574c-4d30-b6b9-25e26d687255`;

describe.skipIf(!postgres)('two replicas on one PostgreSQL', () => {
  let at: WorkspaceUnderTest;
  let stopReplica: () => Promise<void>;
  beforeAll(async () => {
    at = await startWorkspace(postgres ? { databaseUrl: postgres.url } : {});
    stopReplica = await at.startReplica();
  });
  afterAll(async () => {
    await at.stop();
    await postgres?.stop();
  });

  it('each mention is answered once, although its two events reach either replica and one of them goes away', async () => {
    let runs = 0;
    at.port.diagnose = async (inquiry, options) => {
      runs += 1;
      return atOnce(inquiry, options);
    };
    const asked: string[] = [];
    for (let index = 0; index < questions; index += 1) {
      asked.push(at.slack.say('U0ALICE', 'C0INCIDENT', `@gw504 ${idOf(index)}`)?.ts ?? '');
      if (index === 5) void stopReplica();
    }
    for (const ts of asked)
      await at.slack.waitFor(() => at.inThread('C0INCIDENT', ts).length >= 6, `the answer in ${ts}`);
    expect(asked.map((ts) => at.inThread('C0INCIDENT', ts).length)).toStrictEqual(asked.map(() => 6));
    expect(runs).toBeGreaterThanOrEqual(questions);
  });
});
