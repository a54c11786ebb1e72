import type { UnavailableReason } from '../evidence/observation.ts';
import type { Failure } from './answer.ts';

/** What was being done when a call failed, for the sentence. */
export interface CallName {
  /** IAM action: "logs:StartQuery". */
  action: string;
  /** What it was done to: a log group, an API, a function. */
  resource: string;
  account?: string | undefined;
  region?: string | undefined;
}

/** Thrown only inside a credential provider, where a value cannot be returned; `readFailure` unwraps it again. */
export class RoleError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.detail);
    this.name = 'RoleError';
    this.failure = failure;
  }
}

const byCode: [RegExp, UnavailableReason][] = [
  [
    /AccessDenied|UnauthorizedOperation|NotAuthorized|^Forbidden|AuthorizationError|UnauthorizedException/i,
    'access-denied',
  ],
  [/Throttl|TooManyRequests|RequestLimitExceeded|LimitExceeded|SlowDown/i, 'throttled'],
  [/CredentialsProviderError/i, 'no-credentials'],
  [
    /ExpiredToken|InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|MissingAuthenticationToken/i,
    'credentials-refused',
  ],
  [/MalformedQuery/i, 'query-failed'],
  [/AbortError|TimeoutError/i, 'timed-out'],
];

const networkCodes =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ECONNRESET|EPIPE|UND_ERR/;

/**
 * What AWS says where the time in a signature is too far from its own. With the same names it also refuses a wrong
 * secret key; only the message tells the two apart.
 */
const clockCodes = /^(?:RequestTimeTooSkewed|RequestExpired|RequestInTheFuture)/;
const clockWords = /Signature expired|Signature not yet current|is now (?:earlier|later) than/i;

/** Turns whatever the SDK threw into a failure value. `isAborted` tells our own deadline from AWS being silent. */
export function readFailure(error: unknown, call: CallName, isAborted: boolean): Failure {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof RoleError) return cause.failure;
  const code = textOf(error, 'name') ?? 'Error';
  const status = statusOf(error);
  const said = hideSecrets(error instanceof Error ? error.message : String(error));
  const isSilent = isSilence(error);
  const isForeign = isUnreadable(error);
  const detail = plainDetail();
  const args: Record<string, string | number> = {
    action: call.action,
    resource: call.resource,
  };
  // The denied action need not be the one that was called: a key of KMS may be in the way of an encrypted log group.
  const [, denied, key] = said.match(/not authorized to perform: ([\w-]+:\w+) on resource: (\S+)/) ?? [];
  if (denied !== undefined && denied !== call.action) {
    args.action = denied;
    args.resource = key ?? call.resource;
  }
  if (call.account) args.account = call.account;
  if (call.region) args.region = call.region;
  const reason = reasonOf();
  if (reason === 'clock-off') Object.assign(args, minutesOff(error));
  if (reason === 'log-group-missing')
    args.logGroup = said.match(/[Ll]og group '([^']+)'/)?.[1] ?? call.resource;
  return {
    ok: false,
    reason,
    detail,
    args,
    code,
  };

  /** AWS's own message without its full stop, for our sentence has one; the SDK's inner workings in plain words. */
  function plainDetail(): string {
    if (isWait(error)) return inTime(said);
    if (said === 'socket hang up') return 'the connection was cut';
    if (isForeign)
      return status === undefined ? 'not an answer of AWS' : `HTTP ${status}, not an answer of AWS`;
    const text = said.trim().replace(/\.$/, '');
    if (text !== '' && !/^Unknown(?:Error)?$/i.test(text)) return text;
    return status === undefined ? code : `HTTP ${status}`;
  }

  function reasonOf(): UnavailableReason {
    if (isAborted) return 'timed-out';
    if (isSilent) return 'region-unreachable';
    if (isForeign) return 'not-aws';
    if (clockCodes.test(code) || clockWords.test(said)) return 'clock-off';
    if (/ResourceNotFound/.test(code) && /^logs:(?:Get|Stop)Quer/.test(call.action)) return 'query-failed';
    if (/ResourceNotFound/.test(code) && call.action.startsWith('logs:')) return 'log-group-missing';
    if (/InvalidOperation/.test(code) && /INFREQUENT_ACCESS|DELIVERY|log class/i.test(said))
      return 'unsupported-class';
    for (const [pattern, reason] of byCode) if (pattern.test(code)) return reason;
    if (/Rate exceeded/i.test(said) || status === 429) return 'throttled';
    if (status === 403) return 'access-denied';
    if (status !== undefined && status >= 500) return 'aws-fault';
    return 'error';
  }
}

