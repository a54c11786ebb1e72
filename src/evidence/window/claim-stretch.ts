import type { FileRange } from './skim-range.ts';

/** What the threads that skim a file know together: how far it goes, and who is where. */
export interface SharedStretches {
  /** Bytes of the file when it was opened. */
  bytes: number;
  board: Int32Array;
}

/** A stretch that is the claimant's to skim. */
export interface ClaimedStretch extends FileRange {
  /** How many stretches come before it. */
  index: number;
}

/** One stretch. Large enough that handing it over costs little. Bytes. */
const stretchBytes = 2 * 1024 * 1024;
/** What may be skimmed and not yet taken, of all threads together; bounds the memory. Bytes. */
const mostAheadBytes = 48 * 1024 * 1024;
/** On the board: stretches claimed so far; bytes skimmed and not yet taken; then for each claimant how many were claimed up to its own. */
const [claimedAt, aheadAt, firstClaimant] = [0, 1, 2];

export function shareStretches(bytes: number, claimants: number): SharedStretches {
  const places = firstClaimant + claimants;
  return { bytes, board: new Int32Array(new SharedArrayBuffer(places * Int32Array.BYTES_PER_ELEMENT)) };
}

/** The next stretch that nobody has; undefined behind the last. Each is given once, whoever asks. */
export function claimStretch(
  { bytes, board }: SharedStretches,
  claimant: number,
): ClaimedStretch | undefined {
  const index = Atomics.add(board, claimedAt, 1);
  Atomics.store(board, firstClaimant + claimant, index + 1);
  return stretchAt(bytes, index);
}

/** The stretch that a claimant is at, or the last that it was; undefined before its first. */
export function claimOf({ bytes, board }: SharedStretches, claimant: number): ClaimedStretch | undefined {
  return stretchAt(bytes, Atomics.load(board, firstClaimant + claimant) - 1);
}

/** Whether somebody has claimed the stretch of this number. */
export const isClaimed = ({ board }: SharedStretches, index: number) =>
  Atomics.load(board, claimedAt) > index;

/** Whether the stretch of this number would lie behind the file's end. */
export const isBehind = ({ bytes }: SharedStretches, index: number) => stretchAt(bytes, index) === undefined;

function stretchAt(bytes: number, index: number): ClaimedStretch | undefined {
  const from = index * stretchBytes;
  return index < 0 || from >= bytes
    ? undefined
    : { index, from, bytes: Math.min(stretchBytes, bytes - from) };
}

/** Whether as much is skimmed and not yet taken as there may be. */
export const isFarAhead = ({ board }: SharedStretches) => Atomics.load(board, aheadAt) >= mostAheadBytes;

/** Holds this thread until what was skimmed has been taken. Not for a thread that takes. */
export function waitForTaking(shared: SharedStretches): void {
  while (isFarAhead(shared)) Atomics.wait(shared.board, aheadAt, Atomics.load(shared.board, aheadAt));
}

/** Bytes that have been skimmed, or less than none that have been taken. */
export function countAhead({ board }: SharedStretches, bytes: number): void {
  Atomics.add(board, aheadAt, bytes);
  if (bytes < 0) Atomics.notify(board, aheadAt);
}
