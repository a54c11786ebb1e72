import type { ApiType } from '../evidence.ts';
import { canonicalVariable } from './access-variables.ts';

type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'variable'; name: string; accepts: (value: string) => Fit };
/** Whether a stretch of the line can be this variable's value: yes, not yet (a longer one may), or never any more. */
type Fit = 'yes' | 'longer' | 'never';

/** Steps that one line may cost for each of its characters; beyond that the line counts as not of this format. */
const stepsPerCharacter = 8;
const longestLine = 100_000;

const variablePattern = /\$(?:context\.([A-Za-z]\w*(?:\.\w+(?:[:-]\w+)*)*)|\{context\.([A-Za-z][\w.:-]*)\})/g;

/**
 * Compiles any `$context` access-log format to a parser of its lines: values by canonical variable name, "-" as null, or
 * undefined for a line of another shape. Ambiguous separators are settled by what each variable can hold (a status has
 * three digits, a route key has one blank, a message may have anything). Linear in the line's length.
 */
export function compileAccessLogFormat(
  format: string,
): (line: string) => Record<string, string | null> | undefined {
  const pieces = split(format.trim());
  const hasVariables = pieces.some(({ kind }) => kind === 'variable');
  return (line) => {
    const text = line.trim();
    if (!hasVariables || text.length > longestLine) return undefined;
    const values: string[] = [];
    const budget = { left: text.length * stepsPerCharacter + 1000 };
    if (!fits(pieces, 0, text, 0, values, budget)) return undefined;
    const variables: Record<string, string | null> = {};
    pieces.forEach((piece, index) => {
      if (piece.kind === 'variable') variables[piece.name] = bareValue(values[index] ?? '');
    });
    return variables;
  };
}

/** The variables that a format carries, by canonical name, in order, each once. */
export function formatFields(format: string): string[] {
  return [...new Set(split(format).flatMap((piece) => (piece.kind === 'variable' ? [piece.name] : [])))];
}

/** What a diagnosis of a 504 reads in an access-log row. `any`: one of the names will do. */
const wanted: readonly { any: readonly string[]; only?: readonly ApiType[] }[] = [
  { any: ['requestId', 'extendedRequestId'] },
  { any: ['extendedRequestId'], only: ['rest'] },
  { any: ['status'] },
  { any: ['responseLatency'], only: ['rest', 'http', 'unknown'] },
  { any: ['integration.latency'] },
  { any: ['integration.status'] },
  { any: ['integrationStatus', 'integration.integrationStatus'], only: ['rest', 'http', 'unknown'] },
  { any: ['integration.integrationStatus'], only: ['websocket'] },
  { any: ['integration.error'] },
  { any: ['integration.requestId'] },
  { any: ['error.responseType'] },
  { any: ['error.message', 'error.messageString'] },
  { any: ['xrayTraceId'], only: ['rest'] },
];

/** The variables that a diagnosis would need and that are not among these, by the name to add to the format. */
export function missingFields(present: readonly string[], apiType?: ApiType): string[] {
  const fields = new Set(present);
  return wanted
    .filter(
      ({ any, only }) =>
        !any.some((name) => fields.has(name)) && (only?.includes(apiType ?? 'unknown') ?? true),
    )
    .map(({ any }) => any[0] ?? '');
}

/**
 * The stage's own format with the missing fields added, as text for a shell's single quotes inside JSON; undefined where
 * the format is no JSON object or holds what those quotes cannot.
 */
export function widenFormat(format: string, missing: readonly string[]): string | undefined {
  const text = format.trim();
  if (!text.startsWith('{') || !text.endsWith('}') || text.includes("'")) return undefined;
  const more = missing.map((name) => `"${keyFor(name, text)}":"$context.${name}"`).join(',');
  const body = text.slice(0, -1).trimEnd();
  return JSON.stringify(`${body}${body === '{' ? '' : ','}${more}}`);
}

/** The usual key for a variable, as `variableOfKey` reads it; another where the format has that key already. */
function keyFor(name: string, format: string): string {
  const camel = name.replace(/\.(\w)/, (_, letter: string) => letter.toUpperCase());
  // Without its dot it would be the name of another variable.
  const usual = name === 'integration.status' ? 'integrationResponseStatus' : camel;
  return format.includes(`"${usual}"`) ? `context${usual[0]?.toUpperCase()}${usual.slice(1)}` : usual;
}

