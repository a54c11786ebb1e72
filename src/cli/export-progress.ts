/** How far the reading of an export is: one line on standard error that is written over, four times a second at most. */
export function exportProgress(stderr: NodeJS.WriteStream, bytes: number | undefined) {
  let done = 0;
  let shownAt = 0;
  return {
    /** The same pieces, counted. */
    async *watch(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
      for await (const chunk of chunks) {
        done += chunk.length;
        yield chunk;
      }
    },
    show(lines: number, failures: number): void {
      if (!stderr.isTTY || performance.now() - shownAt < 250) return;
      shownAt = performance.now();
      const share = bytes === undefined ? '' : ` (${Math.floor((done / bytes) * 100)} %)`;
      stderr.write(`\r\u001b[K${(done / 1e6).toFixed(0)} MB${share}, ${lines} lines, ${failures} failures`);
    },
    clear(): void {
      if (stderr.isTTY) stderr.write('\r\u001b[K');
    },
  };
}
