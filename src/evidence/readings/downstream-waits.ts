import { believableDuration } from '../../inquiry/believable-time.ts';
import type { QuotedLine } from '../evidence.ts';
import { definedOnly } from './defined-only.ts';
import type { DownstreamWait } from './function-log.ts';

/** Shortest finished call that is worth naming as a wait, ms. Our choice. */
const shortestWaitMs = 100;
const longestText = 4000;

/** An address in a log line: URL, host with a dot, or host:port. Bounded, so it cannot be made slow. */
const address =
  /(?:https?:\/\/[^\s"'<>\\)]{3,200}|\b[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,63}){1,8}(?::\d{2,5})?(?=[\s"'/,;:)\\\]]|$))/g;

/**
 * The usual words for a wait that failed, by language and client. `target` and `ms` are groups; where a line names no
 * address, its own words stand for the target. Words of intent ("timeout set to 5 s") match none of them.
 */
const failures: readonly RegExp[] = [
  /\bconnect (?:ETIMEDOUT|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ECONNRESET) (?<target>[^\s"'\\,)]{3,100})/,
  /\b(?:read|write) (?:ETIMEDOUT|ECONNRESET)\b/,
  /\bgetaddrinfo (?:EAI_AGAIN|ENOTFOUND) (?<target>[^\s"'\\,)]{3,200})/,
  /\bEAI_AGAIN\b/,
  /\bsocket hang up\b/,
  /\btimeout of (?<ms>\d{1,7})\s?ms exceeded\b/,
  /Connect(?:ion)? [Tt]ime(?:d )?out on endpoint URL: \\?"(?<target>[^"\\\s]{3,200})/,
  /Read timeout on endpoint URL: \\?"(?<target>[^"\\\s]{3,200})/,
  /ConnectionPool\(host=\\?'(?<target>[^'\\]{1,200})'[^\n]{0,300}?(?:Read|Connect|connect|read) time(?:d )?out/,
  /Connection to (?<target>[^\s"'\\]{3,200}) timed out/,
  /\bRead timed out\b/,
  /\bReadTimeout(?:Error)?\b/,
  /\bConnectTimeout(?:Error)?\b/,
  /\b[Cc]onnect timed out\b/,
  /\bConnection timed out after (?<ms>\d{1,7})\s?ms\b/,
  /\bSocket timed out without establishing a connection within (?<ms>\d{1,7})\s?ms\b/,
  /\bServer selection timed out after (?<ms>\d{1,7})\s?ms\b/,
  /\bConnection is not available, request timed out after (?<ms>\d{1,7})\s?ms\b/,
  /\bcanceling statement due to (?:statement|lock) timeout\b/,
  /\bLock wait timeout exceeded\b/,
  /\bConnection terminated due to connection timeout\b/,
  /\btimeout exceeded when trying to connect\b/,
  /\bdial tcp (?<target>[^\s"'\\]{3,100}): i\/o timeout\b/,
  /\bClient\.Timeout exceeded while awaiting headers\b/,
  /\bcontext deadline exceeded\b/,
  /\bHttpClient\.Timeout of (?<seconds>\d{1,5}(?:\.\d+)?) seconds elapsing\b/,
  /\bUND_ERR_(?:HEADERS|CONNECT|BODY)_TIMEOUT\b/,
  /\b(?:Headers|Connect|Body) Timeout Error\b/,
  /\bDEADLINE_EXCEEDED\b/,
  /\bHttpTimeoutException: request timed out\b/,
];

const worthALook =
  /tim(?:e|ed)[ _]?out|ETIMEDOUT|ECONN|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ENOTFOUND|hang up|deadline|exceeded|\btook\b|duration|elapsed|latency|\bafter\b|\b(?:calling|requesting|fetching|invoking|querying|connecting)\b|\b(?:GET|POST|PUT|PATCH|DELETE)\b|request to|waiting for|respon|returned|received|completed|finished/i;

/**
 * Waits for something behind the function that its own lines state, in order. Only what a line says: a failure in known
 * words, a finished call with its target and duration, or a pair of lines of which one announces a call and a later one
 * answers for the same target. Silence between other lines is not a wait. Heuristic; a target may be an alias.
 */
export function readDownstreamWaits(lines: readonly QuotedLine[]): DownstreamWait[] {
  const waits: DownstreamWait[] = [];
  const open = new Map<string, QuotedLine>();
  for (const line of lines) {
    const text = line.text.slice(0, longestText).replaceAll('\\"', '"');
    if (!worthALook.test(text)) continue;
    const wait = readFailure(line, text) ?? readSlowCall(line, text);
    if (wait !== undefined) {
      open.delete(wait.target);
      if (!waits.some((known) => isSame(known, wait))) waits.push(wait);
      continue;
    }
    const answered = readAnswer(line, text, open);
    if (answered !== undefined) waits.push(answered);
    const called = readCall(text);
    if (called !== undefined && answered === undefined) open.set(called, line);
  }
  return waits;
}

/** A line's level, where it stands before the text: Node's, Python's, most frameworks', or a JSON member. */
const level =
  /^.{0,100}?(?:^|[\s[\]"])(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE)(?=[\s\]":|]|$)[\]":| ]*\s*/i;
const jsonLevel = /"(?:level|severity|levelname|log_level)"\s*:\s*"(\w{3,10})"/i;
const calm = /^(?:TRACE|DEBUG|INFO|NOTICE)$/i;
/** Members and fields that hold what went wrong; anything else that is quoted is somebody's text. */
const errorField =
  /^(?:\w*(?:err|error|exception|cause|reason|stack\w*|trace|fault)\w*|code|name|type|msg|message)$/i;
/** What may stand before a client's own words: the names of error classes and of their modules. */
const className = /^\[?[\w.$]{0,100}(?:Error|Exception|Timeout|Errno)[\w.$]{0,100}\]?:?$/;
const onlyNames = (text: string) =>
  text.length <= 300 &&
  text
    .replace(/\[Errno -?\d{1,4}\]|Caused by:/g, '')
    .split(/\s+/)
    .every((word) => word === '' || word === '[' || className.test(word));

const isRecord = (text: string) => /^(?:[^{"]{0,150}[\s\]])?\{/.test(text);

/**
 * Whose words a line's failure is: the function's own; `loose` where a line of no alarm has it inside other text, so that
 * its length says nothing of this run; or quoted from elsewhere, such as a customer's comment or a stored note.
 */
function tellingOf(text: string, index: number): 'own' | 'loose' | 'quoted' {
  const marked = level.exec(text.slice(0, index));
  const isCalm = calm.test(marked?.[1] ?? '') || calm.test(jsonLevel.exec(text)?.[1] ?? '');
  const isAlarm = !isCalm && (marked !== null || jsonLevel.test(text));
  const before = text.slice(marked?.[0].length ?? 0, index);
  const opening = before.lastIndexOf('"');
  const isInQuotes = (before.split('"').length - 1) % 2 === 1;
  if (isInQuotes) {
    const field = /(\w+)"?\s*[:=]\s*$/.exec(before.slice(Math.max(0, opening - 80), opening))?.[1];
    const lead = before.slice(opening + 1);
    const isError = field !== undefined && errorField.test(field);
    if (isError) return !isCalm || onlyNames(lead) ? 'own' : 'loose';
    return isAlarm && field === undefined ? 'own' : 'quoted';
  }
  return isCalm && !onlyNames(before) ? 'loose' : 'own';
}

function isSame(a: DownstreamWait, b: DownstreamWait): boolean {
  return a.target === b.target && a.failed === b.failed && a.endAtMs === b.endAtMs;
}

function readFailure(line: QuotedLine, text: string): DownstreamWait | undefined {
  for (const pattern of failures) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const telling = tellingOf(text, found.index);
    if (telling === 'quoted') return undefined;
    const groups = found.groups ?? {};
    const given = groups.target?.replace(/[.;:]+$/, '');
    const stated =
      groups.ms === undefined
        ? (groups.seconds ?? /\((?:read|connect) timeout=(\d{1,5}(?:\.\d+)?)/.exec(text)?.[1])
        : undefined;
    const durationMs =
      groups.ms === undefined
        ? stated === undefined
          ? undefined
          : believableDuration(Number(stated) * 1000)
        : believableDuration(Number(groups.ms));
    return {
      target: given ?? addressIn(text) ?? found[0],
      failed: true,
      line: line.text,
      ...times(line.atMs, telling === 'own' ? durationMs : undefined),
    };
  }
  return undefined;
}

const took =
  /(?:\btook|\bin|\bafter|\bduration|\belapsed|\blatency|\bresponse_?time|\b(?:duration|elapsed|latency|took)_?ms)["']?\s{0,4}[:=]?\s{0,4}["']?(\d{1,7}(?:\.\d{1,6})?)\s?(ms|msecs?|milliseconds|s|secs?|seconds)?\b/i;
const namedTarget =
  /\b(?:target|host|url|uri|endpoint|upstream|service|dependency|table|database|db|queue|topic|bucket|peer)["']?\s*[:=]\s*["']?([^\s"',;}]{2,200})/i;
const nounTarget =
  /\b(?:query|table|service|upstream|dependency|database|queue|topic|bucket|call to|request to|response from|answer from|fetch of)\s+["'`]?([A-Za-z][\w./:-]{2,100})/i;
/** "query to orders-db", "call to the payments": what was asked stands behind a word of direction. */
const kindThenName =
  /\b(?:(?:query|queries)\s+(?:to|on|against)|(?:call|request|connection)\s+to|(?:response|answer|reply)\s+from)\s+(?:the\s+)?["'`]?([A-Za-z](?:[\w./:-]{1,100}\w))/i;
/** "orders-db query finished in": only a name that is built of parts, for any other word may be one of the sentence. */
const nameThenKind =
  /\b([A-Za-z]\w{0,60}(?:[-_./:]\w{1,60}){1,6})["'`]?\s+(?:query|call|request|lookup|fetch)\b/i;
/** Words of the sentence itself, which name nothing that could be waited for. */
const noName =
  /^(?:took|takes|taken|handler|lambda|function|init|request|response|is|was|has|had|in|to|from|on|for|after|and|the|with|finished|completed|done|ended|returned|succeeded|failed|executed|ran|duration|elapsed|latency|time|processing|event|batch|client|customer|user)$/i;
const statement = /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\s[^\n]{3,60}/;

/** "GET https://a.example took 27012 ms", "slow query orders_by_day took 27.0 s", "upstream=payments duration=27.0s". */
function readSlowCall(line: QuotedLine, text: string): DownstreamWait | undefined {
  const found = took.exec(text);
  if (found?.[1] === undefined) return undefined;
  if (!isRecord(text) && tellingOf(text, found.index) === 'quoted') return undefined;
  const stated = /_?ms["']?\s*[:=]/i.test(found[0]) ? 'ms' : found[2];
  if (stated === undefined) return undefined;
  const durationMs = Number(found[1]) * (/^m/i.test(stated) ? 1 : 1000);
  if (durationMs < shortestWaitMs) return undefined;
  const target =
    addressIn(text) ??
    kindThenName.exec(text)?.[1] ??
    namedTarget.exec(text)?.[1] ??
    statement.exec(text)?.[0].trim() ??
    nameThenKind.exec(text)?.[1] ??
    nounTarget.exec(text)?.[1];
  if (target === undefined || noName.test(target)) return undefined;
  return {
    target,
    failed: false,
    line: line.text,
    ...times(line.atMs, durationMs),
  };
}

const call =
  /\b(?:calling|requesting|fetching|invoking|querying|connecting to|sending (?:a )?request to|request to|waiting for|GET|POST|PUT|PATCH|DELETE)\s+(?:the\s+)?["'`]?((?:https?:\/\/)?[A-Za-z][\w.:/-]{2,150})/i;
const answer =
  /\b(?:respon(?:se|ded)|returned|received|answer(?:ed)?|completed|finished|done|succeeded|got)\b/i;

function readCall(text: string): string | undefined {
  if (answer.test(text)) return undefined;
  const target = call.exec(text)?.[1]?.replace(/[.,:]+$/, '');
  return target === undefined || /^(?:the|for|with|and|next|lambda|handler|function|request)$/i.test(target)
    ? undefined
    : target;
}

function readAnswer(
  line: QuotedLine,
  text: string,
  open: Map<string, QuotedLine>,
): DownstreamWait | undefined {
  if (open.size === 0 || !answer.test(text)) return undefined;
  for (const [target, begun] of [...open].slice(-20)) {
    if (!text.includes(target)) continue;
    open.delete(target);
    if (begun.atMs === undefined || line.atMs === undefined || line.atMs - begun.atMs < shortestWaitMs)
      return undefined;
    return {
      target,
      startAtMs: begun.atMs,
      endAtMs: line.atMs,
      durationMs: line.atMs - begun.atMs,
      failed: false,
      line: line.text,
    };
  }
  return undefined;
}

const noAddress =
  /\.(?:js|ts|mjs|cjs|py|java|go|rb|cs|json|html|log|exceptions?|errors?|timeout)$|^\d+\.\d+$|^(?:java|com|org|node|internal)\./i;

/** The first address in the text that is no file name, version, time stamp or class name. */
function addressIn(text: string): string | undefined {
  for (const [found] of text.matchAll(address)) {
    if (found.startsWith('http')) return found;
    if (/\.(?:[a-z]{2,12}|\d{1,3})(?::\d+)?$/.test(found) && !noAddress.test(found)) return found;
  }
  return undefined;
}

function times(endAtMs: number | undefined, durationMs: number | undefined) {
  return definedOnly({
    startAtMs: endAtMs === undefined || durationMs === undefined ? undefined : endAtMs - durationMs,
    endAtMs,
    durationMs,
  });
}
