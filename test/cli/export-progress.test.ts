import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { exportProgress } from '../../src/cli/export-progress.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

function terminal(isTTY: boolean | undefined) {
  const written: string[] = [];
  return {
    written,
    stderr: { ...(isTTY === undefined ? {} : { isTTY }), write: (text: string) => written.push(text) },
  };
}

it('writes over one line, four times a second at most, and clears it', () => {
  const { written, stderr } = terminal(true);
  const progress = exportProgress(stderr, 1_000_000_000);
  progress.show(2_097_152, 9_000, 0);
  vi.advanceTimersByTime(249);
  progress.show(200_000_000, 800_000, 3);
  vi.advanceTimersByTime(1);
  progress.show(499_999_999, 2_000_000, 41);
  progress.clear();
  expect(written).toStrictEqual([
    '\r\u001b[K2 MB (0 %), 9000 lines, 0 failures',
    '\r\u001b[K500 MB (49 %), 2000000 lines, 41 failures',
    '\r\u001b[K',
  ]);
});

it('tells no share of an input of unknown length', () => {
  const { written, stderr } = terminal(true);
  exportProgress(stderr, undefined).show(3_000_000, 12, 1);
  expect(written).toStrictEqual(['\r\u001b[K3 MB, 12 lines, 1 failures']);
});

it.each([false, undefined])('writes nothing where nobody watches (%s)', (isTTY) => {
  const { written, stderr } = terminal(isTTY);
  const progress = exportProgress(stderr, 10);
  progress.show(5, 1, 0);
  progress.clear();
  expect(written).toStrictEqual([]);
});
