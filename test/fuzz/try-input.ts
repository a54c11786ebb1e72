import { alarm } from './alarm-kind.ts';
import { command, slackEvent } from './ask-kinds.ts';
import type { Corpus } from './corpus.ts';
import type { Kind } from './kind.ts';
import { createRandom } from './random.ts';
import { bundle, configuration, log } from './text-kinds.ts';

export const kinds: readonly Kind[] = [command, slackEvent, alarm, log, bundle, configuration];

/** Processor time that an input may take: so much at least, and so much more for each character, ms. */
const freeMs = 400;
const perCharacterMs = 0.1;
/** Of so many tries the quickest counts, so that a busy machine is no fault. */
const tries = 3;

export interface Tried {
  kind: string;
  length: number;
  faults: string[];
  input: string;
}

/** Makes the input of that number of a seed, and gives it to the product. The same two numbers give the same again. */
export function tryInput(corpus: Corpus, seed: number, number: number): Tried {
  const random = createRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b));
  const kind = pickKind(random.int(100));
  const input = kind.make(corpus, random);
  const allowedMs = freeMs + input.length * perCharacterMs;
  let faults: string[] = [];
  let quickestMs = Number.POSITIVE_INFINITY;
  for (let left = tries; left > 0 && quickestMs > allowedMs; left -= 1) {
    const before = process.cpuUsage();
    faults = check(kind, input);
    const { user, system } = process.cpuUsage(before);
    quickestMs = Math.min(quickestMs, (user + system) / 1000);
  }
  if (quickestMs > allowedMs) faults.push(`took ${Math.round(quickestMs)} ms for ${input.length} characters`);
  return { kind: kind.name, length: input.length, faults, input };
}

function check(kind: Kind, input: string): string[] {
  try {
    return [...kind.check(input), ...pollution()];
  } catch (error) {
    return [`throws ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
}

/** What an input has hung on the prototype of every object; it is taken off again. */
function pollution(): string[] {
  const added = Object.keys(Object.prototype);
  for (const key of added) Reflect.deleteProperty(Object.prototype, key);
  return added.map((key) => `every object now has ${key}`);
}

function pickKind(percent: number): Kind {
  let sum = 0;
  for (const kind of kinds) {
    sum += kind.share;
    if (percent < sum) return kind;
  }
  return command;
}
