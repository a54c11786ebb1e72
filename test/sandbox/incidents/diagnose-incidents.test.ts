import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleIncidents } from '../../../src/sandbox/incidents/sample-incidents.ts';
import { sampleWorld } from '../../../src/sandbox/incidents/sample-world.ts';
import { type Investigators, nowMs, openInvestigation } from './open-investigation.ts';

const incidents = sampleIncidents(nowMs);

let investigators: Investigators;
beforeAll(async () => {
  investigators = await openInvestigation(sampleWorld(nowMs));
});
afterAll(() => investigators.close());

describe('from the bare id to what the logs can show', () => {
  it('is proved by forty incidents and more', () => {
    expect(incidents.length).toBeGreaterThanOrEqual(40);
  });

  it.concurrent.each(incidents)('$name: $shown', async ({ id, shown, account, region }) => {
    const { answer } = await investigators.ask(id);
    expect(
      answer.findings.map(({ report }) => ({
        id: report.request.id,
        account: report.request.account,
        region: report.request.region,
        cause: report.verdict.cause,
      })),
    ).toEqual([{ id, account, region, cause: shown }]);
  });
});
