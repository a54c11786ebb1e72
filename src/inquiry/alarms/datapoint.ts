import { believableTime } from '../believable-time.ts';

/**
 * The start of the first datapoint that an alarm's reason names: "[1.0 (12/02/19 15:44:00)]", day first, UTC. Several
 * datapoints come newest first, so the last of them began the trouble.
 */
export function readDatapointMs(reason: string): number | undefined {
  const found = [...reason.matchAll(/\((\d\d)\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d)\)/g)]
    .map(([, day, month, year, time]) => Date.parse(`20${year}-${month}-${day}T${time}Z`))
    .filter((ms) => !Number.isNaN(ms));
  return found.length === 0 ? undefined : Math.min(...found);
}

/** CloudWatch's time of a change, "2026-11-20T14:44:10.737+0000": its zone lacks the colon that others read. */
export function readChangeMs(text: string | undefined): number | undefined {
  return believableTime(Date.parse((text ?? '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2')));
}
