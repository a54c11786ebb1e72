import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { packageFile } from '../../package-file.ts';
import {
  type ClaimedStretch,
  claimOf,
  claimStretch,
  countAhead,
  isBehind,
  isClaimed,
  isFarAhead,
  shareStretches,
} from './claim-stretch.ts';
import type { OpenedExport } from './read-export.ts';
import { rangeSkimmer, type SkimmedRange } from './skim-range.ts';
import type { SkimmedStretch, SkimmingTask } from './skim-worker.ts';

/** Threads beside this one. One skims about as much as two others could count. */
const mostThreads = 3;

/** Stretches of a file in their order, skimmed ahead of the one who takes them; undefined where one is not for skimming. */
export interface SkimmedAhead {
  next(): Promise<SkimmedRange | undefined>;
  /** Room that is no longer needed. */
  giveBack(room: ArrayBuffer): void;
  stop(): Promise<void>;
}

/**
 * A file of so many bytes to be read as an export: threads skim it from now on where there are processors for them. What
 * else is waiting for those is not asked: the system's load is of the last minute, and says nothing of the next second.
 */
export function openExport({ file, bytes }: { file: number; bytes: number }): OpenedExport {
  const threads = Math.min(mostThreads, availableParallelism() - 1);
  return threads < 1 ? { file } : { file, ahead: skimAhead(file, bytes, threads) };
}

/**
 * Threads claim stretch after stretch from now on; so does the one who takes, while what comes next is not there. What a
 * thread that fails had claimed is skimmed here.
 */
export function skimAhead(file: number, bytes: number, threads: number): SkimmedAhead {
  const shared = shareStretches(bytes, threads + 1);
  const ready = new Map<number, SkimmedRange | undefined>();
  // Stretches of threads that failed.
  const lost: ClaimedStretch[] = [];
  const spares: ArrayBuffer[] = [];
  let [taken, turn] = [0, 0];
  let tellArrival = () => {};
  const workers = Array.from({ length: threads }, (_, claimant) => {
    const worker = new Worker(packageFile('dist/skim-worker.js'), {
      workerData: { file, claimant, shared } satisfies SkimmingTask,
      // What this process was told of modules is not for the threads: they load few files.
      execArgv: [],
    });
    worker.on('message', ({ index, skimmed }: SkimmedStretch) => {
      ready.set(index, skimmed);
      tellArrival();
    });
    worker.on('error', () => {
      const claim = claimOf(shared, claimant);
      if (claim !== undefined && claim.index >= taken && !ready.has(claim.index)) lost.push(claim);
      tellArrival();
    });
    return worker;
  });
  const skim = rangeSkimmer(file);
  const skimOwn = ({ index, ...range }: ClaimedStretch) => {
    const skimmed = skim(range, spares.pop());
    countAhead(shared, skimmed?.recording.used ?? 0);
    ready.set(index, skimmed);
  };
  return {
    async next() {
      const index = taken;
      while (!ready.has(index)) {
        // What the threads have sent comes in.
        await setImmediate();
        if (ready.has(index)) break;
        const own =
          lost.pop() ??
          (isClaimed(shared, index) && isFarAhead(shared) ? undefined : claimStretch(shared, threads));
        if (own !== undefined) skimOwn(own);
        else if (isBehind(shared, index)) return undefined;
        else
          await new Promise<void>((resolve) => {
            tellArrival = resolve;
          });
      }
      taken += 1;
      const skimmed = ready.get(index);
      ready.delete(index);
      countAhead(shared, -(skimmed?.recording.used ?? 0));
      return skimmed;
    },
    giveBack(room) {
      const worker = workers[turn % threads];
      turn += 1;
      if (spares.length === 0 || worker === undefined) spares.push(room);
      else worker.postMessage(room, [room]);
    },
    stop: async () => void (await Promise.all(workers.map((worker) => worker.terminate()))),
  };
}
