import { parentPort, workerData } from 'node:worker_threads';
import { readCorpus } from './corpus.ts';
import { tryInput } from './try-input.ts';

/** Faults that are told in full; one bug makes thousands. */
const mostFaults = 25;

const {
  root,
  inputs,
  seed,
  from,
  at,
}: { root: string; inputs: number; seed: number; from: number; at: Int32Array } = workerData;
const say = (line: string) => parentPort?.postMessage(line);
const corpus = readCorpus(root);
const counts: Record<string, number> = {};
const seen = new Set<string>();
let characters = 0;
const startedMs = performance.now();

for (let number = from; number < from + inputs && seen.size < mostFaults; number += 1) {
  Atomics.store(at, 0, number);
  const { kind, length, faults, input } = tryInput(corpus, seed, number);
  counts[kind] = (counts[kind] ?? 0) + 1;
  characters += length;
  for (const fault of faults) {
    // The same fault in other words: numbers and quoted text do not count.
    const sort = `${kind} ${fault
      .split('\n')
      .slice(0, 3)
      .join(' ')
      .replace(/\d+|"[^"]*"|\(in: .*/g, '')
      .slice(0, 120)}`;
    if (seen.has(sort)) continue;
    seen.add(sort);
    say(
      `FAULT ${kind}: ${fault.slice(0, 900)}\n  again: FUZZ_SEED=${seed} FUZZ_FROM=${number} FUZZ_INPUTS=1`,
    );
    if (inputs === 1) say(JSON.stringify(input));
  }
}

const seconds = (performance.now() - startedMs) / 1000;
const done = Object.values(counts).reduce((sum, count) => sum + count, 0);
say(
  `${done} inputs (${Object.entries(counts)
    .map(([kind, count]) => `${count} × ${kind}`)
    .join(
      ', ',
    )}), ${(characters / 1e6).toFixed(0)} MB in ${seconds.toFixed(0)} s: ${Math.round(done / seconds)} a second; ${seen.size} sorts of faults`,
);
if (seen.size > 0) process.exitCode = 1;
