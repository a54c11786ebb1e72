/**
 * The start of the first datapoint that an alarm's reason names: "[1.0 (12/02/19 15:44:00)]", day first, UTC. Several
 * datapoints come newest first, so the last of them began the trouble.
 */
export function readDatapointMs(reason: string): number | undefined {
  const found = [...reason.matchAll(/\((\d\d)\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)\)/g)].map((match) => {
    const [day, month, year, hour, minute, second] = match.slice(1).map(Number);
    return Date.UTC(2000 + (year ?? 0), (month ?? 1) - 1, day, hour, minute, second);
  });
  return found.length === 0 ? undefined : Math.min(...found);
}
