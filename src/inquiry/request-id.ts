import type { RequestId } from './inquiry.ts';

const uuid = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';
const traceId = '1-[0-9a-fA-F]{8}-[0-9a-fA-F]{24}';

/** Shapes of facts: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html */
const shapes: readonly { kind: RequestId['kind']; whole: RegExp }[] = [
  { kind: 'uuid', whole: new RegExp(`^${uuid}$`) },
  { kind: 'extended', whole: /^[A-Za-z0-9_-]{15}=$/ },
  { kind: 'trace', whole: new RegExp(`^${traceId}$`) },
  { kind: 'cloudfront', whole: /^[A-Za-z0-9_-]{54}==$/ },
  { kind: 'replaced', whole: new RegExp(`^${uuid}_REPLACED_INVALID_REQUEST_ID$`) },
  { kind: 'test-invoke', whole: /^test-(?:invoke-)?request$/ },
];

/** `Root=1-…`, also behind `Self=…;` and before `;Parent=…;Sampled=1`. `Self` alone is a load balancer's own mark. */
const traceHeader = new RegExp(
  `^(?:Self=${traceId};)?Root=(${traceId})(?:;[A-Za-z]{1,20}=[A-Za-z0-9:|-]{1,80}){0,6}$|^Self=(${traceId})$`,
);

/** Which id the whole text is, by a strict allow-list; undefined for anything else. Only such a value may enter a query. */
export function classifyId(text: string): RequestId | undefined {
  const header = text.length > longestHeader ? null : traceHeader.exec(text);
  const value = header?.[1] ?? header?.[2] ?? text;
  const kind = shapes.find(({ whole }) => whole.test(value))?.kind;
  if (kind === undefined) return undefined;
  return kind === 'trace'
    ? { kind, value, atMs: Number.parseInt(value.slice(2, 10), 16) * 1000 }
    : { kind, value };
}

/** Longest trace header that is looked at, characters. */
const longestHeader = 800;
/** The longest id: a replaced UUID. */
const longestId = 64;

/**
 * Ids inside any text, in order, distinct. Never a part of a longer run of id or base64 characters. Linear: the text is
 * cut into such runs, and each run is classified once.
 */
export function findIds(text: string): RequestId[] {
  const found = new Map<string, RequestId>();
  for (const run of text.matchAll(/[A-Za-z0-9_-]+={0,2}/g)) {
    const [token] = run;
    if (token.length > longestId || token.length < shortestId) continue;
    const id = classifyId(token) ?? classifyId(token.replace(/=+$/, ''));
    if (id !== undefined && stands(id, text, run.index, token) && !found.has(id.value))
      found.set(id.value, id);
  }
  return [...found.values()];
}

/** The shortest id: `test-request`. */
const shortestId = 12;

/**
 * Whether an id stands by itself. A padded one must not be the end of longer base64, nor a name before its value
 * (`apigw-requestid=…` has the extended id's shape); it holds small and capital letters, which a random one lacks once in
 * two thousand. `Self=` beside a `Root=` is the load balancer's mark, not the trace.
 */
function stands({ kind, value }: RequestId, text: string, at: number, token: string): boolean {
  const before = text.charAt(at - 1);
  const behind = text.slice(at + token.length, at + token.length + 1);
  if (kind === 'extended' || kind === 'cloudfront') {
    return !/[+/]/.test(before) && !/[\w+/=-]/.test(behind) && /[a-z]/.test(value) && /[A-Z]/.test(value);
  }
  if (kind === 'trace' && text.slice(Math.max(0, at - 5), at) === 'Self=') {
    return !/^;Root=/.test(text.slice(at + token.length, at + token.length + 6));
  }
  return !token.endsWith('=') || behind === '';
}
