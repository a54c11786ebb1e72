/** A time stamp at the start of a line, and what stands behind it. */
export interface Stamp {
  atMs: number;
  resolutionMs: number;
  rest: string;
}

const iso =
  /^\[?(\d{4})[-/](\d{2})[-/](\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?(?: ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?\]?(?=$|[\s,|:])/;
const spelledOut =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}(\d{1,2}) (\d{2}):(\d{2}):(\d{2}) (?:UTC|GMT) (\d{4})(?=$|[\s:])/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The time stamp that a line begins with: ISO with or without a zone (then UTC), or the console test's spelled-out one. */
export function readStamp(line: string): Stamp | undefined {
  const numeric = iso.exec(line);
  if (numeric !== null) {
    const [whole, year, month, day, hour, minute, second, fraction, zone] = numeric;
    const date = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
    const atMs = Date.parse(
      `${date}${fraction === undefined ? '' : `.${fraction.slice(0, 3)}`}${zoneOf(zone)}`,
    );
    return made(atMs, fraction === undefined ? 1000 : 1, line.slice(whole.length));
  }
  const spelled = spelledOut.exec(line);
  if (spelled === null) return undefined;
  const [whole, month = '', day, hour, minute, second, year] = spelled;
  const atMs = Date.UTC(
    Number(year),
    months.indexOf(month),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return made(atMs, 1000, line.slice(whole.length));
}

function zoneOf(zone: string | undefined): string {
  if (zone === undefined || /^[ZUG]/.test(zone)) return 'Z';
  return zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
}

function made(atMs: number, resolutionMs: number, behind: string): Stamp | undefined {
  if (Number.isNaN(atMs)) return undefined;
  return { atMs, resolutionMs, rest: behind.replace(/^ ?:? ?|^[\t,]/, '') };
}
