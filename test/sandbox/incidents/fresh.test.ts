import { afterEach, describe, expect, it } from 'vitest';
import { buildWorld } from '../../../src/sandbox/incidents/build-world.ts';
import type { Scenario } from '../../../src/sandbox/incidents/scenario.ts';
import { placeStory } from '../../../src/sandbox/incidents/story.ts';
import { type Investigators, nowMs, openInvestigation } from './open-investigation.ts';

/** An order times out at a quiet hour. */
const order = (name: string, minutesAgo: number, more: Partial<Scenario> = {}): Scenario => ({
  name,
  about: 'An order times out.',
  cause: 'slow-integration',
  minutesAgo,
  arrivalMs: 2_000,
  api: 'orders',
  call: 'POST /orders',
  untraced: true,
  alone: true,
  end: { kind: 'timeout', afterMs: 29_000 },
  ...more,
});
const invoked = { invocation: { startsAfterMs: 50, tookMs: 33_000, logsApiId: true } };
const hourMs = 3_600_000;

const late = [1, 2, 3, 5, 9, 10, 11, 15, 40].map((minutes) =>
  order(`late-${minutes}`, minutes, { ...invoked, functionLagMs: hourMs }),
);
/** Of an import, which may run for a quarter of an hour: what runs is counted nowhere. */
const running = [3, 5, 9].map((minutes) =>
  order(`running-${minutes}`, minutes, {
    call: 'POST /orders/import',
    invocation: { startsAfterMs: 50, tookMs: 600_000, ending: 'still-running' },
    functionLagMs: hourMs,
  }),
);
const lost = [4, 7, 25].map((minutes) => order(`lost-${minutes}`, minutes));

let world: Investigators;
afterEach(() => world.close());

async function causesOf(scenario: Scenario) {
  world = await openInvestigation(buildWorld([scenario], nowMs));
  const { answer } = await world.ask(placeStory(scenario, nowMs).ids.requestId);
  return answer.findings.map(({ report }) => report.verdict.cause);
}

describe('a function that was invoked and whose lines are late is never called uninvoked', () => {
  it.each([...late, ...running])('$name: asked $minutesAgo min after', async (scenario) => {
    expect(await causesOf(scenario)).toEqual(['integration-timeout']);
  });
});

describe('a function that was not invoked', () => {
  it.each(lost)('is called so, asked $minutesAgo min after', async (scenario) => {
    expect(await causesOf(scenario)).toEqual(['integration-not-invoked']);
  });
});
