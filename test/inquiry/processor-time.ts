/** Processor time that a piece of work took, ms: unlike the time on the clock, the same beside other work. */
export function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1000;
}
