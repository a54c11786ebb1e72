import { open } from 'node:fs/promises';

/** Bytes that are read at once: large enough that a call costs nothing, small enough to stay in a processor's cache. */
const pieceBytes = 256 * 1024;

/**
 * The bytes of a file, in two buffers that are used in turn: while one is read the other fills. A piece is only good until
 * the next one is asked for.
 */
export async function* readPieces(file: string): AsyncGenerator<Buffer, void> {
  const handle = await open(file);
  try {
    const buffers = [Buffer.allocUnsafeSlow(pieceBytes), Buffer.allocUnsafeSlow(pieceBytes)] as const;
    const fill = async (buffer: Buffer) => {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      return buffer.subarray(0, bytesRead);
    };
    let coming = fill(buffers[0]);
    for (let turn = 1; ; turn = 1 - turn) {
      const piece = await coming;
      if (piece.length === 0) return;
      coming = fill(turn === 1 ? buffers[1] : buffers[0]);
      yield piece;
    }
  } finally {
    await handle.close();
  }
}
