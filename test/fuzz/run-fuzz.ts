import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/**
 * Gives the product a million inputs that nobody would write (`npm run fuzz`): commands, events, alarms, log text, bundles
 * and configurations. FUZZ_INPUTS says how many, FUZZ_SEED repeats a run, FUZZ_FROM begins at an input of it. Ends with 1
 * at the first fault of each sort, and says how to see it again.
 */
const inputs = Number(process.env.FUZZ_INPUTS ?? 1_000_000);
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const from = Number(process.env.FUZZ_FROM ?? 0);
/** An input that is not through after so long hangs, ms: far above what the slowest one needs on a busy machine. */
const hangsAfterMs = 120_000;
const tellEveryMs = 30_000;

const root = process.cwd();
const built = dirname(fileURLToPath(import.meta.url));
process.stdout.write(`${inputs} inputs, FUZZ_SEED=${seed}\n`);

const at = new Int32Array(new SharedArrayBuffer(4));
const startedMs = Date.now();
let lastAt = -1;
let lastMs = startedMs;
let toldMs = startedMs;
const worker = new Worker(join(built, 'fuzz-worker.js'), { workerData: { root, inputs, seed, from, at } });
const watch = setInterval(() => {
  const now = Atomics.load(at, 0);
  if (now !== lastAt) [lastAt, lastMs] = [now, Date.now()];
  if (Date.now() - lastMs > hangsAfterMs) {
    process.stdout.write(`FAULT input ${now} hangs: FUZZ_SEED=${seed} FUZZ_FROM=${now} FUZZ_INPUTS=1\n`);
    process.exit(1);
  }
  if (Date.now() - toldMs > tellEveryMs) {
    toldMs = Date.now();
    process.stdout.write(`  ${now} after ${Math.round((toldMs - startedMs) / 1000)} s\n`);
  }
}, 1_000);
worker.on('message', (line: string) => process.stdout.write(`${line}\n`));
worker.on('error', (error) => {
  clearInterval(watch);
  process.stdout.write(`FAULT input ${Atomics.load(at, 0)} ends the process: ${String(error)}\n`);
  process.exitCode = 1;
});
worker.on('exit', (code) => {
  clearInterval(watch);
  process.exitCode ||= code;
});
