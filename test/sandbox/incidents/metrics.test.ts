import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWorld } from '../../../src/sandbox/incidents/build-world.ts';
import type { Scenario } from '../../../src/sandbox/incidents/scenario.ts';
import { placeStory } from '../../../src/sandbox/incidents/story.ts';
import { type Investigators, nowMs, openInvestigation } from './open-investigation.ts';

const refused: Scenario = {
  name: 'metrics-refused',
  about: 'Nobody listens on the backend’s port.',
  cause: 'network-error',
  minutesAgo: 20,
  arrivalMs: 4_000,
  api: 'stock',
  call: 'GET /levels',
  end: { kind: 'network-error', afterMs: 18 },
};
const broken: Scenario = {
  ...refused,
  name: 'metrics-broken',
  cause: 'vpc-link-failure',
  minutesAgo: 40,
  end: { kind: 'vpc-link-error', afterMs: 1_000 },
};
const sound: Scenario = {
  ...refused,
  name: 'metrics-sound',
  cause: 'succeeded',
  minutesAgo: 60,
  end: { kind: 'answer', afterMs: 80, status: 200 },
};

let investigators: Investigators;
beforeAll(async () => {
  investigators = await openInvestigation(buildWorld([refused, broken, sound], nowMs));
});
afterAll(() => investigators.close());

describe('the load balancer’s metrics, in the minutes of the request', () => {
  it.each<[string, Scenario, string[]]>([
    [
      'resets by a target',
      refused,
      [
        'In the minutes of the request from 2026-11-21 14:35 UTC, targets behind the network load balancer reset 1 connection, of whichever requests.',
      ],
    ],
    [
      'targets that are not healthy',
      broken,
      [
        'In the minutes of the request from 2026-11-21 14:15 UTC, the load balancer counted 2 unhealthy targets.',
      ],
    ],
    ['nothing to tell', sound, []],
  ])('%s', async (_what, scenario, notes) => {
    const { evidences, answer } = await investigators.ask(placeStory(scenario, nowMs).ids.requestId);
    expect(answer.findings.map(({ report }) => report.verdict.cause)).toEqual([scenario.cause]);
    const metrics = evidences[0]?.observations.metrics;
    const names = metrics?.status === 'found' ? metrics.value.series.map(({ name }) => name) : [];
    expect(names).toEqual(
      expect.arrayContaining([
        'IntegrationLatency',
        'TCP_Target_Reset_Count',
        'UnHealthyHostCount',
        'HealthyHostCount',
      ]),
    );
    expect(answer.notes.filter((note) => note.includes('load balancer'))).toEqual(notes);
  });
});
