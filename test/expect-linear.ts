import { expect } from 'vitest';

/** Processor time below which nobody minds how it grew, ms. */
const quickMs = 1_000;

/**
 * Expects `work` to take about ten times as long for ten times as much, where quadratic work would take a hundred times.
 * Processor time is measured, so that a busy machine does not matter.
 */
export function expectLinear(size: number, work: (size: number) => void): void {
  const time = (amount: number) => {
    const before = process.cpuUsage();
    work(amount);
    return process.cpuUsage(before).user / 1000;
  };
  const small = Math.min(time(size / 10), time(size / 10));
  const large = time(size);
  expect(large < quickMs || large < 40 * small).toBe(true);
}
