import { believableDuration, believableTime } from '../../inquiry/believable-time.ts';
import { readAsked, readTotal } from './client-request.ts';
import { definedOnly } from './defined-only.ts';

/** What the client saw: pasted curl output, headers or body. */
export interface ClientResponse {
  status?: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  body?: string;
  /** Who made the answer, where headers and body prove it. */
  madeBy: 'gateway' | 'cloudfront' | 'load-balancer' | 'backend' | 'unknown';
  /** The client's own words where there was no answer at all: "Operation timed out after 10001 ms". */
  clientError?: string;
  clientTimeoutMs?: number;
  /** `Date` header, epoch ms (1 s resolution). */
  dateMs?: number;
  traceId?: string;
  requestId?: string;
  extendedRequestId?: string;
  cloudFrontId?: string;
  /** What was asked: the method, and the address as far as the lines show it. */
  method?: string;
  url?: string;
  /** From asking to the last byte of the answer, as the client measured it, ms. */
  totalMs?: number;
  /** When the client asked, where its record says so. */
  askedAtMs?: number;
  lines: string[];
}

const statusLine = /^(?:[<*] )?\s*HTTP\/[\d.]+ (\d{3})(?: |$)/;
/** How a browser's tools write it. */
const devtoolsStatus = /^Status Code: ?(\d{3})\b/;
const headerLine = /^(?:< )?([A-Za-z][A-Za-z0-9-]{1,60}): ?(.*)$/;
/** Headers that only an answer has; bare header lines count as one only with a mark of the gateway, CloudFront or a balancer. */
const telling = new Set([
  'x-amzn-requestid',
  'x-amz-apigw-id',
  'apigw-requestid',
  'x-amzn-errortype',
  'x-amzn-trace-id',
  'x-amz-cf-id',
  'x-cache',
  'x-amz-cf-pop',
  'server',
]);
const clientErrors: readonly RegExp[] = [
  /(?:curl: \(28\) )?(?:Operation|Connection|Resolving|Connect(?:ion)?|Failed to connect[^\n]{0,200}) timed? ?out after (\d+) (?:milliseconds|ms)[^\n]*/,
  /curl: \(28\)[^\n]*/,
  /curl: \((?:6|7|35|52|56)\)[^\n]*/,
  /Empty reply from server/,
];

/**
 * What a client saw, from pasted lines: `curl -v` or `-i`, bare headers, a body alone, a client's own timeout. Undefined
 * when the lines show no answer. Several answers in one text (redirects, retries): the last one counts.
 */
export function readClientResponse(lines: readonly string[], askedAtMs?: number): ClientResponse | undefined {
  const kept = lines.map((line) => line.replace(/\r$/, ''));
  const from = kept.findLastIndex((line) => statusLine.test(line));
  const answer = from < 0 ? kept : kept.slice(from);
  const headers = readHeaders(answer);
  const stated =
    statusLine.exec(answer[0] ?? '')?.[1] ?? kept.map((line) => devtoolsStatus.exec(line)?.[1]).find(Boolean);
  const body = readBody(answer, from >= 0 || Object.keys(headers).length > 0);
  const failure = readClientError(kept);
  const isAnswer =
    stated !== undefined || Object.keys(headers).some((name) => telling.has(name)) || body !== undefined;
  if (!isAnswer && failure === undefined) return undefined;
  const trace = headers['x-amzn-trace-id'] ?? '';
  const status =
    stated ??
    /<h1>(\d{3})(?: [\w ]{1,40})? ERROR<\/h1>/i.exec(body ?? '')?.[1] ??
    /^(\d{3})(?: [A-Z][\w ]{1,40})? ERROR/m.exec(body ?? '')?.[1];
  return {
    headers,
    madeBy: maker(headers, body, stated !== undefined),
    lines: [...lines],
    ...failure,
    ...readAsked(from < 0 ? kept : kept.slice(0, from)),
    ...definedOnly({
      totalMs: readTotal(kept),
      askedAtMs,
      status: status === undefined ? undefined : Number(status),
      body,
      dateMs: believableTime(Date.parse(headers.date ?? '')),
      traceId: /\b1-[0-9a-f]{8}-[0-9a-f]{24}\b/.exec(trace)?.[0],
      requestId: headers['x-amzn-requestid'] ?? headers['apigw-requestid'],
      extendedRequestId: headers['x-amz-apigw-id'],
      cloudFrontId: headers['x-amz-cf-id'] ?? /Request ID: ([A-Za-z0-9_-]{54}==)/.exec(body ?? '')?.[1],
    }),
  };
}

