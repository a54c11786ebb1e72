import { availableParallelism, loadavg } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { OpenedExport } from './read-export.ts';
import type { FileRange, SkimmedRange } from './skim-range.ts';

/** One stretch. Large enough that handing it over costs little. */
const rangeBytes = 2 * 1024 * 1024;
/** Stretches that are asked for and not yet taken, of all threads: what they hold bounds the memory. */
const mostAhead = 16;
/** One thread skims about as much as two others could count. */
const mostThreads = 3;

/** Stretches of a file in their order, skimmed ahead of the one who takes them; undefined where one is not for skimming. */
export interface SkimmedAhead {
  next(): Promise<SkimmedRange | undefined>;
  /** Room that is no longer needed. */
  giveBack(room: ArrayBuffer): void;
  stop(): Promise<void>;
}

/**
 * A file of so many bytes to be read as an export: threads skim it from now on where processors are free for them. Where
 * more is waiting than there are processors, one thread alone costs a fifth less, and is as soon done.
 */
export function openExport({ file, bytes }: { file: number; bytes: number }): OpenedExport {
  const processors = availableParallelism();
  const isBusy = (loadavg()[0] ?? 0) > processors;
  const threads = isBusy ? 0 : Math.min(mostThreads, processors - 1);
  return threads < 1 ? { file } : { file, ahead: skimAhead(file, bytes, threads) };
}

function skimAhead(file: number, bytes: number, threads: number): SkimmedAhead {
  const workers = Array.from({ length: threads }, () => skimmingThread(file));
  const spares: ArrayBuffer[] = [];
  const waiting: Promise<SkimmedRange | undefined>[] = [];
  let from = 0;
  let turn = 0;
  const ask = () => {
    while (from < bytes && waiting.length < mostAhead) {
      const spare = spares.pop();
      const answer = workers[turn % threads]?.skim(
        { from, bytes: Math.min(rangeBytes, bytes - from) },
        spare,
      );
      if (answer !== undefined) waiting.push(answer);
      from += rangeBytes;
      turn += 1;
    }
  };
  ask();
  return {
    async next() {
      const answer = waiting.shift();
      ask();
      return answer;
    },
    giveBack: (room) => void spares.push(room),
    stop: async () => void (await Promise.all(workers.map(({ stop }) => stop()))),
  };
}

/** A thread that answers in the order it was asked; one that fails answers nothing more. */
function skimmingThread(file: number) {
  const worker = new Worker(new URL('skim-worker.js', import.meta.url), {
    workerData: file,
    // What this process was told of modules is not for the threads: they load four files.
    execArgv: [],
  });
  const asked: ((skimmed: SkimmedRange | undefined) => void)[] = [];
  let hasFailed = false;
  worker.on('message', (skimmed: SkimmedRange | undefined) => asked.shift()?.(skimmed));
  worker.on('error', () => {
    hasFailed = true;
    for (const answer of asked.splice(0)) answer(undefined);
  });
  return {
    skim: (range: FileRange, spare: ArrayBuffer | undefined) =>
      new Promise<SkimmedRange | undefined>((resolve) => {
        if (hasFailed) resolve(undefined);
        else {
          asked.push(resolve);
          worker.postMessage({ range, spare }, spare === undefined ? [] : [spare]);
        }
      }),
    stop: () => worker.terminate(),
  };
}
