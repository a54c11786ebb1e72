import type { World } from '../../src/sandbox/aws/world.ts';
import { buildWorld } from '../../src/sandbox/incidents/build-world.ts';
import { makeIds } from '../../src/sandbox/incidents/ids.ts';
import { sampleApis } from '../../src/sandbox/incidents/sample-apis.ts';
import type { Scenario } from '../../src/sandbox/incidents/scenario.ts';
import { scenarios } from '../../src/sandbox/incidents/scenarios/index.ts';

/** How long ago the requests of the soak lie, minutes: within the first search of a question without a time. */
const oldestMinutes = 110;

/** Those of REST APIs: their ids are of one form. */
const families = scenarios.filter(({ api }) =>
  sampleApis.some(({ name, kind }) => kind === 'rest' && name === api.split('/')[0]),
);

/** An AWS with `count` requests of every family, and their ids: each a question of its own. */
export function soakWorld(count: number, nowMs: number): { world: World; ids: string[] } {
  const stories = Array.from({ length: count }, (_, index): Scenario => {
    const { ids: _own, channel: _told, ...sample } = families[index % families.length] ?? fallback();
    return {
      ...sample,
      name: `${sample.name} soak ${index}`,
      minutesAgo: 5 + (index % oldestMinutes),
      arrivalMs: (index * 7919) % 50_000,
      alone: true,
    };
  });
  return {
    world: buildWorld(stories, nowMs),
    ids: stories.map(({ name }) => makeIds(name, nowMs).requestId),
  };
}

function fallback(): never {
  throw new Error('The sandbox has no scenarios.');
}