function split(format: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of format.matchAll(variablePattern)) {
    if (found.index > from) pieces.push({ kind: 'text', text: format.slice(from, found.index) });
    const name = canonicalVariable(found[1] ?? found[2] ?? '');
    pieces.push({ kind: 'variable', name, accepts: accepting(name) });
    from = found.index + found[0].length;
  }
  if (from < format.length) pieces.push({ kind: 'text', text: format.slice(from) });
  return pieces;
}

function bareValue(value: string): string | null {
  if (value === '-' || value === '"-"') return null;
  return value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
}

function fits(
  pieces: Piece[],
  index: number,
  line: string,
  at: number,
  values: string[],
  budget: { left: number },
): boolean {
  const piece = pieces[index];
  if (piece === undefined) return at === line.length;
  if (piece.kind === 'text') {
    return (
      line.startsWith(piece.text, at) && fits(pieces, index + 1, line, at + piece.text.length, values, budget)
    );
  }
  const next = pieces[index + 1];
  for (let end = nextEnd(next, line, at); end !== undefined; end = nextEnd(next, line, end + 1)) {
    budget.left -= 1 + (end - at) / 8;
    if (budget.left < 0) return false;
    const fit = piece.accepts(line.slice(at, end));
    if (fit === 'never') return false;
    if (fit === 'yes' && fits(pieces, index + 1, line, end, values, budget)) {
      values[index] = line.slice(at, end);
      return true;
    }
  }
  return false;
}

/** The next place at or behind `from` where a value may end: before the text that follows it, or at the line's end. */
function nextEnd(next: Piece | undefined, line: string, from: number): number | undefined {
  if (next === undefined) return from <= line.length ? line.length : undefined;
  if (next.kind === 'variable') return from <= line.length ? from : undefined;
  const found = line.indexOf(next.text, from);
  return found < 0 ? undefined : found;
}

const numeric =
  /^(?:status|responseLatency|responseLength|dataProcessed|requestTimeEpoch|connectedAt|integrationStatus)$|\.(?:latency|status|integrationLatency|integrationStatus)$/;
const oneWord =
  /^(?:httpMethod|protocol|apiId|stage|accountId|domainName|domainPrefix|eventType|connectionId|messageId|resourceId|resourcePath|path|xrayTraceId|webaclArn|waf\.responseCode|error\.responseType)$|\.(?:requestId)$/;
const uuid = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';
const requestIdForm = new RegExp(
  `^(?:-|${uuid}(?:_REPLACED_INVALID_REQUEST_ID)?|[A-Za-z0-9_-]{15}=|test-invoke-request)$`,
);
const routeKeyForm = /^(?:-|\$\w+|[A-Z]{3,7} \/\S*|[\w.$-][\w.$/-]*)$/;
const timeForm = /^(?:-|\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4})$/;

function accepting(name: string): (value: string) => Fit {
  if (name === 'status') return (value) => bounded(/^(?:-|\d{3})$/.test(value), value, 3);
  if (name === 'identity.sourceIp')
    return (value) => bounded(/^(?:-|[0-9a-fA-F.:]{2,45})$/.test(value), value, 45);
  if (numeric.test(name)) return (value) => bounded(/^(?:-|\d+(?:\.\d+)?)$/.test(value), value, 20);
  if (name === 'requestId' || name === 'extendedRequestId')
    return (value) => bounded(requestIdForm.test(value), value, 80);
  if (name === 'routeKey')
    return (value) => bounded(value.length <= 600 && routeKeyForm.test(value), value, 600);
  if (name === 'requestTime') return (value) => bounded(timeForm.test(value), value, 30);
  if (oneWord.test(name))
    return (value) => (/\s/.test(value) ? 'never' : bounded(value !== '', value, 10_000));
  return () => 'yes';
}

function bounded(isValid: boolean, value: string, longest: number): Fit {
  if (isValid) return 'yes';
  return value.length >= longest ? 'never' : 'longer';
}