function readHeaders(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    if (/^[>*{}] /.test(line) || /^total: ?\d/.test(line)) continue;
    const found = headerLine.exec(line.trimEnd());
    const name = found?.[1]?.toLowerCase();
    if (name !== undefined && name !== '__proto__') headers[name] ??= found?.[2]?.trim() ?? '';
  }
  return headers;
}

/** The body: what follows the blank line behind the headers, or a known error body anywhere. */
function readBody(lines: readonly string[], hasHead: boolean): string | undefined {
  const plain = lines.filter((line) => !/^[*>{}] /.test(line));
  const blank = plain.findIndex((line) => /^(?:<\s*)?$/.test(line));
  const behind = hasHead && blank >= 0 ? plain.slice(blank + 1) : [];
  const text = behind
    .filter((line) => !line.startsWith('< '))
    .join('\n')
    .trim();
  if (text !== '') return text;
  const whole = plain.filter((line) => !statusLine.test(line) && !headerLine.test(line)).join('\n');
  const known =
    /\{\s*"message"\s*:\s*"[^"]{1,200}"\s*\}/.exec(whole) ??
    // The same body, where the paste took its one member for a log message.
    /^(?:Endpoint request timed out|Network error communicating with endpoint)$/m.exec(whole) ??
    /<(?:!DOCTYPE )?html[\s\S]*?<\/html>/i.exec(whole) ??
    /504(?: Gateway Time-?out)? ERROR\b[\s\S]{0,1000}?(?:The request could not be satisfied|Generated by cloudfront \(CloudFront\))[\s\S]*/i.exec(
      whole,
    );
  return known?.[0];
}

/**
 * Who made the answer (facts 3.7). `x-cache`, `via` and `x-amz-cf-id` are on every answer of an edge-optimized API, so they
 * prove nothing; CloudFront's own page and the absence of the gateway's ids together do.
 */
function maker(
  headers: Record<string, string>,
  body: string | undefined,
  isWhole: boolean,
): ClientResponse['madeBy'] {
  const gatewayIds = ['x-amzn-requestid', 'x-amz-apigw-id', 'apigw-requestid'].some(
    (name) => name in headers,
  );
  if (gatewayIds)
    return 'x-amzn-remapped-x-amzn-requestid' in headers
      ? 'backend'
      : isGatewayBody(headers, body)
        ? 'gateway'
        : 'unknown';
  if (/Generated by cloudfront \(CloudFront\)/i.test(body ?? '')) return 'cloudfront';
  if (/^awselb\//i.test(headers.server ?? '')) return 'load-balancer';
  if (
    /^CloudFront$/i.test(headers.server ?? '') &&
    /^(?:Error|LambdaGeneratedResponse) from cloudfront$/i.test(headers['x-cache'] ?? '') &&
    isWhole
  )
    return 'cloudfront';
  return 'unknown';
}

/** The gateway's own default bodies (facts 3.1, 3.3), or its error header: a passed-on answer has neither. */
function isGatewayBody(headers: Record<string, string>, body: string | undefined): boolean {
  if ('x-amzn-errortype' in headers) return true;
  return /^\{\s*"message"\s*:\s*"(?:Endpoint request timed out|Network error communicating with endpoint|Internal [Ss]erver [Ee]rror|Service Unavailable)"\s*\}$/.test(
    body ?? '',
  );
}

function readClientError(
  lines: readonly string[],
): { clientError?: string; clientTimeoutMs?: number } | undefined {
  for (const line of lines) {
    for (const pattern of clientErrors) {
      const found = pattern.exec(line);
      if (found === null) continue;
      const clientTimeoutMs = believableDuration(found[1] === undefined ? undefined : Number(found[1]));
      return {
        clientError: found[0].replace(/^curl: \(\d+\) /, '').trim(),
        ...definedOnly({ clientTimeoutMs }),
      };
    }
  }
  return undefined;
}
