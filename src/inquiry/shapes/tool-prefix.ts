import { opensRecord } from '../log-marks.ts';
import { type Moment, readMoment, readStamp, readTime } from './stamp.ts';

/** What a tool wrote before a record. */
export interface ToolPrefix {
  moment?: Moment;
  logGroup?: string;
  logStream?: string;
  message: string;
}

/** Longest decoration and most parts of it that are looked at. */
const [longest, mostParts] = [400, 10] as const;

/** Parts of a decoration that tell nothing; each whole, so that no sentence of a person is taken for one. */
const idle: readonly RegExp[] = [
  /^[-|:,]\s+/,
  // `kubectl logs --prefix`, `stern`, `docker compose logs`, and a container runtime's own files.
  /^\[(?:pod\/)?[\w./-]{1,200}\]\s+/,
  /^[a-z0-9][a-z0-9-]{0,60}-[a-z0-9]{5,10}-[a-z0-9]{5}(?:\s+[a-z0-9-]{1,60})?\s+(?=\d{4}-|\()/,
  /^[\w.-]{1,60}\s+\|\s+/,
  // A level, the labels of a Loki stream, the pairs of logfmt.
  /^\[?(?:trace|debug|info|notice|warn|warning|error|fatal|critical)\]?:?\s+/i,
  /^\{[\w.]{1,60}="[^"]{0,200}"(?:, ?[\w.]{1,60}="[^"]{0,200}"){0,20}\}\s+/,
  /^(?:time|ts|timestamp)=/,
  /^(?:level|lvl|severity|logger|source|app|service|host|container|pod|namespace|stream|job|component|caller)=(?:"[^"]{0,100}"|[^\s"]{1,100})\s+/,
  /^(?:stdout|stderr) [FP]\s+/,
  // Syslog, old and new.
  /^<\d{1,3}>(?:1\s+)?/,
  // Heroku's router and its like.
  /^[\w.-]{1,60}\[[\w.-]{1,60}\]:\s+/,
  /^[\w.-]{1,80} [\w.-]{1,60} (?:\d{1,7}|-) \S{1,60} (?:-|\[[^\]]{1,200}\])\s+(?=\()/,
  /^[A-Z][a-z]{2} {1,2}\d{1,2} \d{2}:\d{2}:\d{2}(?:\.\d{1,6})? [\w.-]{1,80} [\w./-]{1,60}(?:\[\d{1,7}\])?(?::|(?= \())\s+/,
  // `saw` shortens a stream's name.
  /^\([0-9a-f]{6,32}\)\s+/,
  /^@(?:timestamp|message|logStream|log)\s?[=:]\s?/,
];
/** A line of an execution log inside a shipper's JSON. */
export const wrapped =
  /^\{.{0,400}?"\((?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w-]{15}=)\) [A-Z].*\}\s*$/s;
/** The message of a logfmt line, last of its pairs. */
const quotedMessage = /^(?:msg|message|log|line)="(.*)"\s*$/s;
const withoutEscapes = (text: string) => text.replace(/\\(["\\])/g, '$1');
const group = /^(?:\d{12}:)?((?:API-Gateway-Execution-Logs_|\/aws\/)[\w./#$-]{1,512})(?=\s)\s+/;
const stream =
  /^[[(]?([0-9a-f]{32}|\d{4}\/\d{2}\/\d{2}\/(?:[\w.-]{1,140})?\[[\w$.-]{1,80}\][0-9a-f]{32})[\])]?(?=[\s|:])\s{0,4}/;
const named =
  /^(?:(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})|([A-Z][a-z]{2}) (\d{1,2}),? (\d{4})),? (\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?)(?: ?(?:UTC|GMT|Z))?[\s,|:]{1,4}/;
const seconds = /^(\d{10}(?:\.\d{1,6})?|\d{16}|\d{19})[\s,|:]{1,4}/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Takes off whatever a tailing tool, a container runtime or a log shipper wrote before what plainly is a record: times,
 * group, stream, names of pods. Undefined where anything else stands before it, or nothing does. The first time counts:
 * a second one is that of its arrival.
 */
export function readToolPrefix(line: string): ToolPrefix | undefined {
  const found: Omit<ToolPrefix, 'message'> = {};
  let rest = line;
  let isDecorated = false;
  for (let parts = 0; parts < mostParts && line.length - rest.length <= longest; parts += 1) {
    if (opensRecord(rest) || wrapped.test(rest)) return isDecorated ? { ...found, message: rest } : undefined;
    const quoted = quotedMessage.exec(rest)?.[1];
    const next = quoted === undefined ? takePart(rest, found) : withoutEscapes(quoted);
    if (next === undefined) return undefined;
    // Times alone are no decoration: Lambda writes one of its own into the message.
    isDecorated ||= readStamp(rest) === undefined;
    rest = next;
  }
  return undefined;
}

/** The line behind its first part; undefined where that is none of a tool's. */
function takePart(rest: string, found: Omit<ToolPrefix, 'message'>): string | undefined {
  const stamp = readStamp(rest) ?? readNamed(rest);
  if (stamp !== undefined) {
    if (stamp.moment !== undefined) found.moment ??= stamp.moment;
    return stamp.rest;
  }
  const place = group.exec(rest);
  if (place?.[1] !== undefined) {
    found.logGroup ??= place[1];
    return rest.slice(place[0].length);
  }
  const named = stream.exec(rest);
  if (named?.[1] !== undefined) {
    found.logStream ??= named[1];
    return rest.slice(named[0].length);
  }
  const part = idle.map((each) => each.exec(rest)?.[0]).find((each) => each !== undefined);
  return part === undefined ? undefined : rest.slice(part.length);
}

/** Times that only count before a record, for elsewhere they are figures: a month by its name, s, µs and ns since 1970. */
function readNamed(text: string): { moment?: Moment; rest: string } | undefined {
  const plain = seconds.exec(text);
  const moment = readTime(plain?.[1]);
  if (plain !== null && moment !== undefined) return { moment, rest: text.slice(plain[0].length) };
  const date = named.exec(text);
  if (date === null) return undefined;
  const month = months.indexOf(`${date[2] ?? date[4]}`) + 1;
  const day = `${date[1] ?? date[5]}`.padStart(2, '0');
  const read = readMoment(`${date[3] ?? date[6]}-${String(month).padStart(2, '0')}-${day} ${date[7]}`);
  return read === undefined ? undefined : { moment: read, rest: text.slice(date[0].length) };
}
