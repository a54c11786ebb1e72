import { readSync } from 'node:fs';

/** Bytes that are read at once: a piece stays in the processor's cache until it has been looked at. */
const pieceBytes = 128 * 1024;
/**
 * Bytes left free before a piece. A large buffer begins 16 bytes behind a page's start, where copying from the system's own
 * pages takes three times as long (each store is held for a load that looks like its own); measured on x86-64.
 */
export const freeBytes = 64;

/**
 * The bytes of an open file from a place on, in one buffer that is used again: a piece is only good until the next one is
 * asked for. Reads at once, since handing each piece to another thread and back costs more than the reading.
 */
export function* readPieces(file: number, from = 0): Generator<Buffer, void> {
  const buffer = Buffer.allocUnsafeSlow(freeBytes + pieceBytes).subarray(freeBytes);
  for (let at = from; ; ) {
    const length = readSync(file, buffer, 0, pieceBytes, at);
    if (length === 0) return;
    yield buffer.subarray(0, length);
    at += length;
  }
}