/** A fault of the moment on AWS's side or the way there: worth a second try, unlike a refusal. */
export function isTransient(error: unknown): boolean {
  const status = statusOf(error);
  if (status !== undefined && status >= 500) return true;
  return isSilence(error);
}

/** AWS, or whatever stands in its place, answered. */
export function isAnswer(error: unknown): boolean {
  return statusOf(error) !== undefined;
}

/** Nothing answered: the connection was refused, cut or never made, or no answer came in time. */
export function isSilence(error: unknown): boolean {
  const code = textOf(error, 'code') ?? '';
  const name = textOf(error, 'name') ?? '';
  return name === 'TimeoutError' || networkCodes.test(code) || networkCodes.test(name);
}

/** An answer or a connection was waited for in vain. */
export function isWait(error: unknown): boolean {
  // The SDK calls a connection that was cut a TimeoutError too; that costs no time.
  const isCut = /ECONNRESET|EPIPE/.test(textOf(error, 'code') ?? '');
  return textOf(error, 'name') === 'TimeoutError' && !isCut;
}

/** AWS refused the time of the signature, and the SDK has learnt AWS's time from the answer: worth a second try. */
export function isClockCorrected(error: unknown): boolean {
  return isRecord(error) && isRecord(error.$metadata) && error.$metadata.clockSkewCorrected === true;
}

/** An answer came, and the SDK could not make sense of it: it is HTML, or the page of a proxy, or cut off. */
function isUnreadable(error: unknown): boolean {
  const message = textOf(error, 'message') ?? '';
  return (
    /Deserialization error/.test(message) ||
    (textOf(error, 'name') === 'SyntaxError' && isRecord(error) && '$response' in error)
  );
}

/** "no answer within 10 s" for what the SDK says of its own settings. */
function inTime(message: string): string {
  const ms = Number(/(\d+)\s*ms/.exec(message)?.[1] ?? Number.NaN);
  const what = /connect/i.test(message) ? 'no connection' : 'no answer';
  return Number.isNaN(ms) ? `${what} in time` : `${what} within ${Math.round(ms / 100) / 10} s`;
}

/** How far this machine's clock is from AWS's, whole minutes, by the Date of the answer; nothing where it has none. */
function minutesOff(error: unknown): { minutesBehind?: number; minutesAhead?: number } {
  const response = isRecord(error) ? error.$response : undefined;
  const headers = isRecord(response) && isRecord(response.headers) ? response.headers : {};
  const minutes = Math.round((Date.parse(String(headers.date ?? '')) - Date.now()) / 60_000);
  if (Number.isNaN(minutes) || minutes === 0) return {};
  return minutes > 0 ? { minutesBehind: minutes } : { minutesAhead: -minutes };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** True for a token that AWS no longer takes: worth one new AssumeRole, not worth two. */
export function isExpiredToken(failure: Failure): boolean {
  return /ExpiredToken|InvalidClientTokenId|UnrecognizedClient/.test(failure.code);
}

/** Credentials, signatures and tokens never reach a message; AWS quotes them in some of its errors. */
export function hideSecrets(text: string): string {
  return text
    .replace(/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, '***')
    .replace(
      /\b(Signature|Credential|SecretAccessKey|SessionToken|X-Amz-[\w-]+)(\s*[=:]\s*)['"]?[^\s,'"&]+/gi,
      '$1$2***',
    )
    .replace(/\b[A-Za-z0-9/+=]{100,}/g, '***');
}

function textOf(error: unknown, key: string): string | undefined {
  const value = isRecord(error) ? error[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function statusOf(error: unknown): number | undefined {
  if (!isRecord(error) || !isRecord(error.$metadata)) return undefined;
  const { httpStatusCode: status } = error.$metadata;
  return typeof status === 'number' ? status : undefined;
}
