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
/** Of so many tries the quickest counts. */
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
  const startedMs = performance.now();
  const faults = checkInput(kind, input);
  // The clock runs on while others have the processor: what seems slow is measured again, by its own time.
  if (performance.now() - startedMs > allowedMs) {
    const quickestMs = Math.min(
      ...Array.from({ length: tries }, () => processorMs(() => checkInput(kind, input))),
    );
    if (quickestMs > allowedMs)
      faults.push(`took ${Math.round(quickestMs)} ms for ${input.length} characters`);
  }
  return { kind: kind.name, length: input.length, faults, input };
}

function processorMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Gives one input to the product; whatever it throws is a fault, too. */
export function checkInput(kind: Kind, input: string): string[] {
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
