import type { World } from '../aws/world.ts';
import { buildWorld } from './build-world.ts';
import { scenarios } from './scenarios/index.ts';

/** The invented AWS of the sandbox, with every sample incident a few minutes before `nowMs`. */
export function sampleWorld(nowMs: number): World {
  return buildWorld(scenarios, nowMs);
}
