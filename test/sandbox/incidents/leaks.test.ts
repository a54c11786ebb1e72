import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeBundle } from '../../../src/evidence/bundle.ts';
import { buildWorld } from '../../../src/sandbox/incidents/build-world.ts';
import type { Scenario } from '../../../src/sandbox/incidents/scenario.ts';
import { placeStory } from '../../../src/sandbox/incidents/story.ts';
import { type Investigators, nowMs, openInvestigation } from './open-investigation.ts';

const secrets = {
  token: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJlLW9mLWFubg',
  key: 'AKIAZZZZ504SECRETKEY',
  mail: 'ann.customer@example.com',
  password: 'hunter2-of-the-database',
};

const talkative: Scenario = {
  name: 'talkative',
  about: 'A function that logs what it should not.',
  cause: 'slow-integration',
  minutesAgo: 12,
  api: 'orders',
  call: 'POST /orders',
  end: { kind: 'timeout', afterMs: 29_000 },
  invocation: {
    startsAfterMs: 30,
    tookMs: 35_000,
    logsApiId: true,
    lines: [
      { afterMs: 20, text: `request Authorization: Bearer ${secrets.token} of ${secrets.mail}` },
      { afterMs: 30, text: `{"password":"${secrets.password}","key":"${secrets.key}"}` },
    ],
  },
};

let investigators: Investigators;
beforeAll(async () => {
  investigators = await openInvestigation(buildWorld([talkative], nowMs));
});
afterAll(() => investigators.close());

it('neither the answer nor the bundle holds what a log or a function’s environment should not have said', async () => {
  const { answer, evidences, notes } = await investigators.ask(placeStory(talkative, nowMs).ids.requestId);
  const everything = JSON.stringify(answer) + writeBundle(evidences, notes);
  expect(everything).toContain('accepted apiRequestId=');
  const leaked = Object.entries({ ...secrets, environment: 'never-to-be-seen-anywhere' })
    .filter(([, secret]) => everything.includes(secret))
    .map(([name]) => name);
  expect(leaked).toEqual([]);
});
